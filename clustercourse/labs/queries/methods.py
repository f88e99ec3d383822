"""Methods as the public catalogue shows them: what labs found of each, and in how many trials it worked.

An organisation counts once for each lab in which it began: n of m are trials. Nothing here says which organisation a trial is of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from clustercourse.db import row, rows
from clustercourse.errors import NotHere
from clustercourse.labs.queries.testers import Combination, testers_fit
from clustercourse.language import _
from clustercourse.listing import Listing, listing
from clustercourse.models.labs import Lab, LabParticipant
from clustercourse.models.methods import Adoption, Method, MethodResult
from clustercourse.models.search import SearchEntry
from clustercourse.models.trials import LabVerdict, Trial
from clustercourse.search.words import wanted


@dataclass(frozen=True)
class Tally:
    """The trials of organisations that began: how many there are and what they say. What was never reported is missing.

    None began where a method was only compared with the one that was tried.
    """

    began: int = 0
    worked: int = 0
    partly: int = 0
    did_not: int = 0
    unclear: int = 0

    @property
    def missing(self) -> int:
        return self.began - self.worked - self.partly - self.did_not - self.unclear

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class ResultRow:
    """What one lab says of a method, with the lab's verdict."""

    id: int
    method_id: int
    result: str
    why: str
    conditions: str
    at: datetime
    lab_id: int
    lab_slug: str
    lab_title: str
    verdict: str
    worked: str
    did_not: str
    is_tried: bool
    tally: Tally = Tally()

    @property
    def address(self) -> str:
        return f"/labs/{self.lab_slug}/"


@dataclass(frozen=True)
class MethodRow:
    """`used_since`: how many organisations tell in public that they used it, whatever came of it."""

    id: int
    slug: str
    name: str
    theme: str
    summary: str
    used_since: int

    @property
    def address(self) -> str:
        return f"/methods/{self.slug}/"


@dataclass(frozen=True)
class KnownMethod:
    """A method with everything that labs say of it, the newest first."""

    method: MethodRow
    results: tuple[ResultRow, ...]

    @property
    def lab_titles(self) -> str:
        """The labs behind it, in the reader's quotation marks."""
        return ", ".join(str(_("“{title}”", title=each.lab_title)) for each in self.results)

    @property
    def tally(self) -> Tally:
        return sum((each.tally for each in self.results), Tally())


@dataclass(frozen=True)
class Sought:
    """What somebody looks for among the methods. Empty words filter nothing."""

    text: str = ""
    theme: str = ""
    result: str = ""
    stage: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Sought()


_used_since = (
    select(func.count(Adoption.organisation_id.distinct()))
    .where(Adoption.method_id == Method.id, Adoption.state == "shown")
    .correlate(Method)
    .scalar_subquery()
    .label("used_since")
)
_columns = (Method.id, Method.slug, Method.name, Method.theme, Method.summary, _used_since)
_has_result = select(MethodResult.id).where(MethodResult.method_id == Method.id)
_methods = select(*_columns)
_public: Select[*tuple[Any, ...]] = _methods.where(_has_result.exists())
_by_slug = _public.where(Method.slug == bindparam("slug"))
_themes = select(Method.theme).where(_has_result.exists()).distinct().order_by(Method.theme)
_results = (
    select(
        MethodResult.id,
        MethodResult.method_id,
        MethodResult.result,
        MethodResult.why,
        MethodResult.conditions,
        MethodResult.at,
        Lab.id,
        Lab.slug,
        Lab.title,
        LabVerdict.verdict,
        LabVerdict.worked,
        LabVerdict.did_not,
        MethodResult.is_tried,
    )
    .join(Lab, Lab.id == MethodResult.lab_id)
    .join(LabVerdict, LabVerdict.lab_id == Lab.id)
    .order_by(MethodResult.at.desc(), MethodResult.id.desc())
)
_of_methods = _results.where(MethodResult.method_id.in_(bindparam("methods", expanding=True)))
_of_lab = _results.add_columns(*_columns).join(Method, Method.id == MethodResult.method_id).where(MethodResult.lab_id == bindparam("lab"))
_tallies = (
    select(
        LabParticipant.lab_id,
        func.count(LabParticipant.id),
        *(func.count(Trial.id).filter(Trial.verdict == verdict) for verdict in ("worked", "partly", "did-not", "inconclusive")),
    )
    .outerjoin(Trial, Trial.participant_id == LabParticipant.id)
    .where(LabParticipant.lab_id.in_(bindparam("labs", expanding=True)), LabParticipant.started_on.is_not(None))
    .group_by(LabParticipant.lab_id)
)
_all = _methods.order_by(func.lower(Method.name))


def method_at(slug: str) -> KnownMethod:
    """The method with this slug, if a lab has said something of it. Raises NotHere."""
    found = row(_by_slug, slug=slug)
    if found is None:
        raise NotHere
    method = MethodRow(*found)
    return KnownMethod(method, _results_of([method.id])[method.id])


def catalogue_page(sought: Sought, number: int = 1) -> Listing[KnownMethod]:
    """A page of the public catalogue, by name. Four statements, at any length."""
    found = listing(_public.where(*_wanted(sought)).order_by(func.lower(Method.name), Method.id), lambda each: MethodRow(*each), number)
    said = _results_of([method.id for method in found.rows])
    return Listing(tuple(KnownMethod(method, said[method.id]) for method in found.rows), found.total, found.number, found.page_count)


def themes_in_use() -> tuple[str, ...]:
    return tuple(found[0] for found in rows(_themes))


def known_methods() -> tuple[MethodRow, ...]:
    """Every method by name, those included of which no lab says anything now: to choose from."""
    return tuple(MethodRow(*found) for found in rows(_all))


def results_of_lab(lab_id: int) -> tuple[tuple[MethodRow, ResultRow], ...]:
    """What one lab says, with the methods; the newest first."""
    split = len(ResultRow.__dataclass_fields__) - 1
    return tuple((MethodRow(*found[split:]), ResultRow(*found[:split])) for found in rows(_of_lab, lab=lab_id))


def _results_of(method_ids: list[int]) -> dict[int, tuple[ResultRow, ...]]:
    found = [ResultRow(*each) for each in rows(_of_methods, methods=method_ids)]
    tallies = _tallies_of({each.lab_id for each in found})
    said: dict[int, list[ResultRow]] = defaultdict(list)
    for each in found:
        said[each.method_id].append(replace(each, tally=tallies.get(each.lab_id, Tally()) if each.is_tried else Tally()))
    return {number: tuple(said[number]) for number in method_ids}


def _tallies_of(lab_ids: Iterable[int]) -> dict[int, Tally]:
    return {lab: Tally(*counts) for lab, *counts in rows(_tallies, labs=list(lab_ids))}


def _wanted(sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_says(spellings) for spellings in _phrases(sought.text)]
    if sought.theme:
        conditions.append(Method.theme == sought.theme)
    if sought.result or sought.stage or sought.country:
        conditions.append(testers_fit(Combination(sought.result, sought.stage, sought.country)))
    return conditions


def _phrases(text: str) -> list[tuple[str, ...]]:
    """Folded as in the search of the site: each phrase in every spelling that means the same."""
    return [tuple(" ".join(words) for words in phrase.spellings) for phrase in wanted(text).phrases]


def _says(spellings: tuple[str, ...]) -> ColumnElement[bool]:
    folded = (SearchEntry.title_folded, SearchEntry.body_folded)
    entry = select(SearchEntry.id).where(SearchEntry.kind == "method", SearchEntry.thing_id == Method.id)
    return entry.where(or_(*(column.contains(words, autoescape=True) for column in folded for words in spellings))).exists()
