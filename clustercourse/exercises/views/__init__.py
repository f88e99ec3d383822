"""Pages of exercises: the exercise, its attempts, and its draft."""

from clustercourse.exercises.views import attempts, drafts, exercises, settlements, starts

NOUNS = (exercises, attempts, drafts, settlements, starts)
