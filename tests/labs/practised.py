"""The two worksheets of the course on labs, filled in by an organisation."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import select

from clustercourse.db import end_reading, value
from clustercourse.models.catalogue import Organisation
from tests import make
from tests.workbook import books

_EXERCISES = Path(__file__).resolve().parents[2] / "content" / "running-a-cluster-lab" / "exercises"
PROPOSAL = {
    "theme": "Digital tools",
    "asks": "region",
    "question": "Can an office of two keep its yearly figures in one system?",
    "why-lab": "Nobody has tried one with our own figures.",
    "becomes": "routine",
    "testers": "6",
    "roll-out": "All offices of the country",
}
CARD = {
    "belief": "Most offices record their figures by themselves",
    "test": "Each records its figures of last year once",
    "measure": "Minutes to the finished report",
    "success": "The report is complete within 30 minutes",
    "threshold": "60",
    "baseline": "Two hours",
    "missing-answers": "chase",
    "product-kind": "handbook",
    "product": "A handbook of ten pages",
    "product-owner": "The office of Cluster A",
}


def course() -> str:
    """Published, with the worksheets as they stand in the course on labs; its key. The words before their fields name other sources."""
    names = ("lab-proposal", "test-card")
    items = "items: [10-words.md, 20-bridges.md, exercises/check-first.yaml"
    more = ", ".join(f"exercises/{name}.yaml" for name in names)
    files = make.course_files(key="on-labs", changes={"10-first/module.yaml": (items, f"{items}, {more}")})
    for name in names:
        text = (_EXERCISES / f"{name}.yaml").read_text()
        files[f"exercises/{name}.yaml"] = re.sub(r"(?m)^intro: \|\n(?:  .*\n|\n)+", "", text).encode()
    return make.published_course(key="on-labs", files=files)


def workbook_of(organisation: int) -> str:
    """The word for it in addresses."""
    found = str(value(select(Organisation.slug).where(Organisation.id == organisation)))
    end_reading()
    return found


def filled(person: int, organisation: int, sheet: str, values: dict[str, str], *, edition: str = "") -> int:
    """Somebody of the organisation types into a sheet of its workbook; the sheet's id."""
    return books.write(person, workbook_of(organisation), sheet, values, edition=edition)
