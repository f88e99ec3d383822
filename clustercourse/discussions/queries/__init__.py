"""Reads of spaces, topics, posts, of what is unread, and of what waits for a moderator."""
