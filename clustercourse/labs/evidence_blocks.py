"""What each name in a product stands for, as blocks of text in the language in force.

Only reports shared with everybody are quoted, with the organisation's name, as they agreed. All others count in numbers only, and no
number is told before the trial is over. A median is told of three organisations at least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from statistics import median

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.labs.queries.evidence import Evidence, Tester
from clustercourse.labs.queries.trials import judged, really_came
from clustercourse.labs.words import KIND_WORDS, PART_WORDS, PRODUCT_WORDS, RULE_WORDS, STAGE_WORDS, VERDICT_WORDS
from clustercourse.language import Message, _, countries, day, ngettext, number, percent
from clustercourse.text.blocks import Block, Paragraph, Quotation, Run, Runs, Table

Made = Iterator[Block | Drawing]
FEWEST_BEHIND_A_MEDIAN = 3
_LATER = _("The numbers stand here once the lab is tested.")


def _runs(text: object, *, is_bold: bool = False) -> Runs:
    return (Run(str(text), is_bold),)


def _said(message: object) -> Paragraph:
    return Paragraph(_runs(message))


def _typed(text: str) -> Iterator[Paragraph]:
    """Words as somebody typed them: their paragraphs and their lines."""
    for part in text.replace("\r\n", "\n").split("\n\n"):
        if part.strip():
            yield Paragraph(_runs(part.strip()))


def _table(heads: Sequence[object], rows: Sequence[Sequence[object]]) -> Table:
    return Table(tuple(_runs(head) for head in heads), tuple(tuple(_runs(cell) for cell in row) for row in rows))


def _context(evidence: Evidence) -> Made:
    """With kind, stage, country and size. The catalogue shows these of everybody: country and size would give an unnamed one away."""
    if not evidence.testers:
        yield _said(_("No organisation has begun."))
        return
    names = dict(countries())
    unnamed = sorted((one for one in evidence.testers if not one.is_named), key=lambda one: (one.kind, one.stage))
    rows = [
        _context_row(one, names.get(one.country, one.country)) for one in (*(one for one in evidence.testers if one.is_named), *unnamed)
    ]
    yield _table([_("Organisation"), _("Kind"), _("Stage of development"), _("Country"), _("Members")], rows)
    if unnamed:
        yield _said(_("Country and size are left out where an organisation is not named: they would give it away."))


def _context_row(one: Tester, country: str) -> list[object]:
    kind, stage = KIND_WORDS.get(one.kind, one.kind), STAGE_WORDS.get(one.stage, one.stage)
    if not one.is_named:
        return [_("One that is not named"), kind, stage, "–", "–"]
    return [one.name, kind, stage, country, "–" if one.member_count is None else number(one.member_count)]


def _hypothesis(evidence: Evidence) -> Made:
    text = evidence.hypothesis
    if not text.is_locked:
        yield _said(_("The hypothesis is not signed yet."))
        return
    yield _table([_("Part"), _("As it was tested")], [(PART_WORDS[part], _part(part, text.parts[part])) for part in PART_WORDS])
    if evidence.amendments:
        many = len(evidence.amendments)
        yield _said(ngettext("{n} part was changed after signing:", "{n} parts were changed after signing:", many))
        yield _table(
            [_("Part"), _("As it was"), _("As it became"), _("Why"), _("Day")],
            [
                (PART_WORDS[each.part], _part(each.part, each.before), _part(each.part, each.after), each.reason, day(each.at))
                for each in evidence.amendments
            ],
        )


def _part(part: str, said: object) -> object:
    """A part of the hypothesis as people read it; amendments hold what the columns hold."""
    if said in ("", None):
        return "–"
    if part == "threshold":
        return percent(int(str(said)))
    words = {"missing_rule": RULE_WORDS, "product_kind": PRODUCT_WORDS}.get(part, {})
    return words.get(str(said), said)


def _verdict(evidence: Evidence) -> Made:
    found = evidence.verdict
    if found is None or not evidence.is_tested:
        yield _said(_LATER)
        return
    yield Paragraph(_runs(VERDICT_WORDS[found.verdict], is_bold=True))
    began = len(evidence.testers)
    yield _table(
        [_("What was counted"), _("Count")],
        [
            (_("Organisations that began"), number(began)),
            (_("Of these, reports that came"), number(len(evidence.reports))),
            (_("Of these, successes as the hypothesis counts them"), number(found.succeeded)),
            (_("Threshold"), percent(found.threshold)),
        ],
    )
    if len(evidence.reports) < began and evidence.hypothesis.missing_rule:
        yield _said(_("A report that never came: {rule}.", rule=str(RULE_WORDS[evidence.hypothesis.missing_rule])))
    yield judged(found.counts, found.threshold, came=really_came(evidence.hypothesis.missing_rule, evidence.reports)).drawing
    if evidence.dissents:
        many = evidence.dissents
        yield _said(
            ngettext(
                "{n} remark sees it otherwise. It stands with the lab.", "{n} remarks see it otherwise. They stand with the lab.", many
            )
        )


def _told(part: str, from_verdict: bool, silent: Message) -> Callable[[Evidence], Made]:
    """What the verdict says of it, then the reports that everybody may read, then how many others said something."""

    def made(evidence: Evidence) -> Made:
        of_all = getattr(evidence.verdict, part, "") if from_verdict and evidence.is_tested else ""
        yield from _typed(of_all)
        said = [(one, trial) for one, trial in evidence.reports if getattr(trial, part).strip()]
        public = [(one, trial) for one, trial in said if trial.shared_with == "public"]
        for one, trial in public:
            yield Quotation((*_typed(getattr(trial, part)), Paragraph(_runs(one.name, is_bold=True))))
        others = len(said) - len(public)
        if others and evidence.is_tested:
            yield _said(
                ngettext(
                    "{n} organisation wrote about it, but not for everybody.",
                    "{n} organisations wrote about it, but not for everybody.",
                    others,
                )
            )
        elif not of_all.strip() and not public:
            yield _said(silent if evidence.is_tested else _("What is said about it stands here once the lab is tested."))

    return made


def _time(evidence: Evidence) -> Made:
    if not evidence.is_tested:
        yield _said(_LATER)
        return
    hours = [trial.hours for _one, trial in evidence.reports if trial.hours is not None]
    if len(hours) < FEWEST_BEHIND_A_MEDIAN:
        yield _said(_("Fewer than {n} organisations said how many hours it took, so none are told.", n=FEWEST_BEHIND_A_MEDIAN))
        return
    middle = Fraction(median([Fraction(each) for each in hours]))
    shown = number(middle, 0 if middle.denominator == 1 else 1)
    yield _table(
        [_("Hours it took"), _("Count")],
        [
            (_("Least"), number(min(hours))),
            (_("Median"), shown),
            (_("Most"), number(max(hours))),
            (_("Organisations that said so"), number(len(hours))),
        ],
    )


BLOCKS: dict[str, Callable[[Evidence], Made]] = {
    "context": _context,
    "hypothesis": _hypothesis,
    "verdict": _verdict,
    "worked": _told("worked", True, _("Nobody wrote what worked.")),
    "did-not": _told("did_not", True, _("Nobody wrote what did not work.")),
    "conditions": _told("conditions", True, _("Nobody wrote under which conditions.")),
    "changed": _told("changed", False, _("Nobody wrote what has changed.")),
    "time": _time,
}
