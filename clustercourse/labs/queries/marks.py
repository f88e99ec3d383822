"""Which labs tested a course or a cohort or serve what one learns in it, and what a lab has marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal, select, union_all

from clustercourse.db import rows
from clustercourse.labs.queries.labs import verdict_told, was_selected
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import Lab, LabCompetence
from clustercourse.models.methods import LabMark
from clustercourse.models.trials import LabVerdict


@dataclass(frozen=True)
class LabBehind:
    """A lab that tested what is shown, and its verdict."""

    title: str
    slug: str
    verdict: str

    @property
    def address(self) -> str:
        return f"/labs/{self.slug}/"


@dataclass(frozen=True)
class LabsBeside:
    """Labs that the page of a course names: those that tested it, and by the keys of its outcomes those that serve them."""

    tested: tuple[LabBehind, ...]
    serving: Mapping[str, Sequence[LabBehind]]


@dataclass(frozen=True)
class Marked:
    """One mark of a lab. The title is a cohort's; a course's stands in its outline."""

    id: int
    course_id: int | None
    cohort_id: int | None
    title: str | None


_tested_by = (
    select(Lab.title, Lab.slug, LabVerdict.verdict)
    .join(LabMark, LabMark.lab_id == Lab.id)
    .join(LabVerdict, LabVerdict.lab_id == Lab.id)
    .order_by(LabMark.id)
)
_beside = union_all(
    select(literal("").label("outcome"), Lab.title.label("title"), Lab.slug.label("slug"), LabVerdict.verdict.label("verdict"))
    .join(LabMark, LabMark.lab_id == Lab.id)
    .join(LabVerdict, LabVerdict.lab_id == Lab.id)
    .where(LabMark.course_id == bindparam("thing")),
    select(LabCompetence.outcome, Lab.title, Lab.slug, func.coalesce(LabVerdict.verdict, ""))
    .join(LabCompetence, LabCompetence.lab_id == Lab.id)
    .outerjoin(LabVerdict, verdict_told)
    .where(LabCompetence.course_id == bindparam("thing"), was_selected),
).order_by("title", "slug")
_cohort = _tested_by.where(LabMark.cohort_id == bindparam("thing"))
_of_lab = (
    select(LabMark.id, LabMark.course_id, LabMark.cohort_id, Cohort.title)
    .outerjoin(Cohort, Cohort.id == LabMark.cohort_id)
    .where(LabMark.lab_id == bindparam("lab"))
    .order_by(LabMark.id)
)


def labs_beside_course(course_id: int) -> LabsBeside:
    """What everybody may know: a lab that was not selected yet is not named."""
    tested: list[LabBehind] = []
    serving: dict[str, list[LabBehind]] = {}
    for outcome, *lab in rows(_beside, thing=course_id):
        (serving.setdefault(outcome, []) if outcome else tested).append(LabBehind(*lab))
    return LabsBeside(tuple(tested), serving)


def labs_that_tested_cohort(cohort_id: int) -> tuple[LabBehind, ...]:
    return tuple(LabBehind(*found) for found in rows(_cohort, thing=cohort_id))


def marks_of_lab(lab_id: int) -> tuple[Marked, ...]:
    return tuple(Marked(*found) for found in rows(_of_lab, lab=lab_id))
