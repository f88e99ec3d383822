"""Reads of workbooks: which there are, what stands in a sheet, and what comes of it."""
