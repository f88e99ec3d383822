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
    literal,
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
from clustercourse.search.asking import Signs

MOST = 300
_BODY_RANKED = 1500

_fts = table("search_index", column("rowid"))
_tsv: Any = table("search_index", column("entry_id"), column("words", TSVECTOR))
_sees_all = bindparam("sees_all", type_=Boolean)


class _TSQuery(UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "tsquery"


@cache
def candidates(signs: Signs) -> Any:
    """Hits by title, hits anywhere, and without the chosen kind the kinds of all hits, for the counts; each at most MOST.

    Values: `titled`, `anywhere`, `of_all_kinds` (questions), `reach`, `is_chosen`, those of the rules.
    """
    parts = [
        _hits(signs, "titled", 2),
        _hits(signs, "anywhere", 1),
        _hits(signs, "of_all_kinds", 0).where(bindparam("is_chosen", type_=Boolean)),
    ]
    return union_all(*(select(part.limit(MOST).subquery()) for part in parts))


def _hits(signs: Signs, question: str, tier: int) -> Select[Any]:
    of_hits: list[Any] = [
        literal_column(str(tier)).label("tier"),
        SearchEntry.id,
        SearchEntry.kind,
        SearchEntry.language,
        SearchEntry.thing_id,
        SearchEntry.title_folded if tier else null().label("title_folded"),
        func.substr(SearchEntry.body_folded, 1, _BODY_RANKED).label("body_folded") if tier else null().label("body_folded"),
    ]
    asked = _question(signs, question)
    found = select(*of_hits).where(*_rules())
    if signs.is_sqlite:
        found = found.join_from(_fts, SearchEntry, _fts.c.rowid == SearchEntry.id)
        return found.where(literal_column("search_index").op("MATCH")(asked)).order_by(_fts.c.rowid.desc())
    found = found.join_from(_tsv, SearchEntry, _tsv.c.entry_id == SearchEntry.id)
    return found.where(_tsv.c.words.op("@@")(type_coerce(cast(asked, _TSQuery()), _TSQuery())))


def _question(signs: Signs, name: str) -> ColumnElement[str]:
    """The words with the marks this viewer reaches: their own, and those of the courses they are inside of."""
    marks = [func.aggregate_strings(literal("_course") + cast(each, String), signs.either) for each in _entered()]
    reach: ColumnElement[str] = bindparam("reach", type_=String)
    for mark in marks:
        reach = reach + func.coalesce(literal(signs.either) + select(mark).scalar_subquery(), "")
    words: ColumnElement[str] = bindparam(name, type_=String)
    return case((_sees_all, words), else_=words + signs.both + "(" + reach + ")")


def _entered() -> list[Any]:
    return [next(iter(rule.found.subquery().c)) for rule in rules.entered()]


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
details = (
    select(
        SearchEntry.id,
        SearchEntry.kind,
        SearchEntry.language,
        SearchEntry.address,
        SearchEntry.title,
        SearchEntry.body,
        SearchEntry.marks,
        SearchEntry.person_id,
        func.coalesce(Cohort.title, case((SearchEntry.kind != "course", _course_title)), "").label("at"),
        func.coalesce(case((SearchEntry.kind != "person", Person.name)), "").label("by"),
    )
    .outerjoin(Cohort, Cohort.id == SearchEntry.cohort_id)
    .outerjoin(Person, Person.id == SearchEntry.person_id)
    .where(SearchEntry.id.in_(bindparam("entries", expanding=True)))
)
"""What is shown of the hits on one page."""


@cache
def meetings() -> Any:
    """Where the viewer meets these people, the best place first. Values: `people`, those of the rules."""
    found = union_all(*(rule.found for rule in rules.people())).subquery()
    return select(found).where(found.c.person_id.in_(bindparam("people", expanding=True)))
