"""Runs of courses with people and dates: cohorts, seats, sessions and who was there.

Not here: what is learned in a course (`learning`), calendars (`calendars`), what people write to each other.
"""
