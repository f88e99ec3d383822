"""The sign-in sheet of a session as a PDF. The layout is `sheet.typ`; what people typed reaches it as data only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.cohorts.queries.sign_in_sheets import SheetLine
from clustercourse.cohorts.session_words import place_words, when_words
from clustercourse.language import _, speaking
from clustercourse.typesetting import typeset

EMPTY_LINES = 4
_LAYOUT = (Path(__file__).parent / "sheet.typ").read_bytes()


def sign_in_sheet(cohort: CohortRow, session: SessionRow, lines: Sequence[SheetLine]) -> bytes:
    """One page for about twenty people, in the cohort's language, with a few empty lines for those who just come."""
    with speaking(cohort.language, session.zone):
        said = json.dumps(_said(cohort, session, lines))
    return typeset(_LAYOUT, {"said": said}, format="pdf")


def _said(cohort: CohortRow, session: SessionRow, lines: Sequence[SheetLine]) -> dict[str, object]:
    facts = [
        (_("Cohort"), cohort.title),
        (_("When"), when_words(session.starts_at, session.ends_at, session.zone)),
        (_("Where"), place_words(session.part_place, session.shown_venue, session.link)),
        (_("Trainers"), ", ".join(session.trainers)),
    ]
    return {
        "language": cohort.language,
        "title": session.title,
        "facts": [(str(name), value) for name, value in facts if value],
        "heads": ["", str(_("Name")), str(_("Organisation")), str(_("Code")), str(_("Signature"))],
        "people": [{"name": line.name, "organisation": line.organisation, "code": line.code} for line in lines],
        "empty": EMPTY_LINES,
        "note": str(_("The register finds a person by the code.")),
        "page": str(_("Page {n} of {all}", n="{n}", all="{all}")),
    }
