"""What one was told, how letters come and stop; and, on a developer's machine, the letters that were written."""

from clustercourse.notifications.views import choices, digests, letters, notices, readings, stops

NOUNS = (notices, readings, choices, digests, stops, letters)
