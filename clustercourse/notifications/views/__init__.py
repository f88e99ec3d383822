"""Which letters one gets; and, on a developer's machine, the letters that were written."""

from clustercourse.notifications.views import choices, letters

NOUNS = (choices, letters)
