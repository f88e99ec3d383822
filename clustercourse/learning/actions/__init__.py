"""What people do in courses. One file a noun; other areas use `note_evidence`, `note_all`, `take_back_evidence`, `plan_practice`,
for cohorts `take_with_cohort`, `leave_cohort` and `recompute`, and for discussions `note_posts`.
"""

from clustercourse.learning.actions.bookmarks import keep_bookmark, remove_bookmark
from clustercourse.learning.actions.cohorts import leave_cohort, take_with_cohort
from clustercourse.learning.actions.enrolments import choose_language, enrol, withdraw
from clustercourse.learning.actions.evidence import (
    Settled,
    mark_read,
    note_all,
    note_evidence,
    recompute,
    take_back_evidence,
    undo_read,
)
from clustercourse.learning.actions.learners import enrol_somebody, take_out
from clustercourse.learning.actions.notes import KeptNote, keep_note
from clustercourse.learning.actions.posts import note_posts
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
    "leave_cohort",
    "mark_read",
    "note_all",
    "note_evidence",
    "note_posts",
    "plan_practice",
    "recompute",
    "remove_bookmark",
    "take_back_evidence",
    "take_out",
    "take_with_cohort",
    "undo_read",
    "visit",
    "withdraw",
]
