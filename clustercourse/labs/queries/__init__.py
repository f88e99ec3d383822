"""What is read of labs. One file a noun; import from the file."""
