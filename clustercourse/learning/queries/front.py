"""One look inside a lesson, for people who are not signed in."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from clustercourse.content.queries import page
from clustercourse.content.queries.courses import Catalogue
from clustercourse.text import trusted


@dataclass(frozen=True)
class Look:
    course_title: str
    title: str
    address: str
    language: str
    minutes: int
    html: Markup


def look_inside(catalogue: Catalogue, language: str) -> Look | None:
    """The beginning of the first lesson of the newest course."""
    for card in catalogue.cards:
        lesson = next((step for step in card.outline.steps if step.is_lesson), None)
        if lesson is None:
            continue
        spoken = card.outline.best_language(language)
        text = page(card.outline.version_id, lesson.id, spoken)
        html = next((block.html for block in text.blocks if block.kind == "html"), trusted(""))
        address = card.outline.address_of(lesson)
        return Look(card.outline.text(spoken).title, lesson.title(spoken), address, text.language, lesson.minutes, html)
    return None
