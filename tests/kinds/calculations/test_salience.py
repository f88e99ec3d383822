from __future__ import annotations

import pytest

from tests.kinds.calculations.calculating import calculated

ANSWERS = {"0": "no", "1": "yes", "?": None, "x": "perhaps"}
TYPES = {
    "000": "not-a-stakeholder",
    "100": "dormant",
    "010": "discretionary",
    "001": "demanding",
    "110": "dominant",
    "101": "dangerous",
    "011": "dependent",
    "111": "definitive",
}


def salience(answers: str) -> list[object]:
    power, legitimacy, urgency = (ANSWERS[each] for each in answers)
    return list(calculated("salience", power=power, legitimacy=legitimacy, urgency=urgency).values())


@pytest.mark.parametrize("answers", TYPES)
def test_eight_types(answers: str) -> None:
    assert salience(answers) == [TYPES[answers], (TYPES[answers],)]


@pytest.mark.parametrize(
    ("answers", "possible"),
    [
        ("1?1", {"dangerous", "definitive"}),
        ("?11", {"dependent", "definitive"}),
        ("0?0", {"not-a-stakeholder", "discretionary"}),
        ("??1", {"demanding", "dangerous", "dependent", "definitive"}),
        ("???", set(TYPES.values())),
    ],
)
def test_undecided_lists_what_is_possible(answers: str, possible: set[str]) -> None:
    word, found = salience(answers)
    assert (word, set(found), len(found)) == ("undecided", possible, len(possible))


def test_another_answer_is_invalid() -> None:
    assert salience("1x?") == ["<invalid>", "<invalid>"]
