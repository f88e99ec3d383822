"""Exercises: attempts, drafts and their pages. What a kind asks and how it scores stands in `kinds`; what counts as done in `learning`."""
