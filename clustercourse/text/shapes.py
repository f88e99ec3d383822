"""The shapes that course text takes after Markdown: figures, tabs, task lists, boxes, headings with places to link to."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from clustercourse.text.targets import Desk

_TASK = re.compile(r"\[([ xX])\]\s+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STASH = re.compile("\x02[^\x03]*\x03")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "đ": "d", "ł": "l"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
NO_BREAK = "\u00a0"
_BEFORE_SIGN = re.compile(r"(?<=[0-9]) (?=[%‰])")


def classes(element: Element) -> list[str]:
    """The classes of an element."""
    return (element.get("class") or "").split()


def with_parents(root: Element) -> Iterator[tuple[Element, int, Element]]:
    """Every element below ``root`` with its parent and its place there (a list: the tree may be changed meanwhile)."""
    return iter([(parent, at, child) for parent in root.iter() for at, child in enumerate(parent)])


def visible(element: Element) -> str:
    """The words of an element, without what Markdown has put aside."""
    return " ".join(_STASH.sub("", "".join(element.itertext())).split())


def joined(text: str) -> str:
    """``text`` in which no line ends between a number and its per cent sign."""
    return _BEFORE_SIGN.sub(NO_BREAK, text)


def slug_of(text: str) -> str:
    """``text`` as an address part: a-z, 0-9 and hyphens."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub("-", folded).strip("-")


class TaskLists(Treeprocessor):
    """``[ ]`` and ``[x]`` at the start of a list item; runs before the inline patterns read the brackets as links."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            found = _TASK.match((holder.text or "").lstrip())
            if found is None:
                continue
            done = found.group(1) != " "
            item.set("class", "task task-done" if done else "task")
            box = Element("span", {"class": "task-box"})
            box.text = "☑" if done else "☐"
            box.tail = " " + (holder.text or "").lstrip()[found.end() :]
            holder.text = ""
            holder.insert(0, box)


class Shapes(Treeprocessor):
    """Works on the finished tree: figures, tables, tabs, and the headings of boxes that have none of their own."""

    def __init__(self, md: Markdown, desk: Desk) -> None:
        super().__init__(md)
        self.desk = desk

    def run(self, root: Element) -> None:
        for parent, at, child in with_parents(root):
            if child.tag == "p":
                _figure(parent, at, child)
            elif child.tag in {"td", "th"}:
                _cell(child)
            elif child.tag == "div" and "tabbed-set" in classes(child):
                _tabs(child)
            elif child.tag == "div" and "admonition" in classes(child):
                self._default_title(child, child[0] if len(child) else None)
            elif child.tag == "details" and len(child):
                self._default_title(child, child[0])
            elif child.tag == "a" and "footnote-backref" in classes(child):
                child.set("title", self.desk.page.word("back"))
        for element in root.iter():
            if element.tag not in {"code", "pre"} and "arithmatex" not in classes(element):
                element.text = joined(element.text or "")
            element.tail = joined(element.tail or "")

    def _default_title(self, box: Element, title: Element | None) -> None:
        titles = self.desk.page.titles
        kind = next((word for word in classes(box) if word in titles), None)
        if kind is not None and title is not None and title.text == kind.capitalize() and not len(title):
            title.text = self.desk.page.word(kind)


def _cell(cell: Element) -> None:
    """An empty corner is no heading of anything."""
    if cell.get("align"):
        cell.set("class", f"align-{cell.get('align')}")
    if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
        cell.tag = "td"


def _figure(parent: Element, at: int, paragraph: Element) -> None:
    alone = len(paragraph) == 1 and paragraph[0].tag == "img"
    if not alone or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
        return
    picture = paragraph[0]
    figure = Element("figure")
    figure.tail = paragraph.tail
    picture.tail = None
    figure.append(picture)
    caption = picture.attrib.pop("title", "")
    if caption:
        SubElement(figure, "figcaption").text = caption
    parent[at] = figure


def _tabs(group: Element) -> None:
    labels = list(group.iter("label"))
    blocks = [block for block in group.iter("div") if "tabbed-block" in classes(block)]
    for child in list(group):
        group.remove(child)
    group.attrib.clear()
    group.set("class", "tabs")
    for label, block in zip(labels, blocks, strict=False):
        tab = SubElement(group, "div", {"class": "tab"})
        title = SubElement(tab, "p", {"class": "tab-title"})
        title.text = label.text
        title.extend(list(label))
        tab.extend(list(block))


class Places(Treeprocessor):
    """Gives headings their ids and makes every id of the text begin with the page's prefix; keeps the list of headings.

    Links inside the text follow; one that leads to no place of it is noted.
    """

    def __init__(self, md: Markdown, desk: Desk) -> None:
        super().__init__(md)
        self.desk = desk

    def run(self, root: Element) -> None:
        taken: set[str] = set()
        renamed: dict[str, str] = {}
        for element in root.iter():
            level = _HEADINGS.get(element.tag, 0)
            wished = element.get("id") or (visible(element) if level else "")
            if not level and not wished:
                continue
            place = self._free(slug_of(wished) or "section", taken)
            renamed.setdefault(element.get("id") or place, place)
            element.set("id", place)
            if level:
                self.desk.page.headings.append((level, place, visible(element)))
        cited = {id(link) for holder in root.iter("sup") if holder.get("class") == "cite" for link in holder}
        for link in root.iter("a"):
            wished = link.get("href", "")
            if wished.startswith("#") and id(link) not in cited:
                self._lead(link, wished[1:], renamed, taken)

    def _lead(self, link: Element, wished: str, renamed: dict[str, str], taken: set[str]) -> None:
        """To a place by the id it was given, or to a heading by its words."""
        place = renamed.get(wished) or f"{self.desk.page.word('prefix')}-{slug_of(unquote(wished))}"
        if place in taken:
            link.set("href", f"#{place}")
        else:
            self.desk.page.note("place", f"#{wished}")

    def _free(self, wished: str, taken: set[str]) -> str:
        first = place = f"{self.desk.page.word('prefix')}-{wished}"
        again = 1
        while place in taken:
            again += 1
            place = f"{first}-{again}"
        taken.add(place)
        return place


class CourseShapes(Extension):
    """Registers the three, in the order in which they have to run."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(TaskLists(md), "course-tasks", 25)
        md.treeprocessors.register(Shapes(md, self.desk), "course-shapes", -10)
        md.treeprocessors.register(Places(md, self.desk), "course-places", -20)
