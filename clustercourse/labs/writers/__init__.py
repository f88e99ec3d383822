"""Writes a version of a product: its pieces as HTML, a whole file of it, and a PDF. Knows no rows and no web."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from clustercourse.labs.writers.edition import Edition
from clustercourse.labs.writers.html import file_of
from clustercourse.labs.writers.pdf import pdf_of
from clustercourse.language import speaking

Write = Callable[[Edition], bytes]


class Writer(NamedTuple):
    media_type: str
    write: Write


def _spoken(write: Write) -> Write:
    """In the product's own language."""

    def written(edition: Edition) -> bytes:
        with speaking(edition.language):
            return write(edition)

    return written


WRITERS: dict[str, Writer] = {
    "html": Writer("text/html; charset=utf-8", _spoken(file_of)),
    "pdf": Writer("application/pdf", _spoken(pdf_of)),
}
