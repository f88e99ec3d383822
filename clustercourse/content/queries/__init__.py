"""Reads of courses: what a viewer may see, the catalogue, versions with their pages, the glossary."""

from clustercourse.content.queries.outline import CourseTexts, Outline, OutlineItem, OutlineModule
from clustercourse.content.queries.requirements import Opens, Requirement
from clustercourse.content.queries.versions import Block, ReadPage, outline, page, version_numbered

__all__ = [
    "Block",
    "CourseTexts",
    "Opens",
    "Outline",
    "OutlineItem",
    "OutlineModule",
    "ReadPage",
    "Requirement",
    "outline",
    "page",
    "version_numbered",
]
