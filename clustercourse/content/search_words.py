"""The words of the search page: where one can look, what a result is, where one meets somebody."""

from __future__ import annotations

from clustercourse.language import Message, _

PLACE_WORDS: dict[str, Message] = {
    "courses": _("Courses"),
    "lessons": _("Lessons"),
    "exercises": _("Exercises"),
    "words": _("Words"),
    "labs": _("Labs"),
    "methods": _("Methods"),
    "discussions": _("Discussions"),
    "organisations": _("Organisations"),
    "people": _("People"),
}
ONE_WORDS: dict[str, Message] = {
    "course": _("Course"),
    "lesson": _("Lesson"),
    "exercise": _("Exercise"),
    "term": _("Word"),
    "lab": _("Lab"),
    "method": _("Method"),
    "topic": _("Topic"),
    "post": _("Post"),
    "organisation": _("Organisation"),
    "person": _("Person"),
}
MEETING_WORDS: dict[str, Message] = {
    "seat": _("Takes part in {name}"),
    "cohort": _("Takes part in {name}"),
    "team": _("In the team of {name}"),
    "report": _("Named in the report of {name}"),
    "learner": _("In a course you train"),
}
"""Where one meets somebody; an organisation says it by its name."""
