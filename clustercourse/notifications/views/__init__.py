"""What the area shows on a developer's machine: the letters that were written."""

from clustercourse.notifications.views import letters

NOUNS = (letters,)
