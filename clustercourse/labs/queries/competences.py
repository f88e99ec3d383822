"""Learning outcomes of courses that labs serve (L-03)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clustercourse.content.queries.courses import CourseCard, catalogue
from clustercourse.db import rows
from clustercourse.language import language
from clustercourse.models.labs import LabCompetence
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


def _told(card: CourseCard, chosen: frozenset[tuple[int, str]] | None = None) -> Served:
    outline = card.outline
    spoken = outline.best_language(language())
    text = outline.text(spoken)
    kept = tuple(each for each in text.outcomes if chosen is None or (outline.course_id, each[0]) in chosen)
    return Served(outline.course_id, card.slug, text.title, spoken, kept)
