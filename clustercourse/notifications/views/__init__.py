"""What one was told, how letters come; and, on a developer's machine, the letters that were written."""

from clustercourse.notifications.views import choices, letters, notices, readings

NOUNS = (notices, readings, choices, letters)
