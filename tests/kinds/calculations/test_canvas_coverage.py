from __future__ import annotations

from fractions import Fraction

from tests.kinds.calculations.calculating import calculated, outcomes, said

LINKS = {
    "segment": ["SMEs", "Region", "Start-ups", None, " "],
    "proposition": ["Partners abroad", "Growth", "", "Skills", None],
    "revenue": ["Fees", "Grant", None, "Course fees", None],
}


def test_links() -> None:
    assert calculated("canvas-coverage", **LINKS) == {
        "link": ["linked", "linked", "open", "open", "<missing>"],
        "lacking": [(), (), ("proposition", "revenue"), ("segment",), "<missing>"],
        "links": 4,
        "linked": 2,
        "coverage": Fraction(1, 2),
    }


def test_all_and_none_linked() -> None:
    assert calculated("canvas-coverage", segment=["SMEs"], proposition=["Skills"], revenue=["Fees"])["coverage"] == 1
    assert calculated("canvas-coverage", segment=["SMEs"])["coverage"] == 0


def test_nothing_begun() -> None:
    outcome = outcomes("canvas-coverage", segment=[None, ""])["coverage"]
    assert (outcome.state, said(outcome)) == ("missing", "Name a segment, what you promise it, and who pays for that.")
