"""From marks to a drawing: the svg element, its name for those who do not see it, and the table beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clustercourse.kinds.pictures.drawing import Drawing, DrawnTable
from clustercourse.kinds.pictures.labels import LEADING, SIZE
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Words, block
from clustercourse.language import Message, _

WIDTH = 400.0
"""All pictures are this wide, so that their words are equally large on a page."""

EDGE = 4.0
"""What stays free at both sides."""

_OWN_ID = re.compile(r'\sid="([^"]+)"')
_ATTRIBUTE = re.compile(r'(?<!\sclass)="[^"]+"')
_NAMESPACE = re.compile(r"picture-[^-]+-")
_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "svg"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["place"] = lambda value: f"{value:.1f}".removesuffix(".0")


def framed(said: tuple[object, object], marks: Sequence[Mark], height: float, table: DrawnTable, *, note: object = "") -> Drawing:
    """`said` is the finding and what it rests on; they are the name and the description of the picture for those who do not see it.

    Only patterns have ids. They come from a digest: two pictures on a page share them only if they are the same.
    """
    finding, description = str(said[0]), str(said[1]) or _in_words(table)
    finding = finding[:1].upper() + finding[1:]
    digest = sha256(f"{finding}{description}{marks!r}".encode()).hexdigest()[:10]
    patterns = sorted({mark.pattern for mark in marks if not isinstance(mark, Words | Line) and mark.pattern})
    svg = _environment.get_template("picture.svg").render(
        id=f"picture-{digest}", finding=finding, description=description, marks=marks, patterns=patterns, width=WIDTH, height=height
    )
    return Drawing(finding, description, svg, table, str(note))


def placed(svg: str, place: str) -> str:
    """The same picture under ids of its own, for a page that may show it twice: every id is renamed, and what refers to it."""
    new = {old: f"picture-{place}-{_NAMESPACE.sub('', old, count=1)}" for old in _OWN_ID.findall(svg)}
    if not new:
        return svg
    names = re.compile(rf'(?<=[#\s"])(?:{"|".join(map(re.escape, new))})(?=[)\s"])')
    return _ATTRIBUTE.sub(lambda said: names.sub(lambda found: new[found[0]], said[0]), svg)


def unbegun(title: Message, what_comes: Message, table: DrawnTable) -> Drawing:
    """Nothing to draw yet: a place that says in words what will stand there."""
    words = block(WIDTH / 2, 0, str(what_comes), (WIDTH - 64, 6), anchor="middle")
    height = len(words) * LEADING + 56
    marks: list[Mark] = [Box(EDGE, EDGE, WIDTH - 2 * EDGE, height - 2 * EDGE, "picture-dashed", round=8)]
    marks += block(WIDTH / 2, (height - (len(words) - 1) * LEADING) / 2 + SIZE * 0.35, str(what_comes), (WIDTH - 64, 6), anchor="middle")
    return framed((_("{picture}: nothing to draw yet", picture=title), what_comes), marks, height, table)


def _in_words(table: DrawnTable) -> str:
    """The first rows of the table as text; the table itself stands beside the picture."""
    most = 12
    rows = [f"{row[0]}: " + ", ".join(f"{head} {cell}" for head, cell in zip(table.heads[1:], row[1:], strict=True)) for row in table.rows]
    more = str(_("The table holds {n} rows.", n=len(rows))) if len(rows) > most else ""
    return ". ".join(rows[:most]) + "." + (f" {more}" if more else "")
