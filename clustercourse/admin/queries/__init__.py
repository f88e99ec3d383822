"""Reads for those who run the site, in pages of fifty."""

from clustercourse.admin.queries.courses import CourseRow, VersionRow, course_team, course_versions, list_courses
from clustercourse.admin.queries.events import EventRow, Sought, list_events
from clustercourse.admin.queries.people import PersonPage, PersonRow, list_people, name_of, person_page
from clustercourse.admin.queries.running import JobRow, LetterRow, list_jobs, list_letters

__all__ = [
    "CourseRow",
    "EventRow",
    "JobRow",
    "LetterRow",
    "PersonPage",
    "PersonRow",
    "Sought",
    "VersionRow",
    "course_team",
    "course_versions",
    "list_courses",
    "list_events",
    "list_jobs",
    "list_letters",
    "list_people",
    "name_of",
    "person_page",
]
