"""A document as a tagged PDF: what `paper.typ` says for all of ours, then a layout, then what people wrote, which is data only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from clustercourse.typesetting import fonts, typeset

_PAPER = (Path(__file__).parent / "paper.typ").read_bytes()

Standard = Literal["ua-1"]


def tagged_pdf(layout: bytes, said: Mapping[str, Any], made_on: date) -> bytes:
    """PDF/UA-1 where our fonts, or those of the machine, have every letter; otherwise only tagged, with boxes for those they lack.

    `said` holds what `paper.typ` asks for (title, author, language, words.page, above) beside what the layout does. Raises TypstError.
    """
    data = json.dumps(said)
    made = datetime.combine(made_on, time(12), UTC)
    for with_system in (False, True):
        try:
            return _compiled(_PAPER + layout, data, made, with_system, "ua-1")
        except typst.TypstError as refusal:
            if "could not be displayed" not in str(refusal):
                raise
    return _compiled(_PAPER + layout, data, made, True, None)


def _compiled(layout: bytes, data: str, made: datetime, with_system: bool, standard: Standard | None) -> bytes:
    letters = fonts(with_system=with_system, with_embedded=True)
    return typeset(layout, {"said": data}, set_in=letters, format="pdf", pdf_standards=standard, timestamp=made)
