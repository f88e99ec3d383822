"""Worksheets: what their files hold, how typed values are read, and what is computed and drawn from them. Knows no rows and no person."""
