"""Labs and methods in the search: by everybody, once they are public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from clustercourse.db import rows, writing
from clustercourse.labs.queries.labs import verdict_told
from clustercourse.labs.words import RESULT_WORDS, STATE_WORDS, VERDICT_WORDS
from clustercourse.language import LANGUAGES, Message, speaking
from clustercourse.models.hypotheses import Hypothesis
from clustercourse.models.labs import Lab, LabStep
from clustercourse.models.methods import Method, MethodResult
from clustercourse.models.trials import LabVerdict
from clustercourse.search.entries import Audience, Entry, put_all, take_out
from clustercourse.search.rebuilding import entries_of

_was_selected = select(LabStep.lab_id).where(LabStep.to_state == "selected")
_labs: Select[*tuple[Any, ...]] = (
    select(
        Lab.id,
        Lab.slug,
        Lab.title,
        Lab.state,
        Lab.theme,
        Lab.need,
        Hypothesis.belief,
        LabVerdict.verdict,
        LabVerdict.worked,
        LabVerdict.did_not,
        LabVerdict.conditions,
    )
    .outerjoin(Hypothesis, (Hypothesis.lab_id == Lab.id) & Hypothesis.locked_at.is_not(None))
    .outerjoin(LabVerdict, verdict_told)
    .where(Lab.id.in_(_was_selected))
    .order_by(Lab.id)
)
_lab = _labs.where(Lab.id == bindparam("lab"))
_methods: Select[*tuple[Any, ...]] = (
    select(
        Method.id,
        Method.slug,
        Method.name,
        Method.theme,
        Method.summary,
        MethodResult.result,
        MethodResult.why,
        MethodResult.conditions,
    )
    .join(MethodResult, MethodResult.method_id == Method.id)
    .order_by(Method.id, MethodResult.id)
)
_method = _methods.where(Method.id == bindparam("method"))


def index_lab(lab_id: int) -> None:
    """Let a lab be found as it is now; before it is selected it is found by nobody."""
    take_out("lab", lab_id)
    put_all(_lab_entry(found) for found in rows(_lab, lab=lab_id))


def index_method(method_id: int) -> None:
    """Let a method be found with everything labs say of it; without a result by nobody."""
    take_out("method", method_id)
    put_all(_method_entries(rows(_method, method=method_id)))


@entries_of("lab", "method")
def put_all_labs() -> None:
    with writing():
        put_all(_lab_entry(found) for found in rows(_labs))
        put_all(_method_entries(rows(_methods)))


def _lab_entry(found: Row[Any]) -> Entry:
    words = [*_in_all_languages(STATE_WORDS[found.state]), *(_in_all_languages(VERDICT_WORDS[found.verdict]) if found.verdict else [])]
    said = [found.need, found.theme, found.belief, found.worked, found.did_not, found.conditions, *words]
    return Entry("lab", found.id, f"/labs/{found.slug}/", found.title, _body(said), Audience())


def _method_entries(found: Any) -> Iterator[Entry]:
    said: dict[int, list[str]] = {}
    named: dict[int, Row[Any]] = {}
    for each in found:
        named[each.id] = each
        body = said.setdefault(each.id, [each.summary, each.theme])
        body += [each.why, each.conditions, *_in_all_languages(RESULT_WORDS[each.result])]
    for number, each in named.items():
        yield Entry("method", number, f"/methods/{each.slug}/", each.name, _body(said[number]), Audience())


def _in_all_languages(words: Message) -> list[str]:
    return sorted({_in(language, words) for language in LANGUAGES})


def _in(language: str, words: Message) -> str:
    with speaking(language):
        return str(words)


def _body(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)
