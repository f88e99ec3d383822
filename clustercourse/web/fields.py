"""Fields that many forms have: one line, several lines, a whole number, each with its sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from clustercourse.language import Message, _
from clustercourse.web.forms import one_line


def line(
    words: Message,
    *,
    most: int = 120,
    needed: Message | None = None,
    hint: Message | None = None,
    unless: Callable[..., None] | None = None,
) -> StringField:
    """A field for one line of text. `unless` looks at it first, empty or not: a method of the form never sees an empty optional field."""
    first: Callable[..., Any] = DataRequired(needed) if needed else Optional()
    too_long = _("Use at most {n} characters.").format(n=most)
    before = [unless] if unless else []
    return StringField(words, [*before, first, Length(max=most, message=too_long), one_line], description=hint or "")


def text(words: Message, *, most: int = 8000, needed: Message | None = None, hint: Message | None = None) -> TextAreaField:
    """A field for several lines."""
    first: Callable[..., Any] = DataRequired(needed) if needed else Optional()
    too_long = _("Use at most {n} characters.").format(n=most)
    return TextAreaField(words, [first, Length(max=most, message=too_long)], description=hint or "")


def whole(words: Message, least: int, most: int, hint: Message | None = None) -> IntegerField:
    """A field for a whole number."""
    outside = _("Use a whole number from {least} to {most}.").format(least=least, most=most)
    return IntegerField(words, [InputRequired(outside), NumberRange(least, most, outside)], description=hint or "")
