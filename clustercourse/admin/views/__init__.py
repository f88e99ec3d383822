"""Pages for those who run the site."""

from clustercourse.admin.views import closures, courses, events, jobs, letters, people, roles, teams

NOUNS = (people, roles, closures, courses, teams, letters, jobs, events)
