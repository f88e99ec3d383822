"""Pieces of a product as HTML, and a published version as one HTML file that needs no other. The layouts of `page/` escape every word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clustercourse.kinds.pictures.frame import placed
from clustercourse.kinds.pictures.standalone import picture_style
from clustercourse.labs.composing import Piece
from clustercourse.labs.writers.edition import Edition
from clustercourse.text import framed, trusted
from clustercourse.typesetting.style import file_style

_FOLDER = Path(__file__).parent / "page"
_HEADING_BELOW = 1
"""The title of the page."""


def html_of(pieces: Sequence[Piece]) -> str:
    """For the site and for the file, below a main heading."""
    return framed(_layouts.get_template("pieces.html").render(pieces=pieces, below=_HEADING_BELOW).strip())


def file_of(edition: Edition) -> bytes:
    return _layouts.get_template("file.html").render(edition=edition).encode()


def _drawn(svg: str, place: int) -> Markup:
    """Under ids of its own: a picture may stand in a text twice."""
    return trusted(placed(svg, f"product-{place}"))


def _style() -> Markup:
    return trusted(file_style() + picture_style())


_layouts = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_layouts.globals |= {"drawn": _drawn, "style": _style}
_layouts.filters["trusted"] = trusted
