"""What trainers write: Python-Markdown with the house's extensions, for texts that are compiled once, at publishing."""

import re
import threading
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import pymdownx.emoji
from markdown import Markdown

from clustercourse.language import Message, _
from clustercourse.text.limits import COURSE_CHARACTERS, LONGEST_BLOCK, TextTooComplex, refuse_costly
from clustercourse.text.sanitiser import COURSE, sanitise
from clustercourse.text.shapes import NO_BREAK, CourseShapes, joined
from clustercourse.text.targets import CourseTargets, Desk, Finding, Link, Nowhere, Page, Picture, Targets

__all__ = [
    "BOX_TITLES",
    "CourseText",
    "Finding",
    "Link",
    "Picture",
    "Targets",
    "framed",
    "new_page",
    "plain_paragraph",
    "read_page",
    "render_course_markdown",
]

MOST_HTML = 400_000

_EXTENSIONS = (
    "tables",
    "footnotes",
    "def_list",
    "abbr",
    "attr_list",
    "admonition",
    "sane_lists",
    "pymdownx.superfences",
    "pymdownx.highlight",
    "pymdownx.details",
    "pymdownx.tabbed",
    "pymdownx.arithmatex",
    "pymdownx.betterem",
    "pymdownx.tilde",
    "pymdownx.caret",
    "pymdownx.mark",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.emoji",
)
_CONFIGS: dict[str, dict[str, object]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"SEPARATOR": "-", "BACKLINK_TITLE": ""},
    "pymdownx.highlight": {"use_pygments": False},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.emoji": {"emoji_generator": pymdownx.emoji.to_alt},
}
_PLAIN = re.compile(r"(?!\d+[.)])(?!.*(?://|[wW]{3}\.))[^\W_](?:[^\W_]++|[ .,;?'\"()%–’‘“”€/-]++|:(?= |$))*+(?<! )\n?")
"""One line in which no sign means anything to Markdown or HTML, as most answers and the words about them are.

It is a paragraph as it stands: no `<`, `>` or `&` can be in it, so there is nothing to clean either. A test compares it with the long way.
"""

_GENERATED = frozenset({"class", "id", "title", "rel", "role", "align"})


@dataclass(frozen=True)
class CourseText:
    """A rendered text: its HTML, headings (level, place, words), what points nowhere, and what was taken out."""

    html: str
    headings: tuple[tuple[int, str, str], ...]
    findings: tuple[Finding, ...]
    removed: tuple[str, ...]

    @property
    def has_maths(self) -> bool:
        return 'class="arithmatex"' in self.html


BOX_TITLES: dict[str, Message] = {
    "note": _("Note"),
    "tip": _("Tip"),
    "warning": _("Take care"),
    "case": _("Case"),
    "tool": _("Course tool"),
    "question": _("Question"),
    "back": _("Back to the text"),
}
"""The heading of a box that has no title of its own."""


class _Engine(threading.local):
    """One for each thread, made for its first text, kept and emptied between texts."""

    markdown: Markdown | None = None

    def begin(self) -> Markdown:
        self.desk = Desk()
        self.markdown = Markdown(
            extensions=[*_EXTENSIONS, CourseTargets(self.desk), CourseShapes(self.desk)],
            extension_configs=_CONFIGS,
            output_format="html",
            tab_length=4,
        )
        return self.markdown

    def convert(self, source: str, page: Page) -> str:
        markdown = self.markdown or self.begin()
        self.desk.page = page
        markdown.reset()
        try:
            return markdown.convert(source)
        except (RecursionError, TypeError, IndexError) as cause:
            self.begin()
            raise TextTooComplex(_("This text could not be read. Look for lists or code with unusual marks.")) from cause
        finally:
            self.desk.page = Page()


_engine = _Engine()


def render_course_markdown(source: str, *, targets: Targets | None = None, prefix: str = "text") -> CourseText:
    """HTML of a course text. Ids begin with ``prefix``. Raises TextTooComplex where it would take too long."""
    return plain_paragraph(source) or read_page(source, new_page(targets, prefix))


def plain_paragraph(source: str) -> CourseText | None:
    """The short way, where a text is as plain as that. It asks for nothing, and nothing in it can be costly."""
    is_plain = len(source) <= LONGEST_BLOCK and _PLAIN.fullmatch(source)
    return CourseText(f"<p>{joined(source.rstrip()).replace(NO_BREAK, '&nbsp;')}</p>", (), (), ()) if is_plain else None


def new_page(targets: Targets | None, prefix: str) -> Page:
    return Page(targets or Nowhere(), prefix, BOX_TITLES)


def read_page(source: str, page: Page) -> CourseText:
    """The long way, with the page that notes what the text asked for."""
    refuse_costly(source, COURSE_CHARACTERS)
    raw = _engine.convert(source.replace("\x02", "").replace("\x03", ""), page)
    if len(raw) > MOST_HTML:
        raise TextTooComplex(_("The page made of this text would be too large. Divide it."))
    return CourseText(sanitise(raw, COURSE), tuple(page.headings), tuple(page.findings), _removed(raw))


def framed(html: str) -> str:
    """Cleaned text with its tables in a frame that scrolls by itself where a window is narrow, and that the keyboard can reach."""
    frame = f'<div class="table-frame" role="group" aria-label="{escape(str(_("Table")))}" tabindex="0">'
    return html.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")


class _Removals(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in COURSE.tags:
            self.found[f"<{tag}>"] = None
            return
        for name, value in attrs:
            if name not in _GENERATED and COURSE.keep(tag, name, value or "") is None:
                self.found[f"<{tag} {name}>"] = None


def _removed(raw: str) -> tuple[str, ...]:
    removals = _Removals()
    removals.feed(raw)
    removals.close()
    return tuple(removals.found)
