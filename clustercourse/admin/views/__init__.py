"""Pages for those who run the site."""

from clustercourse.admin.views import closures, courses, events, jobs, joins, letters, people, roles, teams

NOUNS = (people, joins, roles, closures, courses, teams, letters, jobs, events)
