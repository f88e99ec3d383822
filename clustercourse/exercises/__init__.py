"""Exercises: attempts, drafts and their pages. What a kind of exercise asks and how it is scored stands in `kinds`; what counts as done in `learning`."""
