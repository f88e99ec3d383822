"""What python-docx leaves to its users: the blank document of ours, languages, links, fields, bookmarks, lists and alternative texts."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_TEMPLATE = Path(__file__).parent / "word_template"
_NUMBERED = "1"
_BULLETED_LIST = 1


@cache
def _blank() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(_TEMPLATE.rglob("*")):
            if path.is_file():
                package.write(path, path.relative_to(_TEMPLATE).as_posix())
    return kept.getvalue()


def blank_document(locale: str) -> Word:
    """A document without words, with our styles, for text in this language ("da-DK")."""
    word = Document(io.BytesIO(_blank()))
    for element in (word.styles.element.find(f".//{qn('w:lang')}"), word.settings.element.find(qn("w:themeFontLang"))):
        element.set(qn("w:val"), locale)
    return word


def element(tag: str, text: str | None = None, **attributes: str) -> BaseOxmlElement:
    """`element("w:instrText", "PAGE")`; attributes are of the same namespace: `element("w:ilvl", val="0")`."""
    made = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for name, value in attributes.items():
        made.set(qn(f"{prefix}:{name}"), value)
    made.text = text
    return made


def add_link(paragraph: Paragraph, address: str, words: str) -> Run:
    """A run that leads out of the document."""
    return linked(
        paragraph, {qn("r:id"): paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}, words, "Hyperlink"
    )


def linked(paragraph: Paragraph, attributes: dict[str, str], words: str, style: str | None) -> Run:
    run = paragraph.add_run(words, style)
    link = OxmlElement("w:hyperlink")
    for name, value in attributes.items():
        link.set(name, value)
    link.append(run._r)
    paragraph._p.append(link)
    return run


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field that the word processor counts, as PAGE; `shown` stands there until it has."""
    begin_field(paragraph, code)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, code: str) -> None:
    for piece in (
        element("w:fldChar", fldCharType="begin"),
        element("w:instrText", f" {code} "),
        element("w:fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(piece)


def end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def describe(picture: InlineShape, title: str, description: str) -> None:
    """What is read aloud instead of a picture. It stands where the words stand: readers differ in what they keep free around it."""
    for side in "TBLR":
        picture._inline.set(f"dist{side}", "0")
    for properties in picture._inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        properties.set("descr", description)
        properties.set("title", title)


def new_list(word: Word, start: int | None) -> int:
    """The number of a list. Bulleted ones are all the same; each numbered one begins by itself, also where it stands inside another."""
    if start is None:
        return _BULLETED_LIST
    numbering = word.part.numbering_part.element
    number = len(numbering.findall(qn("w:num"))) + 1
    made = element("w:num", numId=str(number))
    made.append(element("w:abstractNumId", val=_NUMBERED))
    for level in range(9):
        override = element("w:lvlOverride", ilvl=str(level))
        override.append(element("w:startOverride", val=str(start)))
        made.append(override)
    numbering.append(made)
    return number


def put_in_list(paragraph: Paragraph, number: int, level: int) -> None:
    properties = element("w:numPr")
    properties.append(element("w:ilvl", val=str(min(level, 8))))
    properties.append(element("w:numId", val=str(number)))
    paragraph._p.get_or_add_pPr()._insert_numPr(properties)
