"""What people do with workbooks."""
