"""Forms about sessions: what is said about one, when it is, splitting it, and the first days of a format."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from clustercourse.cohorts.actions.sessions import LONGEST, SessionFacts, When
from clustercourse.cohorts.blueprints import Blueprint
from clustercourse.cohorts.forms.cohorts import zone_field
from clustercourse.cohorts.queries.cohorts import Part
from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.language import _
from clustercourse.text import render_learner_markdown
from clustercourse.web.fields import line, text, whole
from clustercourse.web.forms import Form, choices

_WHOLE = _("Enter a whole address, such as https://www.example.com.")
_FOLDS = {"0": _("The first"), "1": _("The second")}


def web_address(form: Form, field: StringField) -> None:
    """A whole address of the web: it goes into letters."""
    if not (field.data or "").startswith(("https://", "http://")):
        raise ValidationError(_WHOLE)
    URL(message=_WHOLE)(form, field)


class WhenForm(Form):
    """A day, a time on the wall of a zone, and how long."""

    on_day = DateField(_("Day"), [InputRequired(_("Enter a day."))])
    at_time = TimeField(_("Begins at"), [InputRequired(_("Enter a time, such as 10:00."))])
    minutes = whole(_("Minutes"), 1, LONGEST)
    fold = RadioField(
        _("This time comes twice that day. Which do you mean?"), choices=choices(_FOLDS), validators=[Optional()], validate_choice=False
    )
    zone = zone_field()

    def when(self) -> When:
        """`fold` only when somebody chose it."""
        fold = int(self.fold.data) if self.fold.data in _FOLDS else None
        return When(self.on_day.data, self.at_time.data, self.zone.data, self.minutes.data, fold)


class MoveForm(WhenForm):
    @classmethod
    def showing(cls, session: SessionRow) -> MoveForm:
        fold = str(session.fold) if session.fold else None
        names = ("on_day", "at_time", "minutes", "zone")
        return cls(data={**{name: getattr(session, name) for name in names}, "fold": fold})


class SessionForm(Form):
    """What is said about a session besides when it is."""

    title = line(_("Title"), needed=_("Enter a title."))
    part = SelectField(_("Part"), validate_choice=False)
    venue = line(_("Venue"), most=200, hint=_("Only where it differs from that of the part."))
    link = StringField(
        _("Link to join online"),
        [Optional(), Length(max=500), web_address],
        description=_("Only the people of the cohort see it."),
    )
    trainers = SelectMultipleField(_("Trainers"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    capacity = IntegerField(_("Most people"), [Optional(), NumberRange(1, 2000, _("Use a whole number from 1 to 2,000."))])
    counts = BooleanField(_("Counts for attendance"), default=True, description=_("A dinner or a spare clinic does not."))
    about = text(_("About it"), hint=_("What will be done and what to bring; it stands in the reminder too. You can use Markdown."))

    def choosing(self, parts: tuple[Part, ...], team: dict[int, str]) -> None:
        """Fill in what may be chosen: the parts of the cohort and the people of its team."""
        self.parts = parts
        named = {str(part.id): ": ".join(filter(None, (str(_("Part {n}", n=part.number)), part.title or part.place))) for part in parts}
        self.part.choices = choices({"": _("No part"), **named})
        self.trainers.choices = list(team.items())

    def facts(self) -> SessionFacts:
        about = (self.about.data or "").strip()
        return SessionFacts(
            title=self.title.data,
            about=about,
            about_html=render_learner_markdown(about) if about else "",
            venue=self.venue.data or "",
            link=self.link.data or "",
            capacity=self.capacity.data,
            counts=bool(self.counts.data),
            part_id=self._part_id(),
            trainer_ids=tuple(self.trainers.data or ()),
        )

    def _part_id(self) -> int | None:
        """The one part there is, where nothing is to be chosen."""
        if len(self.parts) == 1:
            return self.parts[0].id
        return next((part.id for part in self.parts if str(part.id) == self.part.data), None)


class EditForm(SessionForm):
    @classmethod
    def showing(cls, session: SessionRow, trainers: tuple[int, ...]) -> EditForm:
        return cls(data={**asdict(session), "part": str(session.part_id or ""), "trainers": list(trainers)})


class PlanForm(SessionForm, WhenForm):
    """Planning one session: everything on one page."""


class SplitForm(Form):
    first_minutes = whole(_("Minutes of the first half"), 1, LONGEST)
    pause = whole(_("Minutes of pause"), 0, 24 * 60)


class FirstDaysForm(Form):
    """When each part of a format begins, and in which zone its clocks are."""

    first_day = DateField(_("First day"), [InputRequired(_("Enter a day."))])
    first_zone = zone_field()
    second_day = DateField(_("First day of the second part"), [InputRequired(_("Enter a day."))])
    second_zone = zone_field()
    link = StringField(_("Link for what is online"), [Optional(), Length(max=500), web_address])

    def fitting(self, blueprint: Blueprint) -> FirstDaysForm:
        """Without the second part where the format has one."""
        if blueprint.parts == 1:
            del self.second_day, self.second_zone
        else:
            self.second_zone.label.text = _("Time zone of the second part")
        return self

    def starts(self) -> dict[str, Any]:
        """The first day and the zone of each part."""
        names = [name for name in ("first", "second") if f"{name}_day" in self]
        days, zones = ([self[f"{name}_{what}"].data for name in names] for what in ("day", "zone"))
        return {"first_days": days, "zones": zones, "link": self.link.data or ""}
