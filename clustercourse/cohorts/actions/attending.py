"""What the register means for the courses of a cohort."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from clustercourse.cohorts.queries.enrolled import WithCohort, attendance_noted, enrolled_at_session, enrolled_with, sessions_attended
from clustercourse.content.queries import Outline, outline
from clustercourse.learning.actions import note_all, take_back_evidence


def note_attendance_of(person_id: int, cohort_id: int, *, by: int | None) -> None:
    """Tell every course that somebody takes with a cohort which of its sessions they were present at. Twice is once; nothing is refused."""
    for enrolment in enrolled_with(cohort_id, person_id):
        note_attendance(enrolment, by=by)


def note_presence(session_id: int, person_id: int, *, by: int | None) -> None:
    """The same for the cohort of a session whose register was changed."""
    for enrolment in enrolled_at_session(session_id, person_id):
        note_attendance(enrolment, by=by)


def note_attendance(enrolment: WithCohort, *, by: int | None) -> None:
    """Bring the evidence of one enrolment up to what the register says: present counts, however many minutes.

    A mark that was taken back takes the evidence with it, unless what it finished is done already. Twice is once.
    """
    asking = _asking(outline(enrolment.version_id))
    if not asking:
        return
    present, noted = sessions_attended(enrolment.cohort_id, enrolment.person_id), attendance_noted(enrolment.id)
    for item_id, words in asking.items():
        new: dict[str, dict[str, Any]] = {}
        for word, key in words.items():
            if key in present and (item_id, word) not in noted:
                new[word] = {"session": present[key].session_id, "minutes": present[key].minutes}
            elif key not in present and (item_id, word) in noted:
                take_back_evidence(enrolment.id, item_id, word)
        if new:
            note_all(enrolment.id, item_id, new, version_id=enrolment.version_id, by=by)


def _asking(version: Outline) -> dict[int, dict[str, str]]:
    """The items that ask for sessions: the word of each condition and the session's key."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for item in version.items:
        for rule in item.rule:
            if rule.session is not None:
                found[item.id][rule.word] = rule.session
    return found
