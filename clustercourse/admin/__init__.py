"""What those who run the site see: people and their roles, courses and versions, letters, jobs, the audit log."""
