"""Learning outcomes of courses that labs serve (L-03)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clustercourse.content.queries.courses import CourseCard, catalogue
from clustercourse.db import rows
from clustercourse.labs.queries.labs import visible_labs
from clustercourse.language import language
from clustercourse.models.labs import Lab, LabCompetence
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class Served:
    """Outcomes of one course, as `(key, words)` in the reader's language, `lang` being that of the words."""

    course_id: int
    slug: str
    title: str
    lang: str
    outcomes: tuple[tuple[str, str], ...]


_of_lab = select(LabCompetence.course_id, LabCompetence.outcome).where(LabCompetence.lab_id == bindparam("lab"))
_of_course = (
    select(LabCompetence.outcome, Lab.slug)
    .join(Lab, Lab.id == LabCompetence.lab_id)
    .where(LabCompetence.course_id == bindparam("course"))
    .order_by(Lab.title, Lab.id)
)


def chosen_in(lab_id: int) -> frozenset[tuple[int, str]]:
    """Course and key of every outcome that a lab serves."""
    return frozenset((course, outcome) for course, outcome in rows(_of_lab, lab=lab_id))


def outcomes_to_choose(viewer: Viewer) -> tuple[Served, ...]:
    """All outcomes of the courses the viewer may see, in the order of the courses."""
    return tuple(_told(card) for card in catalogue(viewer).cards)


def competences_of(viewer: Viewer, lab_id: int) -> tuple[Served, ...]:
    """What a lab serves, of the courses the viewer may see. An outcome that its course has no more is not told."""
    chosen = chosen_in(lab_id)
    if not chosen:
        return ()
    told = (_told(card, chosen) for card in catalogue(viewer).cards)
    return tuple(served for served in told if served.outcomes)


def labs_serving(viewer: Viewer, course_id: int) -> dict[str, list[tuple[str, str]]]:
    """By the outcomes of a course: title and address of every lab that serves it and that the viewer may see."""
    found = rows(_of_course, course=course_id)
    if not found:
        return {}
    titles = {lab.slug: lab.title for lab in visible_labs(viewer)}
    serving: dict[str, list[tuple[str, str]]] = {}
    for outcome, slug in found:
        if slug in titles:
            serving.setdefault(outcome, []).append((titles[slug], f"/labs/{slug}/"))
    return serving


def _told(card: CourseCard, chosen: frozenset[tuple[int, str]] | None = None) -> Served:
    outline = card.outline
    spoken = outline.best_language(language())
    text = outline.text(spoken)
    kept = tuple(each for each in text.outcomes if chosen is None or (outline.course_id, each[0]) in chosen)
    return Served(outline.course_id, card.slug, text.title, spoken, kept)
