"""What people do with cohorts. One file a noun; import from the file."""
