"""The words of a piece of HTML, without its markup: for search and for counting."""

from html.parser import HTMLParser

_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup"}
)


def _is_reference(tag: str, attributes: dict[str, str | None]) -> bool:
    """The small numbers of citations and footnotes, and the arrow back."""
    words = (attributes.get("class") or "").split()
    return (tag == "sup" and ("cite" in words or "id" in attributes)) or "footnote-backref" in words


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent or _is_reference(tag, dict(attrs)):
            self.silent += tag not in {"br", "hr", "img"}
        elif tag not in _INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent -= 1
        elif tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """The text of ``html`` on one line; the small numbers of citations and footnotes are left out."""
    words = _Words()
    words.feed(html)
    words.close()
    return " ".join("".join(words.parts).split())
