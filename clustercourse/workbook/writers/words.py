"""The fixed sentences of a strategy document, the same in every format, in the language in force."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.language import _, day
from clustercourse.workbook.document import Fact, Part, StrategyDocument


@dataclass(frozen=True)
class Words:
    contents: str
    question: str
    answer: str
    values: str
    limits: str
    open_sheet: str
    empty_section: str
    empty_document: str
    sources: str
    remarks: str
    remarks_lead: str
    page: str


def words() -> Words:
    return Words(
        contents=str(_("Contents")),
        question=str(_("Question")),
        answer=str(_("Answer")),
        values=str(_("The values in the picture")),
        limits=str(_("What this does not show")),
        open_sheet=str(_("Open the worksheet")),
        empty_section=str(_("Nothing stands here yet. A section fills when a worksheet for it is accepted, or with your own text.")),
        empty_document=str(_("This document has no sections yet.")),
        sources=str(_("Sources")),
        remarks=str(_("Still to look at")),
        remarks_lead=str(_("Gaps, old figures and contradictions that were found when this document was made.")),
        page=str(_("Page {n} of {all}", n="{n}", all="{all}")),
    )


def made_on(document: StrategyDocument) -> str:
    return str(_("As it stood on {day}", day=day(document.made_on)))


def accepted(part: Part) -> str:
    return str(_("Accepted on {day}", day=day(part.accepted_on)))


def source(fact: Fact) -> str:
    return str(_("Source: {source}", source=fact.source)) if fact.source else ""


def state(fact: Fact) -> str:
    """The word where no answer stands, or beside one; a fact never stands there with nothing."""
    return fact.state or ("" if fact.text.strip() else str(_("not answered yet")))
