"""Reads about cohorts, their sessions, their people and who was there. One file a noun."""
