"""What learners write: CommonMark with tables, no HTML, no pictures. It always gives something to show."""

import html
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from clustercourse.text.limits import LEARNER_CHARACTERS, TextTooComplex
from clustercourse.text.sanitiser import LEARNER, sanitise

HEADINGS_BEGIN_AT = 3
MOST_HTML = 80_000


def _heading(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType) -> str:
    level = min(6, int(tokens[at].tag[1]) + HEADINGS_BEGIN_AT - 1)
    slash = "" if tokens[at].nesting == 1 else "/"
    return f"<{slash}h{level}>" + ("" if tokens[at].nesting == 1 else "\n")


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table").disable("image")
    engine.add_render_rule("heading_open", _heading)
    engine.add_render_rule("heading_close", _heading)
    return engine


def render_learner_markdown(source: str) -> str:
    """Safe HTML of a learner's text. A text that is too long or too tangled is shown word for word, in paragraphs."""
    text = source.replace("\x00", "\ufffd")
    if len(text) > LEARNER_CHARACTERS:
        return _as_typed(text)
    try:
        rendered = _engine().render(text)
        return sanitise(rendered, LEARNER) if len(rendered) <= MOST_HTML else _as_typed(text)
    except (TextTooComplex, RecursionError):
        return _as_typed(text)


def _as_typed(text: str) -> str:
    paragraphs = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return "".join(f"<p>{html.escape(part)}</p>\n" for part in paragraphs if part)
