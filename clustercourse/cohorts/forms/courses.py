"""Forms about the courses of a cohort: adding one, choosing its version, letting one person past something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from clustercourse.cohorts.queries.courses import NEWEST, VersionChoice
from clustercourse.cohorts.queries.exceptions import Exceptions
from clustercourse.db import now
from clustercourse.errors import Refused
from clustercourse.language import _, day
from clustercourse.web.forms import Form, choices

_MOST = 500
_FORTNIGHT, _LONGEST = timedelta(days=14), timedelta(days=730)


class CourseForm(Form):
    course = SelectField(_("Course"))
    version = RadioField(
        _("Version"),
        choices=choices({NEWEST: _("Always the newest"), "stays": _("The one of today, until you move it on")}),
        default=NEWEST,
    )

    @classmethod
    def choosing(cls, courses: Mapping[str, str], *, sent: bool = False) -> CourseForm:
        form: CourseForm = cls.sent() if sent else cls()
        form.course.choices = choices(courses)
        return form


class VersionForm(Form):
    version = SelectField(_("Version"))

    @classmethod
    def choosing(cls, versions: Sequence[VersionChoice], chosen: str | None = None) -> VersionForm:
        """`chosen` None: what was sent."""
        form: VersionForm = cls.sent() if chosen is None else cls(data={"version": chosen})
        words = {NEWEST: _("Always the newest (now version {number})", number=versions[0].number)}
        form.version.choices = choices(words | {str(each.number): _version(each) for each in versions})
        return form


class ExceptionForm(Form):
    what = SelectField(_("From what"), validate_choice=False)
    until_on = DateField(_("Until the end of"), [InputRequired(_("Enter a day."))])
    reason = TextAreaField(
        _("Why"),
        [DataRequired(_("Say why, in a sentence.")), Length(max=_MOST, message=_("Use at most {n} characters.").format(n=_MOST))],
        description=_("The person reads this."),
    )

    @classmethod
    def choosing(cls, hindrances: Iterable[tuple[str, str]], *, sent: bool = False) -> ExceptionForm:
        form: ExceptionForm = cls.sent() if sent else cls(data={"until_on": (now() + _FORTNIGHT).date()})
        form.what.choices = choices(dict(hindrances))
        return form

    def validate_until_on(self, field: DateField) -> None:
        if field.data is not None and field.data > (now() + _LONGEST).date():
            raise ValidationError(_("Choose a day within the next two years."))

    def past(self, there: Exceptions) -> tuple[int, int, str]:
        """What the person is let past. Refused: nothing that may be decided about here."""
        named = there.named(self.what.data or "")
        if named is None:
            raise Refused(_("Choose one from the list."), field="what")
        return named

    def until(self, zone: str) -> datetime:
        """The end of the day by the clock of the cohort."""
        ends = datetime.combine(self.until_on.data + timedelta(days=1), time(), ZoneInfo(zone))
        return ends.astimezone(UTC)


def _version(each: VersionChoice) -> str:
    said = str(_("Version {number}, {day}", number=each.number, day=day(each.published_at)))
    return f"{said}: {each.note}" if each.note else said
