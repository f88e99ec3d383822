"""Which labs tested a course or a cohort, and what a lab has marked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import Lab
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
_course = _tested_by.where(LabMark.course_id == bindparam("thing"))
_cohort = _tested_by.where(LabMark.cohort_id == bindparam("thing"))
_of_lab = (
    select(LabMark.id, LabMark.course_id, LabMark.cohort_id, Cohort.title)
    .outerjoin(Cohort, Cohort.id == LabMark.cohort_id)
    .where(LabMark.lab_id == bindparam("lab"))
    .order_by(LabMark.id)
)


def labs_that_tested_course(course_id: int) -> tuple[LabBehind, ...]:
    return tuple(LabBehind(*found) for found in rows(_course, thing=course_id))


def labs_that_tested_cohort(cohort_id: int) -> tuple[LabBehind, ...]:
    return tuple(LabBehind(*found) for found in rows(_cohort, thing=cohort_id))


def marks_of_lab(lab_id: int) -> tuple[Marked, ...]:
    return tuple(Marked(*found) for found in rows(_of_lab, lab=lab_id))
