"""Bytes of course files as text: UTF-8 without a mark, no binary data, not too large, with front matter where it belongs."""

from dataclasses import dataclass

from clustercourse.content.problems import Problem
from clustercourse.language import Message, _

LARGEST_TEXT = 200_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
FENCE = "---"


def text_of(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text with plain line ends, or None and why not."""
    found = _fault(data)
    if found is None:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"), []
    line, sentence = found
    return None, [Problem(path, line, sentence)]


def _fault(data: bytes) -> tuple[int, Message] | None:
    if not data.strip():
        return 1, _("This file is empty. Write its text, or remove it.")
    if len(data) > LARGEST_TEXT:
        return 1, _("This file is larger than {limit} kB. Divide it.", limit=LARGEST_TEXT // 1000)
    if data.startswith(_UTF_16):
        return 1, _("This file is saved as UTF-16. Save it as UTF-8.")
    if data.startswith(_BOM):
        return 1, _("This file begins with a byte-order mark. Save it as UTF-8 without one.")
    if b"\x00" in data:
        return _line(data, data.index(b"\x00")), _("There is binary data on this line. Text files hold text only.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _line(data, error.start), _("A letter on this line is not UTF-8. Save the file as UTF-8.")
    return None


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


@dataclass(frozen=True)
class FrontMatter:
    """The YAML on top of a lesson and the text below it, with the line at which each begins."""

    yaml: str
    body: str
    body_line: int


def front_matter(path: str, text: str) -> tuple[FrontMatter, list[Problem]]:
    """Divide a lesson at its lines of three hyphens; where one is not there, at what looks like the end of the keys."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        problem = Problem(path, 1, _("A lesson begins with a line “---”, then its keys, then another line “---”."))
        return FrontMatter("", text, 1), [problem]
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        end = next((at for at, line in enumerate(lines) if not line.strip() or line.startswith("#")), len(lines))
        problem = Problem(path, 1, _("The keys on top are not closed. Add a line “---” before the text."))
        return FrontMatter("\n".join(lines[1:end]), "\n".join(lines[end:]), end + 1), [problem]
    return FrontMatter("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2), []
