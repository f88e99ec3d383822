"""The form of an entry in the evidence log."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from clustercourse.labs.actions.findings import FindingFacts
from clustercourse.labs.words import FINDING_SHARED_WORDS
from clustercourse.language import _
from clustercourse.web.fields import text as lines
from clustercourse.web.forms import Form, choices


class FindingForm(Form):
    """What was observed. `corrects` is the number of the entry that it corrects."""

    on_day = DateField(_("Observed on"), [InputRequired(_("Enter a day."))])
    organisation = SelectField(_("It is about"))
    text = lines(
        _("What did you observe?"),
        most=2000,
        needed=_("Say what you observed, in a sentence."),
        hint=_("What somebody did or said, what happened, what it took. What did not work counts as much."),
    )
    shared_with = RadioField(_("Who reads it"), [InputRequired(_("Choose one."))], choices=choices(FINDING_SHARED_WORDS), default="lab")
    corrects = HiddenField()

    def offer(self, organisations: Sequence[tuple[str, str]]) -> FindingForm:
        self.organisation.choices = list(organisations)
        return self

    @property
    def corrects_id(self) -> int | None:
        said = self.corrects.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None

    def facts(self) -> FindingFacts:
        words = self.text.data.replace("\r\n", "\n").strip()
        about = int(self.organisation.data) if self.organisation.data else None
        return FindingFacts(self.on_day.data, words, self.shared_with.data, about)
