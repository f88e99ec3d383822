"""How letters come."""

from __future__ import annotations

from wtforms import RadioField, SelectField, TimeField, ValidationError
from wtforms.validators import Optional

from clustercourse.language import _
from clustercourse.notifications.queries import CHOICES, Choices, Hours
from clustercourse.notifications.words import CHOICE_HINTS, CHOICE_WORDS, HOW_WORDS
from clustercourse.web.forms import Form, choices


def _choice(name: str) -> RadioField:
    return RadioField(CHOICE_WORDS[name], description=CHOICE_HINTS[name], choices=choices(HOW_WORDS))


def _refuse_missing(other: TimeField) -> None:
    if other.data is None:
        raise ValidationError(_("Enter both times, or leave both empty."))


class LetterChoicesForm(Form):
    """A field for each of the five choices, under its own name; quiet hours, and the hour of the daily letter."""

    direct = _choice("direct")
    announcements = _choice("announcements")
    discussion = _choice("discussion")
    learning = _choice("learning")
    duties = _choice("duties")
    digest_hour = SelectField(
        _("The daily letter comes at"),
        description=_("From Monday to Friday, on your own clock. When there is nothing to tell, none comes."),
        coerce=int,
        choices=choices({str(hour): f"{hour:02}:00" for hour in range(24)}),
    )
    quiet_from = TimeField(_("Quiet from"), [Optional()])
    quiet_until = TimeField(_("Quiet until"), [Optional()])

    @classmethod
    def showing(cls, chosen: Choices) -> LetterChoicesForm:
        begin, end = chosen.hours.quiet or (None, None)
        return cls(data={**chosen.how, "digest_hour": chosen.hours.digest, "quiet_from": begin, "quiet_until": end})

    def validate_quiet_from(self, _field: TimeField) -> None:
        """Asked only of a time that was entered; the same for the other one."""
        _refuse_missing(self.quiet_until)

    def validate_quiet_until(self, _field: TimeField) -> None:
        _refuse_missing(self.quiet_from)

    @property
    def how(self) -> dict[str, str]:
        return {choice: self[choice].data for choice in CHOICES}

    @property
    def hours(self) -> Hours:
        begin, end = self.quiet_from.data, self.quiet_until.data
        return Hours(None if begin is None or end is None else (begin, end), self.digest_hour.data)
