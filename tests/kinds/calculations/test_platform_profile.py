from __future__ import annotations

import pytest

from tests.kinds.calculations.calculating import calculated

FACTS = ("members-fact", "types-fact", "team-fact", "page-fact")


@pytest.mark.parametrize(
    ("profile", "facts", "failed", "verdict"),
    [
        ((135, 4, "2.5", "yes"), "mmmm", 0, "meets-all"),
        ((14, 4, "2.5", "yes"), "fmmm", 1, "fails"),
        ((15, 2, "0.5", "yes"), "mmmm", 0, "meets-all"),
        ((15, 2, "0.49", "yes"), "mmfm", 1, "fails"),
        ((15, 1, "0.5", "no"), "mfmf", 2, "fails"),
        ((0, 0, 0, "no"), "ffff", 4, "fails"),
        ((15, 2, None, "yes"), "mm?m", "<missing>", "cannot-tell"),
        ((14, 2, None, "yes"), "fm?m", "<missing>", "fails"),
        ((None, None, None, None), "????", "<missing>", "cannot-tell"),
        ((-1, 2, None, "no"), "!m?f", "<invalid>", "<invalid>"),
        (("15.5", 2, "0.5", "yes"), "!mmm", "<invalid>", "<invalid>"),
    ],
)
def test_profile(profile: tuple[object, ...], facts: str, failed: object, verdict: str) -> None:
    members, types, positions, page = profile
    found = calculated("platform-profile", members=members, member_types=types, positions=positions, english_page=page)
    words = {"m": "meets", "f": "fails", "?": "<missing>", "!": "<invalid>"}
    assert [found[name] for name in FACTS] == [words[each] for each in facts]
    assert (found["facts-failed"], found["verdict"]) == (failed, verdict)
