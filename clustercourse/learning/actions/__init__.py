"""What people do in courses. One file a noun; other areas use `note_evidence`, `note_all` and `plan_practice`."""

from clustercourse.learning.actions.bookmarks import keep_bookmark, remove_bookmark
from clustercourse.learning.actions.enrolments import choose_language, enrol, withdraw
from clustercourse.learning.actions.evidence import Settled, mark_read, note_all, note_evidence, recompute, undo_read
from clustercourse.learning.actions.learners import enrol_somebody, take_out
from clustercourse.learning.actions.notes import KeptNote, keep_note
from clustercourse.learning.actions.practice import answer_practice, plan_practice
from clustercourse.learning.actions.visits import visit

__all__ = [
    "KeptNote",
    "Settled",
    "answer_practice",
    "choose_language",
    "enrol",
    "enrol_somebody",
    "keep_bookmark",
    "keep_note",
    "mark_read",
    "note_all",
    "note_evidence",
    "plan_practice",
    "recompute",
    "remove_bookmark",
    "take_out",
    "undo_read",
    "visit",
    "withdraw",
]
