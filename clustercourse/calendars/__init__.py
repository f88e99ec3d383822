"""Calendars: sessions and deadlines as a month, as an agenda, and as secret addresses for calendar programs.

Not here: planning sessions (`cohorts`), and how a calendar file is written (`clustercourse/ical`).
"""
