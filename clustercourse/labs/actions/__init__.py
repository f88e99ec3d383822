"""What people do with labs. One file a noun; import from the file."""
