"""Forms about a cohort itself: planning it, and everything that is said about it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import Email, Length, Optional, StopValidation

from clustercourse.accounts.actions.people import time_zones
from clustercourse.cohorts.actions.cohorts import MOST_PLACES, CohortFacts, ContactFacts
from clustercourse.cohorts.blueprints import BLUEPRINTS
from clustercourse.cohorts.queries.cohorts import CohortRow, Contact
from clustercourse.cohorts.words import ADMISSION_WORDS, KIND_WORDS
from clustercourse.language import LANGUAGE_NAMES, _
from clustercourse.text import render_learner_markdown
from clustercourse.web.fields import line, text, whole
from clustercourse.web.forms import Form, LongSelect, choices

PURPOSES = ("information", "registration")


def zone_field() -> SelectField:
    known = choices({zone: zone.replace("_", " ") for zone in time_zones()})
    return SelectField(_("Time zone of the sessions"), choices=known, widget=LongSelect())


def second_day_said(form: NewCohortForm, field: DateField) -> None:
    made = BLUEPRINTS.get(form.blueprint.data)
    if made is None or form.first_day.data is None or made.parts == 1:
        return
    if field.data is None:
        raise StopValidation(_("This format has two parts. Say when the second one begins."))
    if field.data <= form.first_day.data:
        raise StopValidation(_("The second part begins after the first."))


def days_said(form: NewCohortForm, field: StringField) -> None:
    if not field.data and form.first_day.data is None:
        raise StopValidation(_("Say the first day, or the dates in words."))


class NewCohortForm(Form):
    """What is needed to begin; everything else is said on the settings page, or comes from the cohort that this one follows."""

    after = HiddenField()
    title = line(_("Title"), needed=_("Enter a title."), hint=_("As people will read it, such as “Master Class Gothenburg 2027”."))
    kind = SelectField(_("What it is"), choices=choices({kind: word for kind, word in KIND_WORDS.items() if kind != "lab"}))
    blueprint = SelectField(_("Format"))
    language = SelectField(_("Language of the sessions"), choices=choices(LANGUAGE_NAMES))
    time_zone = zone_field()
    place = line(_("City"), most=80)
    first_day = DateField(_("First day"), [Optional()], description=_("The sessions of the format are planned from this day on."))
    second_day = DateField(
        _("First day of the second part"), [second_day_said, Optional()], description=_("Only for formats with two parts.")
    )
    dates_in_words = line(_("Or dates in words"), hint=_("While they are not fixed, such as “early autumn 2027”."), unless=days_said)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        formats = {key: _("{title}, {n} minutes", title=made.title, n=made.minutes) for key, made in BLUEPRINTS.items()}
        self.blueprint.choices = choices({**formats, "": _("A format of your own")})

    @classmethod
    def following(cls, earlier: CohortRow) -> NewCohortForm:
        """As the earlier one was, but for its days."""
        return cls(
            data={"after": earlier.slug, **{name: getattr(earlier, name) for name in ("kind", "blueprint", "language", "time_zone")}}
        )

    def facts(self) -> CohortFacts:
        return CohortFacts(
            title=" ".join(self.title.data.split()),
            kind=self.kind.data,
            language=self.language.data,
            time_zone=self.time_zone.data,
            dates_in_words=self.dates_in_words.data or "",
        )

    @property
    def first_days(self) -> list[Any]:
        """The first day of each part of the format; empty while dates stand in words."""
        made = BLUEPRINTS.get(self.blueprint.data)
        if made is None or self.first_day.data is None:
            return []
        return [self.first_day.data, self.second_day.data][: made.parts]


class CohortForm(Form):
    """Everything that is said about a cohort."""

    title = line(_("Title"), needed=_("Enter a title."))
    kind = SelectField(_("What it is"), choices=choices(KIND_WORDS))
    series = line(
        _("Series"), hint=_("When this is one of several, such as “Nordic Master Class”. People can ask to hear of the next one.")
    )
    summary = text(_("In a sentence or two"), most=400, hint=_("What it is and for whom. Stands in lists."))
    about = text(_("About it"), hint=_("What people will do and take home. You can use Markdown."))
    practical = text(_("Practical information"), hint=_("Travel, hotel, meals, what to bring. Shown to the people of the cohort."))
    language = SelectField(_("Language of the sessions"), choices=choices(LANGUAGE_NAMES))
    time_zone = zone_field()
    dates_in_words = line(_("Dates in words"), hint=_("While they are not fixed, such as “early autumn 2027”."))
    admission = SelectField(_("Who gets a place"), choices=choices(ADMISSION_WORDS))
    partner_places = whole(_("Places for partners"), 0, MOST_PLACES, _("For people of the partner organisations."))
    external_places = whole(_("Places for everybody else"), 0, MOST_PLACES)
    one_per_organisation_first = BooleanField(
        _("One place per organisation first"), description=_("When places become free, organisations without a place come first.")
    )
    offer_days = whole(_("Days to answer an offer"), 1, 60)
    apply_until_on = DateField(_("Applications until"), [Optional()], description=_("To the end of this day."))
    withdraw_until_on = DateField(_("People may withdraw until"), [Optional()], description=_("Afterwards they write to you."))
    attendance_percent = whole(
        _("Attendance for a certificate, in percent of the minutes held"), 1, 100, _("Half of all minutes held are needed in any case.")
    )
    information_name = line(_("Name or desk"))
    information_organisation = line(_("Organisation"))
    information_email = StringField(
        _("E-mail address"), [Optional(), Length(max=254), Email(_("Enter an e-mail address, such as name@example.com."))]
    )
    information_phone = line(_("Telephone"), most=40)
    registration_name = line(_("Name or desk"))
    registration_organisation = line(_("Organisation"))
    registration_email = StringField(
        _("E-mail address"), [Optional(), Length(max=254), Email(_("Enter an e-mail address, such as name@example.com."))]
    )
    registration_phone = line(_("Telephone"), most=40)
    project_acronym = line(_("Project, in short"), most=40)
    project_title = line(_("Project, in full"), most=200)
    work_package = line(_("Work package"))
    funder = line(_("Funder"))

    @classmethod
    def showing(cls, cohort: CohortRow, contacts: dict[str, Contact], series: str) -> CohortForm:
        values = {name: getattr(cohort, name) for name in CohortRow.__dataclass_fields__}
        for purpose, contact in contacts.items():
            values |= {f"{purpose}_{name}": getattr(contact, name) for name in ("name", "organisation", "email", "phone")}
        return cls(data={**values, "series": series})

    def facts(self) -> CohortFacts:
        said: dict[str, Any] = {each.name: self[each.name].data for each in fields(CohortFacts) if each.name in self._fields}
        for name in [name for name, value in said.items() if value is None and name not in ("apply_until_on", "withdraw_until_on")]:
            said[name] = ""
        said |= {f"{name}_html": render_learner_markdown(said[name]) if said[name] else "" for name in ("about", "practical")}
        return CohortFacts(**said)

    def contact(self, purpose: str) -> ContactFacts:
        return ContactFacts(**{each.name: self[f"{purpose}_{each.name}"].data or "" for each in fields(ContactFacts)})
