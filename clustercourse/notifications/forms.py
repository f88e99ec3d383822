"""How letters come."""

from __future__ import annotations

from wtforms import RadioField

from clustercourse.language import _
from clustercourse.notifications.queries import CHOICES
from clustercourse.notifications.words import HOW_WORDS
from clustercourse.web.forms import Form, choices


class LetterChoicesForm(Form):
    """A field for each of the five choices, under its own name."""

    direct = RadioField(_("Answers and mentions"), choices=choices(HOW_WORDS))
    announcements = RadioField(_("Announcements"), choices=choices(HOW_WORDS))
    discussion = RadioField(_("Discussions you follow"), choices=choices(HOW_WORDS))
    learning = RadioField(_("Your learning"), choices=choices(HOW_WORDS))
    duties = RadioField(_("What waits for you"), choices=choices(HOW_WORDS))

    @property
    def how(self) -> dict[str, str]:
        return {choice: self[choice].data for choice in CHOICES}
