"""The statements of a search, built once. Every rule of who may find what stands in them.

The index is asked for the words and, in the same breath, for the marks of what this viewer can reach: hits that others have elsewhere
cost nothing. What it gives is bounded (`MOST`): from there on the words are too frequent to rank all they are in.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    String,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    null,
    or_,
    select,
    table,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import aliased
from sqlalchemy.types import UserDefinedType

from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.search import SearchEntry
from clustercourse.search import rules

MOST = 300
TITLED, ANYWHERE, COUNTED = 2, 1, 0
"""Where a hit stands; those that are only counted are of other kinds than those looked for."""
_BODY_RANKED = 1500
_NEWEST = 30_000

_fts = table("search_index", column("rowid"))
_tsv: Any = table("search_index", column("entry_id"), column("words", TSVECTOR))
_sees_all = bindparam("sees_all", type_=Boolean)


class _TSQuery(UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "tsquery"


@cache
def candidates(*, is_sqlite: bool, is_chosen: bool) -> Any:
    """Hits in titles and hits anywhere; where a kind is chosen, the kinds of all hits too, for the counts. Each at most MOST.

    Values: the questions `titled`, `anywhere` and `of_all_kinds`, and those of the rules.
    """
    questions = [("titled", TITLED), ("anywhere", ANYWHERE), *([("of_all_kinds", COUNTED)] if is_chosen else [])]
    hits = _in_sqlite if is_sqlite else _in_postgresql
    return union_all(*(select(hits(question, tier).limit(MOST).subquery()) for question, tier in questions))


def _in_sqlite(question: str, tier: int) -> Select[Any]:
    """The newest entries first: the index is read from its end, until there are enough."""
    found = _hits(tier).join_from(_fts, SearchEntry, _fts.c.rowid == SearchEntry.id)
    return found.where(literal_column("search_index").op("MATCH")(bindparam(question, type_=String))).order_by(_fts.c.rowid.desc())


def _in_postgresql(question: str, tier: int) -> Select[Any]:
    """Its index has no order and gives all hits at once. Words that are in many texts are found among the newest entries without it;
    only where those do not hold enough is the index asked for the others.
    """
    asked = type_coerce(cast(bindparam(question, type_=String), _TSQuery()), _TSQuery())
    found = _hits(tier).join_from(_tsv, SearchEntry, _tsv.c.entry_id == SearchEntry.id)
    # A question out of a statement of its own is unknown to the planner, and a sum is in no index: so it takes the index of the words.
    by_index = found.where(_tsv.c.words.op("@@")(select(asked).scalar_subquery()))
    if tier == TITLED:
        return by_index
    old = select(func.max(_tsv.c.entry_id) - _NEWEST).scalar_subquery()
    newest = found.where(_tsv.c.words.op("@@")(asked), _tsv.c.entry_id > old).order_by(_tsv.c.entry_id.desc()).limit(MOST)
    others = by_index.where(_tsv.c.entry_id + 0 <= old).limit(MOST)
    return select(union_all(select(newest.subquery()), select(others.subquery())).subquery())


def _hits(tier: int) -> Select[Any]:
    body = func.substr(SearchEntry.body_folded, 1, _BODY_RANKED) if tier else null()
    columns: list[Any] = [
        literal_column(str(tier)).label("tier"),
        SearchEntry.id,
        SearchEntry.kind,
        SearchEntry.language,
        SearchEntry.thing_id,
        SearchEntry.title_folded,
        body.label("body_folded"),
    ]
    return select(*columns).where(*_rules())


@cache
def _rules() -> list[ColumnElement[bool]]:
    """What the marks cannot say: which courses may be seen now, and which people are met now."""
    seen = union_all(*(rule.found for rule in rules.courses())).cte("seen")
    met = union_all(*(select(rule.found.subquery().c.person_id) for rule in rules.people())).cte("met")
    return [
        or_(SearchEntry.course_id.is_(None), SearchEntry.course_id.in_(select(seen.c.id))),
        or_(SearchEntry.kind != "person", _sees_all, SearchEntry.person_id.in_(select(met.c.person_id))),
    ]


_course = aliased(SearchEntry)
_its_course = select(_course.title).where(_course.kind == "course", _course.thing_id == SearchEntry.course_id).correlate(SearchEntry)
_any_title = _its_course.with_only_columns(func.min(_course.title)).scalar_subquery()
_course_title = func.coalesce(
    _its_course.where(_course.language == SearchEntry.language).scalar_subquery(),
    _its_course.where(_course.language == bindparam("first")).scalar_subquery(),
    _any_title,
)


@cache
def entered() -> Any:
    """The courses somebody is inside of."""
    return union_all(*(select(rule.found.subquery()) for rule in rules.entered()))


@cache
def details() -> Any:
    """What is shown of `entries`, a row for each place where the viewer meets one of `people`. Other values: those of the rules."""
    places = [rule.found.subquery() for rule in rules.people()]
    met = union_all(*(select(place).where(place.c.person_id.in_(bindparam("people", expanding=True))) for place in places)).subquery()
    shown = select(
        SearchEntry.id,
        SearchEntry.kind,
        SearchEntry.language,
        SearchEntry.address,
        SearchEntry.title,
        SearchEntry.body,
        SearchEntry.body_folded,
        SearchEntry.marks,
        func.coalesce(Cohort.title, case((SearchEntry.kind != "course", _course_title)), "").label("at"),
        func.coalesce(case((SearchEntry.kind != "person", Person.name)), "").label("by"),
        *(column.label(f"met_{name}") for name, column in met.c.items()),
    )
    return (
        shown.outerjoin(Cohort, Cohort.id == SearchEntry.cohort_id)
        .outerjoin(Person, Person.id == SearchEntry.person_id)
        .outerjoin(met, (met.c.person_id == SearchEntry.person_id) & (SearchEntry.kind == "person"))
        .where(SearchEntry.id.in_(bindparam("entries", expanding=True)))
    )
