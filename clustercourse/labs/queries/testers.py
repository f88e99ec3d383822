"""Finding methods by who tested them, without saying who an unnamed one is.

A combination of result, stage and country that fewer than three organisations stand behind fits only by those that agreed to be named.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from clustercourse.db import rows
from clustercourse.models.catalogue import Organisation
from clustercourse.models.labs import LabParticipant
from clustercourse.models.methods import Method, MethodResult
from clustercourse.models.trials import Trial

ENOUGH = 3
"""From so many organisations on nobody can tell which one is meant."""

_is_named = or_(LabParticipant.is_named, func.coalesce(Trial.shared_with, "") == "public")
"""It agreed to be named, or shows its report with its name."""

_testers = (
    select(MethodResult.method_id)
    .join(LabParticipant, LabParticipant.lab_id == MethodResult.lab_id)
    .join(Organisation, Organisation.id == LabParticipant.organisation_id)
    .outerjoin(Trial, Trial.participant_id == LabParticipant.id)
    .where(LabParticipant.started_on.is_not(None))
)
_number = func.count(Organisation.id.distinct())
_named = func.count(Organisation.id.distinct()).filter(_is_named)
_is_told = or_(_number >= ENOUGH, _named >= 1)
_by_country = _testers.add_columns(Organisation.country).group_by(MethodResult.method_id, Organisation.country).having(_is_told)
_told = _by_country.subquery()
_countries = select(_told.c.country).distinct().order_by(_told.c.country)


@dataclass(frozen=True)
class Combination:
    """A combination that is looked for. Empty words filter nothing."""

    result: str = ""
    stage: str = ""
    country: str = ""


def testers_fit(tested: Combination) -> ColumnElement[bool]:
    """Whether a method has a result of this word, from a lab in which organisations of this stage and country began."""
    if not (tested.stage or tested.country):
        return select(MethodResult.id).where(MethodResult.method_id == Method.id, MethodResult.result == tested.result).exists()
    behind = _testers.group_by(MethodResult.method_id).having(_is_told)
    for column, word in ((MethodResult.result, tested.result), (Organisation.stage, tested.stage), (Organisation.country, tested.country)):
        if word:
            behind = behind.where(column == word)
    return Method.id.in_(behind)


def countries_told() -> tuple[str, ...]:
    """The countries by which a method can be found, by the same rule: the choice says no more than the answers."""
    return tuple(found[0] for found in rows(_countries))
