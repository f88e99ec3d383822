"""The fixed sentences of a strategy document, the same in every format, in the language in force."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.language import _, day
from clustercourse.workbook.queries.document import Part, StrategyDocument


@dataclass(frozen=True)
class Words:
    contents: str
    question: str
    answer: str
    result: str
    value: str
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
        result=str(_("Result")),
        value=str(_("Value")),
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
    """When a worksheet was accepted, and that its judgements are not for everybody."""
    on = str(_("Accepted on {day}", day=day(part.accepted_on)))
    return f"{on} · {_('For the people of the organisation only')}" if part.is_private else on


def source_line(source: str) -> str:
    return str(_("Source: {source}", source=source)) if source.strip() else ""
