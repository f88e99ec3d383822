"""Forms about seats: applying, deciding, inviting, bringing a list, writing to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput

from clustercourse.cohorts.actions.applications import Told
from clustercourse.cohorts.actions.messages import LONGEST_MESSAGE, LONGEST_SUBJECT
from clustercourse.cohorts.actions.seat_steps import WITH_REASON, Decision
from clustercourse.cohorts.queries.seats import SeatRow
from clustercourse.cohorts.seat_words import STEP_WORDS
from clustercourse.cohorts.words import LISTED_WORDS, PLACE_WORDS, SEAT_WORDS
from clustercourse.language import _
from clustercourse.web.fields import line, text
from clustercourse.web.forms import Form, choices


def _number(given: Any) -> int:
    return int(given) if str(given).isascii() and str(given).isdigit() and len(str(given)) < 10 else 0


class ApplicationForm(Form):
    organisation = SelectField(_("You take part for"))
    message = text(_("A word to the coordinator"), most=2000, hint=_("What you would like to learn, or what they should know."))
    diet = line(_("What you eat or do not eat"), most=200, hint=_("Only those who run the cohort see this."))
    access_needs = text(
        _("What you need to take part"),
        most=500,
        hint=_("A step-free way, a hearing loop, breaks. Only those who run the cohort see this."),
    )
    listed = RadioField(
        _("Who sees that you take part"),
        [InputRequired(_("Choose one."))],
        choices=choices(LISTED_WORDS),
        default="cohort",
        description=_("Your name, organisation, region and sector. You can change it later."),
    )

    @classmethod
    def choosing(cls, organisations: dict[str, str], *, sent: bool = False, data: dict[str, Any] | None = None) -> ApplicationForm:
        """With the person's own organisations to choose from."""
        form: ApplicationForm = cls.sent() if sent else cls(data=data)
        form.organisation.choices = choices({**organisations, "": _("No organisation")})
        if not sent and data is None and len(organisations) == 1:
            form.organisation.data = next(iter(organisations))
        return form

    def told(self) -> Told:
        """What the person said."""
        return Told(
            organisation_id=int(self.organisation.data) if self.organisation.data else None,
            message=self.message.data or "",
            diet=self.diet.data or "",
            access_needs=self.access_needs.data or "",
            listed=self.listed.data,
        )


class DecisionForm(Form):
    seat = SelectMultipleField(_("People"), coerce=_number, validate_choice=False)
    step = SelectField(_("What to do"), choices=choices(STEP_WORDS))
    reason = text(_("Reason"), most=500, hint=_("It stands in the letter to them."))
    target = SelectField(_("To which cohort"), validate_choice=False)

    @property
    def asks_reason(self) -> bool:
        return self.step.data in WITH_REASON

    def decision(self) -> Decision:
        """What was decided."""
        return Decision(self.step.data, self.reason.data or "", _number(self.target.data) or None)


class DatesForm(Form):
    joined_on = DateField(_("Takes part from"), [Optional()], description=_("Empty: from the first session."))
    left_on = DateField(_("Takes part until"), [Optional()], description=_("Empty: to the last session."))


class SeatInvitationForm(Form):
    email = StringField(
        _("E-mail address"),
        [DataRequired(_("Enter an e-mail address.")), Length(max=254), Email(_("Enter an e-mail address, such as name@example.com."))],
        filters=[lambda given: given.strip() if given else given],
    )
    place = RadioField(_("Kind of place"), [InputRequired(_("Choose one."))], choices=choices(PLACE_WORDS), default="external")


class ImportForm(Form):
    file = FileField(
        _("List of people"), [DataRequired(_("Choose a file."))], description=_("A CSV or Excel file with at most 500 people, one a line.")
    )


class MessageForm(Form):
    """To people who were ticked on a list, or to everybody in the states that are ticked here."""

    seat = SelectMultipleField(_("To"), coerce=_number, validate_choice=False)
    state = SelectMultipleField(_("To everybody in this state"), option_widget=CheckboxInput(), validate_choice=False)
    subject = line(_("Subject"), most=LONGEST_SUBJECT, needed=_("Enter a subject."))
    message = TextAreaField(
        _("Message"),
        [
            DataRequired(_("Write a message.")),
            Length(max=LONGEST_MESSAGE, message=_("Use at most {n} characters.").format(n=LONGEST_MESSAGE)),
        ],
        description=_("Plain text. Each person gets a letter of their own."),
    )
    is_seen = BooleanField(_("Seen"))

    def offer(self, seats: Iterable[SeatRow]) -> None:
        """The states there are, with how many people are in each."""
        counts = Counter(seat.state for seat in seats)
        self.state.choices = [SelectChoice(state, f"{words} ({counts[state]})") for state, words in SEAT_WORDS.items() if counts[state]]

    def is_chosen(self, seat: SeatRow) -> bool:
        return seat.id in self.seat.data or seat.state in self.state.data
