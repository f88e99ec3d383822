"""Forms of labs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from clustercourse.cohorts.actions.cohorts import CohortFacts
from clustercourse.errors import Refused
from clustercourse.labs.actions.labs import MOST_ORGANISATIONS, LabFacts
from clustercourse.labs.actions.trials import TrialFacts, VerdictWords
from clustercourse.labs.guests import Guest, guest_of, guests_in
from clustercourse.labs.queries.competences import Served
from clustercourse.labs.queries.hypotheses import PARTS, HypothesisRow
from clustercourse.labs.queries.invitations import Said
from clustercourse.labs.queries.trials import TrialRow, VerdictRow
from clustercourse.labs.words import (
    ASKER_WORDS,
    BODY_WORDS,
    COMPANION_WORDS,
    PART_WORDS,
    PRODUCT_WORDS,
    RELATION_WORDS,
    RULE_WORDS,
    SHARED_WORDS,
    TARGET_WORDS,
    TRIAL_WORDS,
    VOTE_WORDS,
)
from clustercourse.language import _
from clustercourse.web.fields import line, text
from clustercourse.web.forms import Form, choices

_CHOOSE = _("Choose one.")


def _number(words: Any, least: int, most: int, hint: Any = "") -> IntegerField:
    outside = _("Use a whole number from {least} to {most}.").format(least=least, most=most)
    return IntegerField(words, [Optional(), NumberRange(least, most, outside)], description=hint)


class LabForm(Form):
    """A proposal."""

    title = line(
        _("Title"), needed=_("Enter a title."), hint=_("The question in a few words, such as “Which CRM system fits small offices?”")
    )
    organisation = SelectField(_("Asked by"), coerce=int)
    asker = RadioField(_("Who has the question?"), [InputRequired(_CHOOSE)], choices=choices(ASKER_WORDS))
    theme = line(_("Theme"), needed=_("Enter a theme."), hint=_("Such as digital tools, internationalisation, circular economy."))
    need = text(
        _("What do you need to know?"),
        most=4000,
        needed=_("Say what you need to know."),
        hint=_("What is difficult today, for whom, and what you would do with the answer."),
    )
    target = SelectField(_("If it works, it becomes"), choices=choices(TARGET_WORDS))
    audience = line(_("Who should have it afterwards"), most=200, hint=_("Such as all clusters and networks of the country."))
    scale = _number(_("By how many organisations should it be tried?"), 1, MOST_ORGANISATIONS, _("One alone is enough."))
    timing = line(_("Wished timing"), hint=_("Such as “autumn 2027 and spring 2028”."))
    development_group = line(_("Development group"), hint=_("If several clusters and networks work on this theme together already."))
    sheet = HiddenField()

    def offer(self, organisations: Sequence[tuple[int, str]]) -> LabForm:
        self.organisation.choices = list(organisations)
        return self

    def facts(self) -> LabFacts:
        said = {name: self[name].data or "" for name in ("asker", "theme", "target", "audience", "timing", "development_group")}
        return LabFacts(title=" ".join(self.title.data.split()), need=self.need.data.strip(), scale=self.scale.data, **said)


class VoiceForm(Form):
    """What one thinks of a proposal."""

    speaks_as = SelectField(_("You speak for"))
    vote = RadioField(_("Your view"), [InputRequired(_CHOOSE)], choices=choices(VOTE_WORDS))
    text = text(_("Why?"), most=2000, needed=_("Say why, in a sentence. A vote alone helps nobody."))

    def offer(self, voices: Sequence[tuple[str, Any]]) -> VoiceForm:
        self.speaks_as.choices = list(voices)
        return self


class InvitationForm(Form):
    """One person, or several lines, or both. `guests` is who was read out of what was sent."""

    body = RadioField(_("They speak for"), [InputRequired(_CHOOSE)], choices=choices(BODY_WORDS))
    name = line(_("Name"), most=100)
    email = line(_("E-mail address"), most=254)
    several = text(_("Several people at once"), most=20_000, hint=_("One a line, such as: Ada Holm <ada@example.com>"))
    guests: tuple[Guest, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Every line that names nobody is named; nobody is invited before all of them are mended."""
        super().validate(extra_validators)
        found, problems = guests_in(self.several.data or "")
        self.several.errors = [*self.several.errors, *problems]
        if self.name.data or self.email.data:
            try:
                found.insert(0, guest_of(self.name.data or "", self.email.data or ""))
            except Refused as refusal:
                self.blame(refusal)
        self.guests = tuple(found)
        return not self.errors


class AnswerForm(Form):
    """What somebody thinks of a proposal who was asked by letter."""

    vote = RadioField(_("Your view"), [InputRequired(_CHOOSE)], choices=choices(VOTE_WORDS))
    text = text(_("Why?"), most=2000, needed=_("Say why, in a sentence. A vote alone helps nobody."))

    @classmethod
    def showing(cls, said: Said | None) -> AnswerForm:
        return cls(data={"vote": said.vote, "text": said.text}) if said is not None else cls()


class HypothesisForm(Form):
    """The hypothesis and the expected product; `reason` is asked for once they are locked."""

    belief = text(PART_WORDS["belief"], most=1000)
    test = text(PART_WORDS["test"], most=1000)
    metric = line(PART_WORDS["metric"], most=300)
    baseline = line(PART_WORDS["baseline"], most=300)
    counts = line(PART_WORDS["counts"], most=300)
    threshold = _number(PART_WORDS["threshold"], 1, 100)
    missing_rule = SelectField(PART_WORDS["missing_rule"], choices=choices({"": _("Choose a rule"), **RULE_WORDS}))
    product_kind = SelectField(PART_WORDS["product_kind"], choices=choices({"": _("Choose a kind"), **PRODUCT_WORDS}))
    product_about = text(PART_WORDS["product_about"], most=1000)
    product_owner = line(PART_WORDS["product_owner"], most=200)
    reason = text(_("Why do you change it?"), most=1000, hint=_("It is signed. Before, after and reason stay visible for ever."))
    number = HiddenField()

    def __init__(self, *given: Any, **named: Any) -> None:
        """Everything but the baseline is needed before it is signed; until then it may be saved with gaps."""
        super().__init__(*given, **named)
        for field in self:
            field.flags.required = field.name != "baseline"

    @classmethod
    def showing(cls, row: HypothesisRow) -> HypothesisForm:
        return cls(data={**row.parts, "number": row.number})

    @property
    def said(self) -> dict[str, Any]:
        return {name: self[name].data if name == "threshold" else (self[name].data or "").strip() for name in PARTS}

    @property
    def seen(self) -> int:
        return int(self.number.data) if (self.number.data or "").isascii() and (self.number.data or "").isdigit() else -1


class ParticipantForm(Form):
    """An organisation signs up; the facilitator may let one in that stands in no catalogue."""

    organisation = SelectField(_("Organisation"), coerce=int)
    override = line(_("Why it may take part without an entry in a catalogue"), most=300)


class CompanionForm(Form):
    cohort = SelectField(_("Workshop, Master Class or training"), coerce=int)
    relation = SelectField(_("How it belongs to the lab"), choices=choices(RELATION_WORDS))


class OpeningForm(Form):
    """A new cohort that belongs to the lab; everything else is said on the cohort's own page."""

    title = line(_("Title"), needed=_("Enter a title."), hint=_("As people will read it, such as “Master Class Gothenburg 2027”."))
    kind = SelectField(_("What it is"), choices=choices(COMPANION_WORDS))
    relation = SelectField(_("How it belongs to the lab"), choices=choices(RELATION_WORDS))
    dates_in_words = line(_("Dates in words"), hint=_("While they are not fixed, such as “early autumn 2027”."))

    def facts(self, *, language: str, time_zone: str) -> CohortFacts:
        return CohortFacts(
            title=" ".join(self.title.data.split()),
            kind=self.kind.data,
            language=language,
            time_zone=time_zone,
            dates_in_words=self.dates_in_words.data or "",
        )


class CompetencesForm(Form):
    """Learning outcomes of courses, each as `course:key`."""

    outcomes = SelectMultipleField(_("Learning outcomes"))

    def offer(self, courses: Sequence[Served]) -> CompetencesForm:
        self.outcomes.choices = [(f"{course.course_id}:{key}", text) for course in courses for key, text in course.outcomes]
        return self

    @property
    def chosen(self) -> frozenset[tuple[int, str]]:
        pairs = (each.partition(":") for each in self.outcomes.data or ())
        return frozenset((int(course), key) for course, _colon, key in pairs)


_MET = {"yes": _("Yes"), "no": _("No"), "": _("It cannot be said")}


class TrialForm(Form):
    """What one organisation found out."""

    done = text(_("What did you do?"), most=4000, needed=_("Say what you did, in a sentence or two."))
    deviations = text(_("What did you do otherwise than planned?"), most=2000)
    verdict = RadioField(_("Your verdict"), [InputRequired(_CHOOSE)], choices=choices(TRIAL_WORDS))
    has_met = RadioField(_("Did you reach what the hypothesis counts as a success?"), choices=choices(_MET), default="")
    worked = text(_("What worked?"), most=4000)
    did_not = text(_("What did not work?"), most=4000)
    conditions = text(_("Under which conditions?"), most=2000, hint=_("Size of the office, stage, season, what was there before."))
    changed = text(_("What has changed with you?"), most=2000)
    hours = _number(_("Hours it took you"), 0, 10_000)
    shared_with = RadioField(_("Who reads this report"), [InputRequired(_CHOOSE)], choices=choices(SHARED_WORDS), default="facilitator")
    number = HiddenField(default="0")

    @classmethod
    def showing(cls, row: TrialRow | None) -> TrialForm:
        if row is None:
            return cls()
        met = {True: "yes", False: "no", None: ""}[row.has_met]
        return cls(data={**row.__dict__, "has_met": met, "number": str(row.number)})

    @property
    def seen(self) -> int:
        return int(self.number.data) if (self.number.data or "").isascii() and (self.number.data or "").isdigit() else -1

    def facts(self) -> TrialFacts:
        texts = {name: (self[name].data or "").strip() for name in ("done", "deviations", "worked", "did_not", "conditions", "changed")}
        met = {"yes": True, "no": False}.get(self.has_met.data)
        return TrialFacts(verdict=self.verdict.data, has_met=met, hours=self.hours.data, shared_with=self.shared_with.data, **texts)


class VerdictForm(Form):
    """The verdict in words; its numbers are counted."""

    worked = text(_("What worked?"), most=4000, needed=_("Say it in a sentence, or write that there was nothing."))
    did_not = text(_("What did not work?"), most=4000, needed=_("Say it in a sentence, or write that there was nothing."))
    conditions = text(_("Under which conditions?"), most=2000)

    @classmethod
    def showing(cls, row: VerdictRow | None) -> VerdictForm:
        return cls(data=row.__dict__) if row is not None else cls()

    def words(self) -> VerdictWords:
        return VerdictWords(self.worked.data, self.did_not.data, self.conditions.data or "")


class DissentForm(Form):
    text = TextAreaField(_("What do you see otherwise?"), [InputRequired(_("Say in a sentence what you see otherwise."))])


class StepForm(Form):
    """One step of a lab."""

    step = HiddenField()
    reason = text(_("Why?"), most=2000)
    unheard = BooleanField(_("We decide without having heard all three, and know it."))
