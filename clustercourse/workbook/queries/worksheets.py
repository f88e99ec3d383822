"""Worksheets as courses publish them: every one a viewer can fill, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from clustercourse.content.queries import Outline, OutlineItem, page
from clustercourse.content.queries.courses import may_see, seeing
from clustercourse.content.queries.versions import outlines
from clustercourse.db import rows
from clustercourse.errors import NotHere
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.language import language
from clustercourse.models.content import Course, Item
from clustercourse.models.workbook import Sheet
from clustercourse.viewer import Viewer

_in_workbook = select(Item.course_id).join(Sheet, Sheet.item_id == Item.id).where(Sheet.workbook_id == bindparam("workbook"))
_courses = select(Course.id, Course.newest_version_id).where(or_(may_see, Course.id.in_(_in_workbook))).order_by(Course.id)
_of_item = select(Course.id, Course.newest_version_id).join(Item, Item.course_id == Course.id).where(Item.id == bindparam("item"))


@dataclass(frozen=True)
class Worksheet:
    """A worksheet of the newest version of its course."""

    item: OutlineItem
    outline: Outline

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def title(self) -> str:
        return self.item.title(self.language)

    @property
    def summary(self) -> str:
        return self.item.summary(self.language)

    @property
    def course_title(self) -> str:
        return self.outline.text(self.language).title

    @property
    def language(self) -> str:
        """The reader's, where the course is in it."""
        return self.outline.best_language(language())

    @property
    def text_language(self) -> str:
        return page(self.outline.version_id, self.item.id, self.language).language

    @property
    def specification(self) -> Specification:
        return page(self.outline.version_id, self.item.id, self.language).specification


def worksheets(viewer: Viewer, workbook_id: int | None) -> tuple[Worksheet, ...]:
    """Those of the courses the viewer may see, and those that already stand in the workbook; in the order of the courses."""
    found = rows(_courses, workbook=workbook_id or 0, **seeing(viewer))
    return tuple(sheet for outline in sorted(_outlines(found), key=lambda outline: outline.place) for sheet in _of(outline))


def worksheet_at(viewer: Viewer, workbook_id: int | None, key: str) -> Worksheet:
    found = next((each for each in worksheets(viewer, workbook_id) if each.key == key), None)
    if found is None:
        raise NotHere
    return found


def worksheet_of_item(item_id: int) -> Worksheet | None:
    """The worksheet with this lasting item, if its course still has it."""
    found = rows(_of_item, item=item_id)
    return next((sheet for outline in _outlines(found) for sheet in _of(outline) if sheet.item.id == item_id), None)


def _outlines(found: Sequence[Any]) -> list[Outline]:
    by_version = outlines([line.newest_version_id for line in found if line.newest_version_id])
    return [by_version[line.newest_version_id] for line in found if line.newest_version_id in by_version]


def _of(outline: Outline) -> list[Worksheet]:
    return [Worksheet(item, outline) for item in outline.items if item.is_worksheet]
