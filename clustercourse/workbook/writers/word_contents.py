"""The table of contents of the Word document: right as it stands, and the word processor can bring it up to date."""

from __future__ import annotations

import re

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from clustercourse.workbook.writers.word_pieces import begin_field, element, end_field, linked

_LISTED = re.compile(r"Heading [12]")


def add_contents(word: Word, after: Paragraph, title: str) -> None:
    """Leads to every heading there is by now; nothing where there is only one. It stands behind the paragraph `after`."""
    headings = [line for line in word.paragraphs if line.style and _LISTED.fullmatch(line.style.name or "")]
    if len(headings) < 2:
        return
    lines = [word.add_paragraph(title, "TOC Heading")]
    for number, heading in enumerate(headings, 1):
        line = word.add_paragraph(style=f"toc {_level(heading)}")
        if number == 1:
            begin_field(line, r'TOC \o "1-2" \n \h')
        place = f"_Toc{number:05}"
        _mark(heading, place, number)
        linked(line, {qn("w:anchor"): place, qn("w:history"): "1"}, heading.text, None)
        lines.append(line)
    end_field(lines[-1])
    for line in reversed(lines):
        after._p.addnext(line._p)


def _level(heading: Paragraph) -> str:
    return str(heading.style.name or "")[-1] if heading.style else ""


def _mark(heading: Paragraph, place: str, number: int) -> None:
    """A bookmark around the words. Its number must be its own."""
    heading._p.insert(1 if heading._p.pPr is not None else 0, element("w:bookmarkStart", id=str(number), name=place))
    heading._p.append(element("w:bookmarkEnd", id=str(number)))
