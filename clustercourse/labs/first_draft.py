"""What a product begins with: the headings that readers of a tested method look for, each with the data that belongs there."""

from __future__ import annotations

from clustercourse.language import _

_PARTS = (
    (_("For whom"), "context"),
    (_("Steps"), "worked"),
    (_("Time and cost"), "time"),
    (_("Pitfalls"), "did-not"),
    (_("When not to use it"), "conditions"),
)


def first_draft() -> str:
    """In the language in force."""
    parts = [f"# {heading}\n\n{{{{{name}}}}}" for heading, name in _PARTS]
    return "\n\n".join(["{{verdict}}", *parts]) + "\n"
