"""Forms of cohorts. One file a noun."""
