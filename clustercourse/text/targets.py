"""What the links, pictures and citations of a course text point at: asked of the caller, who knows the course, and noted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from clustercourse.language import Message

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.IGNORECASE | re.DOTALL)
_CITATION = r"\[@([A-Za-z0-9]{1,12}(?:\s*,\s*@?[A-Za-z0-9]{1,12})*)\]"


@dataclass(frozen=True)
class Link:
    """Where a link leads; ``title`` is shown on hover, ``css`` is its class, ``text`` replaces an empty text."""

    address: str
    title: str = ""
    css: str = ""
    text: str = ""


@dataclass(frozen=True)
class Picture:
    """Where a picture lies and how large it is (0 where unknown)."""

    address: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Finding:
    """Something in a text that points nowhere or lacks words: ``what`` names it, ``target`` is as written."""

    what: str
    target: str


class Targets(Protocol):
    """What a caller knows; None means that there is no such thing."""

    def link(self, scheme: str, target: str) -> Link | None: ...

    def picture(self, address: str) -> Picture | None: ...

    def citation(self, tag: str) -> Link | None: ...


class Nowhere:
    """Targets of a text that belongs to no course."""

    def link(self, scheme: str, target: str) -> Link | None:
        return None

    def picture(self, address: str) -> Picture | None:
        return None

    def citation(self, tag: str) -> Link | None:
        return None


Question = tuple[str, ...]
Answer = Link | Picture | str | None
A = TypeVar("A", bound=Answer)


@dataclass
class Page:
    """The text that an engine is reading now: what it points at, how its places begin, and what was noticed.

    All that an engine learns from outside the text goes through the four methods that note it in `asked`: where the same text is
    given the same answers, the same comes out.
    """

    targets: Targets = field(default_factory=Nowhere)
    prefix: str = "text"
    titles: Mapping[str, Message] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    asked: dict[Question, Answer] = field(default_factory=dict)

    def note(self, what: str, target: str) -> None:
        self.findings.append(Finding(what, target))

    def link(self, scheme: str, target: str) -> Link | None:
        return self._noted(("link", scheme, target), self.targets.link(scheme, target))

    def picture(self, address: str) -> Picture | None:
        return self._noted(("picture", address), self.targets.picture(address))

    def citation(self, tag: str) -> Link | None:
        return self._noted(("citation", tag), self.targets.citation(tag))

    def word(self, name: str) -> str:
        """How the ids of this text begin ("prefix"), or the title of a kind of box in the language spoken now."""
        return self._noted(("word", name), self.prefix if name == "prefix" else str(self.titles.get(name, "")))

    def again(self, question: Question) -> Answer:
        """Ask what was asked when this text was read before."""
        what, *said = question
        if what == "link":
            return self.link(said[0], said[1])
        if what == "picture":
            return self.picture(said[0])
        return self.citation(said[0]) if what == "citation" else self.word(said[0])

    def _noted(self, question: Question, answer: A) -> A:
        self.asked[question] = answer
        return answer


class Desk:
    """Where an engine finds its page; engines are kept because making one takes longer than most texts."""

    page = Page()


class Citations(InlineProcessor):
    """``[@P36b, S4]``: small numbered links."""

    def __init__(self, md: Markdown, desk: Desk) -> None:
        super().__init__(_CITATION, md)
        self.desk = desk

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        holder = Element("sup", {"class": "cite"})
        last: Element | None = None
        for tag in (part.strip().lstrip("@") for part in m.group(1).split(",")):
            link = self.desk.page.citation(tag)
            if link is None:
                self.desk.page.note("source", tag)
                continue
            if last is not None:
                last.tail = ", "
            last = SubElement(holder, "a", {"href": link.address, "title": link.title})
            last.text = link.text
        return holder, m.start(0), m.end(0)


class Resolution(Treeprocessor):
    """Links by lasting id become addresses; pictures get their address and size; what leads nowhere is noted."""

    def __init__(self, md: Markdown, desk: Desk) -> None:
        super().__init__(md)
        self.desk = desk

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            self._link(link)
        for picture in root.iter("img"):
            self._picture(picture)

    def _link(self, link: Element) -> None:
        href = link.get("href", "")
        found = _SCHEME.fullmatch(href)
        if found is None or found.group(1).lower() in {"https", "mailto"}:
            if found is None and not href.startswith(("#", "/")):
                self.desk.page.note("relative link", href)
            return
        scheme, target = found.group(1).lower(), found.group(2)
        if scheme == "http":
            self.desk.page.note("http link", href)
            return
        known = self.desk.page.link(scheme, target)
        if known is None:
            self.desk.page.note("link", href)
            del link.attrib["href"]
            return
        link.set("href", known.address)
        for name, value in (("title", known.title), ("class", known.css)):
            if value:
                link.set(name, value)
        if not len(link) and not (link.text or "").strip():
            link.text = known.text

    def _picture(self, picture: Element) -> None:
        address = picture.get("src", "")
        if not picture.get("alt", "").strip():
            self.desk.page.note("alternative text", address)
        known = self.desk.page.picture(address)
        if known is None:
            self.desk.page.note("picture", address)
            return
        picture.set("src", known.address)
        if known.width and known.height:
            picture.set("width", str(known.width))
            picture.set("height", str(known.height))


class CourseTargets(Extension):
    """Registers both."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(Citations(md, self.desk), "course-citations", 175)
        md.treeprocessors.register(Resolution(md, self.desk), "course-targets", -5)
