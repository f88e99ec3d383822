"""The strategy document as one HTML file that needs no other: the layouts and styles of `page/`, and own texts from the sanitiser."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.kinds.pictures.frame import placed
from clustercourse.kinds.pictures.standalone import standalone
from clustercourse.text import framed, render_learner_markdown, trusted
from clustercourse.text.blocks import linked_text, outline
from clustercourse.typesetting.style import file_style
from clustercourse.workbook.queries.document import StrategyDocument
from clustercourse.workbook.writers.answers import answer_tables
from clustercourse.workbook.writers.words import accepted, made_on, source_line, words

_FOLDER = Path(__file__).parent / "page"
_INSIDE_THE_SITE = re.compile(r'<a href="[/#][^"]*"[^>]*>')
_HEADING = re.compile(r"<h([3-6])>(.*?)</h\1>", re.DOTALL)
_ABOVE = 2
"""The heading of a section."""

_BEGINNING = re.compile(r"^\s*(?:<\?xml[^>]*\?>\s*)?(<svg\b[^>]*>)")


def html_of(document: StrategyDocument) -> bytes:
    return _layouts.get_template("strategy.html").render(document=document, words=words(), made_on=made_on(document)).encode()


def _own(source: str) -> Markup:
    """As the page of the site shows it, but for links that lead nowhere from a file."""
    html = _INSIDE_THE_SITE.sub("<a>", render_learner_markdown(source)).replace("<th>", '<th scope="col">')
    return trusted(framed(_levelled(html)))


def _levelled(html: str) -> str:
    """Headings one below the other, and none deeper than in the other formats."""
    levels = outline(int(found[1]) for found in _HEADING.finditer(html))

    def level(found: re.Match[str]) -> str:
        at = _ABOVE + next(levels)
        return f"<h{at}>{found[2]}</h{at}>"

    return _HEADING.sub(level, html)


def _drawn(picture: Drawing, place: str) -> Markup:
    """The picture itself, so that its words can be searched and copied; it brings its title with it wherever it is copied to."""
    title = f"<title>{escape(picture.finding)}</title>"
    svg = standalone(placed(picture.svg, place) if 'id="' in picture.svg else picture.svg)
    return trusted(_BEGINNING.sub(r"\1" if "<title" in svg else lambda found: found[1] + title, svg, count=1))


def _style() -> Markup:
    return trusted(file_style())


_layouts = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_layouts.globals |= {
    "own": _own,
    "linked_text": linked_text,
    "drawn": _drawn,
    "style": _style,
    "accepted": accepted,
    "answer_tables": answer_tables,
    "source_line": source_line,
}
