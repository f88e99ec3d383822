"""Calendar files (RFC 5545): from entries to the bytes that Outlook, Google and Apple read. Knows no rows and no area.

It stands below the areas because cohorts put calendar files into letters and calendars serve them as feeds.
"""

from clustercourse.ical.files import CANCEL, PUBLISH, Entry, written

__all__ = ["CANCEL", "PUBLISH", "Entry", "written"]
