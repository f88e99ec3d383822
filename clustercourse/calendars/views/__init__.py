"""Pages of calendars, and the files that calendar programs read."""

from clustercourse.calendars.views import agendas, feeds, files, months, renewals

NOUNS = (agendas, feeds, files, months, renewals)
