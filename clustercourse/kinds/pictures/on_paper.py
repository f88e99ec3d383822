"""A picture as data for the layouts of PDFs (`typesetting/paper.typ`)."""

from __future__ import annotations

from typing import Any

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.kinds.pictures.standalone import standalone
from clustercourse.text.paper import table_on_paper
from clustercourse.typesetting.sizes import width_on_paper


def picture_on_paper(picture: Drawing) -> dict[str, Any]:
    """With the width it stands in, and its table where it has one."""
    table = picture.table
    return {
        "finding": picture.finding,
        "description": picture.description,
        "svg": standalone(picture.svg) if picture.svg else "",
        "width": width_on_paper(picture.svg),
        "note": picture.note.strip(),
        "table": table_on_paper(table.heads, table.rows, table.numbers) if table.heads else None,
    }
