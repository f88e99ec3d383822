"""Reads of learning: a viewer in a course, what is done, a lesson's page, Today, the record and practice."""
