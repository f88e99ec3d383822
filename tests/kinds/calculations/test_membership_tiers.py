from __future__ import annotations

from fractions import Fraction

from tests.kinds.calculations.calculating import calculated, outcomes, said, some

TIERS = {
    "members": [60, 45, 20, 6, 4],
    "fee": [400, 1_000, 2_000, 5_000, 2_750],
    "hours": [4, 8, 14, 30, 40],
    "direct_cost": [50, 80, 120, 300, 200],
    "hourly_rate": 60,
}


def test_example_cluster() -> None:
    assert calculated("membership-tiers", **TIERS) == {
        "fee-income": [24_000, 45_000, 40_000, 30_000, 11_000],
        "cost-to-serve": [290, 560, 960, 2_100, 2_600],
        "margin": [110, 440, 1_040, 2_900, 150],
        "tier-margin": [6_600, 19_800, 20_800, 17_400, 600],
        "cost-share": [Fraction("0.725"), Fraction("0.56"), Fraction("0.48"), Fraction("0.42"), Fraction(2_600, 2_750)],
        "members-total": 135,
        "fee-income-total": 150_000,
        "average-fee": Fraction(150_000, 135),
        "hours-total": 1_220,
        "positions": Fraction("0.7625"),
        "cost-total": 84_800,
        "margin-total": 65_200,
    }


def test_a_tier_not_known_holds_the_totals_back() -> None:
    found = outcomes("membership-tiers", **{**TIERS, "fee": [400, None, 2_000, 5_000, 2_750]})
    assert [each.state for each in found["fee-income"]] == ["value", "missing", "value", "value", "value"]
    assert said(found["fee-income-total"]) == "Row 2. Not known: fee of a member."
    assert [found[name].state for name in ("average-fee", "margin-total", "members-total", "cost-total")] == [
        "missing",
        "missing",
        "value",
        "value",
    ]


def test_a_free_tier_has_no_cost_share() -> None:
    given = {"members": [10], "fee": [0], "hours": [1], "direct_cost": [0], "hourly_rate": 60}
    assert some("membership-tiers", "cost-share", "margin", "tier-margin", **given) == [["<undefined>"], [-60], [-600]]


def test_no_members_and_no_tiers() -> None:
    given = {"members": [0], "fee": [400], "hours": [4], "direct_cost": [50], "hourly_rate": 60}
    assert some("membership-tiers", "fee-income", "average-fee", "positions", **given) == [[0], "<undefined>", 0]
    assert some("membership-tiers", "fee-income", "members-total", "average-fee") == [[], "<missing>", "<missing>"]


def test_impossible_tiers() -> None:
    found = outcomes("membership-tiers", **{**TIERS, "members": [60, 45, -1, 6, None]})
    assert [each.state for each in found["tier-margin"]] == ["value", "value", "invalid", "value", "missing"]
    assert said(found["members-total"]) == "Row 3. Check members in the tier: this cannot be less than 0."
    assert calculated("membership-tiers", **TIERS, hours_of_position=0)["positions"] == "<undefined>"
    assert calculated("membership-tiers", **TIERS, hours_of_position=1_220)["positions"] == 1
