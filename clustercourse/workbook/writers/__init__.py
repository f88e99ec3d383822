"""Writes the strategy document as a file: by its ending, what it is called on the web and who writes it. Knows no rows and no web."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from clustercourse.language import speaking
from clustercourse.text.cleaning import cleaned
from clustercourse.workbook.queries.document import StrategyDocument
from clustercourse.workbook.writers.html import html_of
from clustercourse.workbook.writers.markdown import markdown_of
from clustercourse.workbook.writers.pdf import pdf_of

Write = Callable[[StrategyDocument], bytes]


class Writer(NamedTuple):
    media_type: str
    write: Write


def _spoken(write: Write) -> Write:
    """In the document's own language, and without what no format can carry."""

    def written(document: StrategyDocument) -> bytes:
        with speaking(document.language):
            return write(cleaned(document))

    return written


def _docx(document: StrategyDocument) -> bytes:
    from clustercourse.workbook.writers.docx import docx_of  # slow import: few processes ever write a document  # noqa: PLC0415

    return docx_of(document)


WRITERS: dict[str, Writer] = {
    "docx": Writer("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _spoken(_docx)),
    "pdf": Writer("application/pdf", _spoken(pdf_of)),
    "html": Writer("text/html; charset=utf-8", _spoken(html_of)),
    "md": Writer("text/markdown; charset=utf-8", _spoken(markdown_of)),
}
