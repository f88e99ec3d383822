"""Verbs of discussions, one file a noun."""
