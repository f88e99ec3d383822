"""Which methods a lab tested, and what it says of each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.policy import SAYS_RESULTS
from clustercourse.labs.words import RESULT_WORDS
from clustercourse.language import _
from clustercourse.models.labs import Lab
from clustercourse.models.methods import Method, MethodResult
from clustercourse.models.trials import LabVerdict
from clustercourse.slugs import free_slug

_TAKEN_BY_PAGES = ("adoptions",)
"""What stands where a method's slug could, beside the words that are never slugs."""


@dataclass(frozen=True)
class MethodFacts:
    """What the catalogue says of a method. `summary` is one sentence."""

    name: str
    theme: str
    summary: str


@dataclass(frozen=True)
class ResultFacts:
    """What a lab says of a method. `conditions` are needed where it is usable under conditions only."""

    result: str
    why: str
    conditions: str = ""
    is_tried: bool = True


def add_method(facts: MethodFacts, *, by: int) -> Method:
    """Put a new method into the catalogue; it is shown there once a lab says something of it. Refused: a name that is there already."""
    _check_method(facts)
    method = Method(slug=_free_slug(facts.name), created_at=now(), **asdict(facts))
    _keep(method)
    record("labs.method_added", by=by, thing=("method", method.id))
    return method


def change_method(method_id: int, facts: MethodFacts, *, by: int) -> None:
    """Say otherwise what a method is. Its address stays. Twice is once. Refused: a name that another one has."""
    method = db.session.get(Method, method_id, with_for_update=True)
    if method is None:
        raise NotHere
    _check_method(facts, but_for=method_id)
    said = asdict(facts)
    changed = sorted(name for name, value in said.items() if getattr(method, name) != value)
    for name in changed:
        setattr(method, name, said[name])
    if changed:
        _keep(method)
        record("labs.method_changed", by=by, thing=("method", method_id), detail={"fields": changed})


def say_result(lab_id: int, method_id: int, facts: ResultFacts, *, by: int) -> MethodResult:
    """Say what a lab found of a method.

    Refused: a lab without a verdict or that still runs, a method of which it has said something already, a result without its reasons.
    """
    _tested(lab_id)
    _check_result(facts)
    if db.session.get(Method, method_id) is None:
        raise Refused(_("Choose one from the list."), field="method")
    said = select(MethodResult.id).where(MethodResult.lab_id == lab_id, MethodResult.method_id == method_id)
    if db.session.scalar(said) is not None:
        raise Refused(_("This lab has said something of this method already. Change that instead."), field="method")
    row = MethodResult(lab_id=lab_id, method_id=method_id, by_id=by, at=now(), **asdict(facts))
    db.session.add(row)
    db.session.flush()
    record("labs.method_tested", by=by, thing=("method", method_id), detail={"lab": lab_id, "result": facts.result})
    return row


def change_result(result_id: int, facts: ResultFacts, *, by: int) -> None:
    """Say otherwise what a lab found; it is recorded what it said before. Twice is once. Refused: as for a new one."""
    row = _result(result_id)
    _tested(row.lab_id)
    _check_result(facts)
    said, was = asdict(facts), row.result
    changed = sorted(name for name, value in said.items() if getattr(row, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(row, name, said[name])
    row.by_id, row.at = by, now()
    db.session.flush()
    detail = {"lab": row.lab_id, "from": was, "to": row.result, "fields": changed}
    record("labs.result_changed", by=by, thing=("method", row.method_id), detail=detail)


def remove_result(result_id: int, *, by: int) -> None:
    """Take back what a lab said of a method; a method without any is not in the public catalogue. It is recorded. Twice is once."""
    row = db.session.get(MethodResult, result_id)
    if row is None:
        return
    locked_lab(row.lab_id)
    db.session.delete(row)
    db.session.flush()
    record("labs.result_removed", by=by, thing=("method", row.method_id), detail={"lab": row.lab_id, "result": row.result})


def _tested(lab_id: int) -> Lab:
    lab = locked_lab(lab_id)
    has_verdict = db.session.scalar(select(LabVerdict.id).where(LabVerdict.lab_id == lab_id)) is not None
    if lab.state not in SAYS_RESULTS or not has_verdict:
        raise Refused(_("Results of methods follow from the verdict. Write it down and say that the lab is tested first."))
    return lab


def _check_method(facts: MethodFacts, *, but_for: int = 0) -> None:
    for name, sentence in (
        ("name", _("Enter the name of the method.")),
        ("theme", _("Enter a theme.")),
        ("summary", _("Say in a sentence what it is.")),
    ):
        if len(getattr(facts, name).strip()) < 2:
            raise Refused(sentence, field=name)
    same = select(Method.id).where(func.lower(Method.name) == facts.name.lower(), Method.id != but_for)
    if db.session.scalar(same) is not None:
        raise _known()


def _known() -> Refused:
    return Refused(_("The catalogue has a method of this name. Choose it from the list."), field="name")


def _check_result(facts: ResultFacts) -> None:
    if facts.result not in RESULT_WORDS:
        raise Refused(_("Choose one from the list."), field="result")
    if len(facts.why.strip()) < 3:
        raise Refused(_("Say why, in a sentence or two."), field="why")
    if facts.result == "conditions" and len(facts.conditions.strip()) < 3:
        raise Refused(_("Say under which conditions it is usable."), field="conditions")


def _keep(method: Method) -> None:
    """Two facilitators may name the same method at the same moment: the second one is told."""
    try:
        with db.session.begin_nested():
            db.session.add(method)
    except IntegrityError:
        raise _known() from None


def _result(result_id: int) -> MethodResult:
    row = db.session.get(MethodResult, result_id, with_for_update=True)
    if row is None:
        raise NotHere
    return row


def _free_slug(name: str) -> str:
    def _taken(base: str) -> Collection[str]:
        return [*db.session.scalars(select(Method.slug).where(Method.slug.startswith(base))), *_TAKEN_BY_PAGES]

    return free_slug(name, or_else="method", taken=_taken)
