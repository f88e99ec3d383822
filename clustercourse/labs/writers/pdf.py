"""A published version of a product as a tagged PDF. The layout is `product.typ`; what people wrote reaches it as data only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path

from clustercourse.kinds.pictures.on_paper import picture_on_paper
from clustercourse.labs.composing import Picture, Piece
from clustercourse.labs.writers.edition import Edition
from clustercourse.language import _
from clustercourse.text.blocks import linked_text
from clustercourse.text.cleaning import cleaned
from clustercourse.text.paper import Said, block_on_paper
from clustercourse.typesetting.paper import tagged_pdf

_LAYOUT = (Path(__file__).parent / "product.typ").read_bytes()


def on_paper(pieces: Sequence[Piece]) -> list[Said]:
    """What a version keeps for its PDF, beside its HTML."""
    return [
        {"kind": piece.kind, **picture_on_paper(piece.drawing)} if isinstance(piece, Picture) else block_on_paper(piece) for piece in pieces
    ]


def pdf_of(edition: Edition) -> bytes:
    """As `tagged_pdf` sets it."""
    return _set(json.dumps(_said(edition)), edition.published_at.date())


@lru_cache(maxsize=8)
def _set(said: str, made_on: date) -> bytes:
    """Kept for the next readers: anybody may fetch it, and setting it takes as long as a hundred pages."""
    return tagged_pdf(_LAYOUT, json.loads(said), made_on)


def _said(edition: Edition) -> Said:
    return {
        "language": edition.language,
        "title": cleaned(edition.title),
        "author": cleaned(edition.by),
        "above": 0,
        "version": edition.version_line,
        "citation": [asdict(run) for run in linked_text(cleaned(edition.citation))],
        "words": {"page": str(_("Page {n} of {all}", n="{n}", all="{all}"))},
        "pieces": edition.blocks,
    }
