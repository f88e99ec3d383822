"""Forms of workbooks."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp
from wtforms.widgets import HiddenInput

from clustercourse.kinds.worksheets.cells import CURRENCIES
from clustercourse.language import _, ngettext
from clustercourse.web.forms import Form, choices, one_line
from clustercourse.workbook.actions.commitments import Said
from clustercourse.workbook.actions.contacts import ContactFacts
from clustercourse.workbook.commitment_words import OUTCOME_WORDS


class EditionForm(Form):
    name = StringField(
        _("What the new edition is called"),
        [
            DataRequired(_("Give it a short name, such as 2028.")),
            Length(max=40, message=_("At most 40 characters.")),
            Regexp(r"^[\w .,-]+$", message=_("Use letters, digits, spaces, points, commas and hyphens.")),
            one_line,
        ],
    )
    copies = BooleanField(_("Begin with what stands in this edition"), default=True)


class VersionForm(Form):
    name = StringField(
        _("What this state is called"),
        [DataRequired(_("Give it a name, such as “base”.")), Length(max=80, message=_("At most 80 characters.")), one_line],
    )
    note = StringField(_("What it assumes"), [Length(max=300, message=_("At most 300 characters."))])


class NewSectionForm(Form):
    title = StringField(
        _("Name of the section"), [DataRequired(_("Give it a name.")), Length(max=80, message=_("At most 80 characters.")), one_line]
    )


class SectionForm(Form):
    title = StringField(
        _("Name of the section"), [DataRequired(_("Give it a name.")), Length(max=80, message=_("At most 80 characters.")), one_line]
    )
    own_text = TextAreaField(
        _("Your own text"),
        [Length(max=20_000, message=_("At most 20,000 characters."))],
        description=_("Markdown: **bold**, lists, links. It stands before what the sheets give, and no sheet ever changes it."),
    )
    is_hidden = BooleanField(_("Leave this section out of the files"))
    number = IntegerField("", [Optional()], widget=HiddenInput())


class DecisionForm(Form):
    state = RadioField(
        _("What now?"),
        [DataRequired(_("Choose one."))],
        choices=choices(
            {
                "in-review": _("I am reading it"),
                "returned": _("Return it for changes"),
                "accepted": _("Accept it: it goes into the strategy document"),
            }
        ),
    )
    reason = TextAreaField(_("To the people of the sheet"), [Length(max=2000, message=_("At most 2,000 characters."))])


class CurrencyForm(Form):
    currency = SelectField(_("Currency"), choices=choices({code: code for code in CURRENCIES}))


class HandoverForm(Form):
    to = SelectField(_("Who looks after it from now on"), [InputRequired(_("Choose one from the list."))], coerce=int)
    note = TextAreaField(
        _("What they should know"),
        [Length(max=2000, message=_("At most 2,000 characters."))],
        description=_("Which figures are uncertain, what the board waits for, whom to ask. All members can read it."),
    )

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Whom it can be handed to."""
        self.to.choices = [(0, str(_("Choose somebody"))), *people]


class ContactForm(Form):
    stakeholder = StringField(
        _("Which stakeholder they belong to"),
        [
            DataRequired(_("Write the organisation or group they stand for.")),
            Length(max=200, message=_("At most 200 characters.")),
            one_line,
        ],
        description=_("The organisation or group, called as on your stakeholder map."),
    )
    name = StringField(
        _("Their name"), [DataRequired(_("Write their name.")), Length(max=120, message=_("At most 120 characters.")), one_line]
    )
    role = StringField(_("What they do there"), [Length(max=120, message=_("At most 120 characters.")), one_line])
    email = StringField(
        _("E-mail address"),
        [
            Optional(),
            Length(max=254, message=_("At most 254 characters.")),
            Email(message=_("This is not an e-mail address. It should look like name@example.com.")),
        ],
    )
    phone = StringField(_("Phone"), [Length(max=60, message=_("At most 60 characters.")), one_line])
    note = TextAreaField(
        _("Note"),
        [Length(max=1000, message=_("At most 1,000 characters."))],
        description=_("Only what you would say to their face. They may ask to read it."),
    )

    def facts(self) -> ContactFacts:
        return ContactFacts(**{name: self[name].data or "" for name in ("stakeholder", "name", "role", "email", "phone", "note")})


class LinkForm(Form):
    for_whom = StringField(
        _("For whom it is"),
        [DataRequired(_("Write for whom it is, so that you know later.")), Length(max=120, message=_("At most 120 characters.")), one_line],
        description=_("For example: our treasurer. It stands on the page they read."),
    )
    version = SelectField(_("What they read"), coerce=int)
    days = RadioField(_("How long it works"), [InputRequired(_("Choose one."))], coerce=int, default=30, choices=[])
    is_sure = BooleanField(
        _("I know that this sheet holds judgements about others"), description=_("Whoever has the address can read and copy them.")
    )

    def offer(self, versions: Iterable[tuple[int, str]], days: Iterable[int], *, asks: bool) -> None:
        """Which states there are, how long an address can last, and whether one must say that one knows what is in the sheet."""
        self.version.choices = [(0, str(_("The sheet as it stands on the day they open it"))), *versions]
        self.days.choices = [(each, str(ngettext("{n} day", "{n} days", each))) for each in days]
        if not asks:
            del self.is_sure

    def validate_is_sure(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_("Tick this, or share another sheet."))


class CommitmentForm(Form):
    """`number` is that of the commitment as the page had it, so that two windows notice each other."""

    what = TextAreaField(
        _("What will you do?"),
        [
            DataRequired(_("Say what you will do.")),
            Length(max=500, message=_("At most 500 characters.")),
        ],
        description=_("One thing in your own cluster that somebody else would notice."),
    )
    with_whom = StringField(
        _("With whom?"),
        [Length(max=200, message=_("At most 200 characters.")), one_line],
        description=_("The person or the firm without whom it does not happen."),
    )
    due_on = DateField(
        _("By when?"),
        [InputRequired(_("Enter a day."))],
        description=_("A day within the next 180 days. On its morning we ask you what came of it, once."),
    )
    number = IntegerField(default=0, widget=HiddenInput())

    def said(self) -> Said:
        return Said(self.what.data, self.with_whom.data or "", self.due_on.data)


class OutcomeForm(Form):
    outcome = RadioField(
        _("What came of it?"),
        [InputRequired(_("Choose one."))],
        choices=choices(OUTCOME_WORDS),
    )
    note = StringField(
        _("In a sentence"),
        [Length(max=300, message=_("At most 300 characters.")), one_line],
        description=_("What helped, or what stood in the way. Only you read it."),
    )
