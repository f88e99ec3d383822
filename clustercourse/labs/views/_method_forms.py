"""Forms of methods: what a lab found, the mark, and reports of use outside the labs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from clustercourse.labs.actions.adoptions import AdoptionFacts
from clustercourse.labs.actions.methods import MethodFacts, ResultFacts
from clustercourse.labs.queries.methods import MethodRow
from clustercourse.labs.words import ADOPTION_WORDS, RESULT_WORDS
from clustercourse.language import _
from clustercourse.web.fields import line, text
from clustercourse.web.forms import Form, choices

_CHOOSE = _("Choose one.")
_ONE_SENTENCE = _("One sentence: what it is, and what for.")


class MethodForm(Form):
    """What the catalogue says of a method."""

    name = line(_("Name of the method or tool"), needed=_("Enter the name of the method."))
    theme = line(_("Theme"), needed=_("Enter a theme."), hint=_("Such as digital tools, internationalisation, circular economy."))
    summary = line(_("Summary"), most=300, needed=_("Say in a sentence what it is."), hint=_ONE_SENTENCE)

    def method(self) -> MethodFacts:
        return MethodFacts(*(" ".join(self[name].data.split()) for name in ("name", "theme", "summary")))


class ResultForm(Form):
    """What a lab found of a method."""

    result = RadioField(_("Result"), [InputRequired(_CHOOSE)], choices=choices(RESULT_WORDS))
    why = text(_("Why?"), most=2000, needed=_("Say why, in a sentence or two."), hint=_("What worked with it and what did not."))
    conditions = text(_("Under which conditions?"), most=2000, hint=_("Needed for “usable under conditions”."))
    is_tried = BooleanField(
        _("The trials of this lab were of this method"),
        default=True,
        description=_("Untick it for one that was only compared: it has no “worked in n of m” then."),
    )

    def facts(self) -> ResultFacts:
        return ResultFacts(self.result.data, self.why.data.strip(), (self.conditions.data or "").strip(), self.is_tried.data)


class NewResultForm(ResultForm):
    """The same of a method that the catalogue has, or of a new one; then name, theme and summary are needed."""

    method = SelectField(_("Method or tool"))
    name = line(_("Name, if it is a new one"))
    theme = line(_("Theme of a new one"), hint=_("Such as digital tools, internationalisation, circular economy."))
    summary = line(_("Summary of a new one"), most=300, hint=_ONE_SENTENCE)

    def offer(self, methods: Iterable[MethodRow]) -> NewResultForm:
        self.method.choices = [("", _("A new one, named below")), *((str(each.id), each.name) for each in methods)]
        return self

    @property
    def chosen(self) -> int | None:
        return int(self.method.data) if self.method.data else None

    def new_method(self) -> MethodFacts:
        return MethodFacts(*(" ".join((self[name].data or "").split()) for name in ("name", "theme", "summary")))


class MarkForm(Form):
    """The course or cohort that a lab tested."""

    marked = SelectField(_("Course or cohort"))

    def offer(self, things: Sequence[tuple[str, Any]]) -> MarkForm:
        self.marked.choices = list(things)
        return self

    def thing(self) -> dict[str, int]:
        kind, _colon, number = self.marked.data.partition(":")
        return {f"{kind}_id": int(number)}


class AdoptionForm(Form):
    """We used this too."""

    organisation = SelectField(_("Organisation"), coerce=int)
    context = line(
        _("In which context?"),
        most=300,
        needed=_("Say in which context you used it."),
        hint=_("Such as “office of three, 60 members, spring 2028”."),
    )
    result = RadioField(_("Result"), [InputRequired(_CHOOSE)], choices=choices(ADOPTION_WORDS))
    text = text(
        _("How did it go?"), most=4000, needed=_("Say in a sentence or two how it went."), hint=_("What did not work helps others most.")
    )

    def offer(self, organisations: Sequence[tuple[int, str]]) -> AdoptionForm:
        self.organisation.choices = list(organisations)
        return self

    def facts(self) -> AdoptionFacts:
        return AdoptionFacts(" ".join(self.context.data.split()), self.result.data, self.text.data.strip())


class RefusalForm(Form):
    reason = text(_("Why is it not shown?"), most=1000, needed=_("Say why, in a sentence. The author reads it."))
