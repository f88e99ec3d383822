"""Reads of exercises: the paper of an attempt, its form, its review, and what stands in a lesson's text."""

from clustercourse.exercises.queries.attempts import (
    AttemptLine,
    AttemptRow,
    DraftRow,
    Situation,
    attempt_numbered,
    attempts_of,
    situation,
    situations,
)
from clustercourse.exercises.queries.placed import PlacedExercise, exercise_alone, exercise_typed, modes, placed
from clustercourse.exercises.queries.questions import PracticeForm, ShownQuestion, question, sent_names
from clustercourse.exercises.queries.reviews import BothTexts, Review, both_texts, review
from clustercourse.exercises.queries.tasks import Task, locked_step

__all__ = [
    "AttemptLine",
    "AttemptRow",
    "BothTexts",
    "DraftRow",
    "PlacedExercise",
    "PracticeForm",
    "Review",
    "ShownQuestion",
    "Situation",
    "Task",
    "attempt_numbered",
    "attempts_of",
    "both_texts",
    "exercise_alone",
    "exercise_typed",
    "locked_step",
    "modes",
    "placed",
    "question",
    "review",
    "sent_names",
    "situation",
    "situations",
]
