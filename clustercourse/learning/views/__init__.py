"""Pages of a person in courses: Today, lessons and what is done in them, the end of a course, the record, practice."""

from clustercourse.learning.views import (
    bookmarks,
    completions,
    enrolments,
    finishes,
    learners,
    lessons,
    notes,
    practice,
    records,
    today,
    visits,
)

NOUNS = (today, enrolments, lessons, completions, notes, bookmarks, visits, finishes, learners, records, practice)
