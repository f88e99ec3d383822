"""Forms about what belongs to a cohort: parts, team, organisations, news, deadlines, materials, report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from wtforms import BooleanField, DateField, EmailField, FileField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import URL, DataRequired, InputRequired, Length, Optional, ValidationError

from clustercourse.cohorts.actions.news import NewsFacts
from clustercourse.cohorts.actions.parts import PartFacts
from clustercourse.cohorts.actions.reports import ReportFacts
from clustercourse.cohorts.forms.cohorts import zone_field
from clustercourse.cohorts.queries.cohorts import Part
from clustercourse.cohorts.queries.posted import Deadline
from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.cohorts.walltime import WallTime, checked
from clustercourse.cohorts.words import BACKING_WORDS, ROLE_WORDS
from clustercourse.house import house
from clustercourse.language import _, countries
from clustercourse.text import render_learner_markdown
from clustercourse.web.fields import line, text
from clustercourse.web.forms import Form, LongSelect, choices

_WHOLE = _("Enter a whole address, such as https://www.example.com.")
_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def link(_form: Form, field: StringField) -> None:
    """A whole address of the web, or a path on this site."""
    said = (field.data or "").strip()
    if said and not _OURS.fullmatch(said):
        if not said.startswith(("https://", "http://")):
            raise ValidationError(_WHOLE)
        URL(message=_WHOLE)(_form, field)


class PartForm(Form):
    title = line(_("Title of the part"))
    place = line(_("City"), most=80)
    country = SelectField(_("Country"), widget=LongSelect())
    venue = line(_("Venue"), most=200, hint=_("House, street and room, as somebody needs it who has never been there."))
    dates_in_words = line(_("Dates in words"), hint=_("While they are not fixed, such as “early autumn 2027”."))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.country.choices = choices({"": _("Not said"), **dict(countries())})

    @classmethod
    def showing(cls, part: Part) -> PartForm:
        return cls(data={name: getattr(part, name) for name in ("title", "place", "country", "venue", "dates_in_words")})

    def facts(self) -> PartFacts:
        return PartFacts(**{name: self[name].data or "" for name in ("title", "place", "country", "venue", "dates_in_words")})


class TeamForm(Form):
    email = EmailField(_("E-mail address"), [DataRequired(_("Enter the e-mail address.")), Length(max=320)])
    role = RadioField(_("As"), choices=choices(ROLE_WORDS), default="trainer")


class BackingForm(Form):
    organisation = SelectField(_("Organisation"), [DataRequired(_("Choose one from the list."))])
    backing = RadioField(_("As"), choices=choices(BACKING_WORDS), default="partner")

    @classmethod
    def choosing(cls, names: Mapping[str, str], *, sent: bool = False) -> BackingForm:
        """`names` by slug."""
        form: BackingForm = cls.sent() if sent else cls()
        form.organisation.choices = choices({"": _("Choose one"), **names})
        return form


class NewsForm(Form):
    title = line(_("Headline"), needed=_("Enter a headline."))
    text = text(_("Text"), needed=_("Write the news first."), hint=_("You can use Markdown."))
    is_public = BooleanField(_("Show it to everybody"), description=_("Otherwise only the people of the cohort see it."))

    def facts(self) -> NewsFacts:
        words = self.text.data.replace("\r\n", "\n").strip()
        return NewsFacts(self.title.data.strip(), words, render_learner_markdown(words), bool(self.is_public.data))


class DeadlineForm(Form):
    title = line(_("What is due"), needed=_("Say what is due."))
    address = StringField(
        _("Link"), [Optional(), Length(max=500), link], description=_("Where it is done: a page of this site or a whole address.")
    )
    on_day = DateField(_("Day"), [InputRequired(_("Enter a day."))])
    at_time = TimeField(_("Time"), [InputRequired(_("Enter a time, such as 17:00."))], default=time(17, 0))
    zone = zone_field()
    fold = RadioField(
        _("This time comes twice that day"), choices=choices({"0": _("The first"), "1": _("The second")}), validators=[Optional()]
    )

    @classmethod
    def showing(cls, deadline: Deadline) -> DeadlineForm:
        return cls(data={name: getattr(deadline, name) for name in ("title", "address", "on_day", "at_time", "zone")})

    def due(self) -> WallTime:
        """Refused: a time that does not exist that day; one that comes twice while nobody chose."""
        wanted = WallTime(self.on_day.data, self.at_time.data, self.zone.data, int(self.fold.data or 0))
        return checked(wanted, fold_was_chosen=bool(self.fold.data))


class MaterialForm(Form):
    title = line(_("Title"), needed=_("Enter a title."))
    session = SelectField(_("For which session"), validate_choice=True)
    file = FileField(_("File"), [Optional()])
    address = StringField(_("Or a link"), [Optional(), Length(max=500), link])

    @classmethod
    def choosing(cls, sessions: Sequence[SessionRow], *, sent: bool = False) -> MaterialForm:
        """For one of these sessions, or for all of the cohort."""
        form: MaterialForm = cls.sent() if sent else cls()
        most = house().max_upload // 1048576
        form.file.description = _("At most {n} MB: PDF, pictures, office documents, zip or plain text.", n=most)
        form.session.choices = choices({"": _("For all of it"), **{str(each.id): each.title for each in sessions}})
        return form


class ReportForm(Form):
    title = line(_("Headline"), needed=_("Enter a headline."))
    text = TextAreaField(
        _("Text"),
        [DataRequired(_("Write the report first.")), Length(max=20000, message=_("Use at most {n} characters.").format(n=20000))],
        description=_("Who met, what was done, what people took home. You can use Markdown."),
    )
    video_address = StringField(_("Link to a video"), [Optional(), Length(max=500), link])

    def facts(self) -> ReportFacts:
        words = self.text.data.replace("\r\n", "\n").strip()
        return ReportFacts(self.title.data.strip(), words, render_learner_markdown(words), (self.video_address.data or "").strip())


class ReasonForm(Form):
    reason = text(_("Why"), most=1000, needed=_("Say why, in a sentence."))
