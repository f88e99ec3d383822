"""The rule of the mirror, without a database: what it shows when, and that nobody can work out whose value is which.

What is promised (see `mirroring`): whoever knows every figure that was ever shown and all values of their own cannot tell the exact value
of another organisation: for each organisation in each publication there is another story with the very same pages in which it had another
value. Not promised: anything against those who learn from elsewhere who changed when, who know all other values, or who pool theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from fractions import Fraction as F
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercourse.workbook import mirroring
from clustercourse.workbook.mirroring import Published, Shares, Summary, looked_at_again, of_one_currency, rounded, summary
from clustercourse.workbook.queries.figures import Held

Story = Sequence[tuple[int, Held | None]]
"""What happened, one after another: an organisation shares this value from now on, or takes it back."""


def seal(organisation: int, held: Held) -> str:
    return hashlib.sha256(f"{organisation}:{held.currency}:{held.value}".encode()).hexdigest()


def told(story: Story) -> list[tuple[Published, Shares]]:
    """What stands on the page after each step, and what everybody shared then."""
    published, shares, found = Published(), dict[int, Held](), []
    for organisation, held in story:
        shares = {key: value for key, value in shares.items() if key != organisation} | ({organisation: held} if held else {})
        published = looked_at_again(published, shares, seal)
        found.append((published, shares))
    return found


def pages(story: Story) -> list[Summary | None]:
    return [published.summary for published, _shares in told(story)]


def publications(story: Story) -> list[tuple[int, Shares]]:
    """The steps at which something new was published, with the values it was made of."""
    found, before = [], Published()
    for step, (published, shares) in enumerate(told(story)):
        if published.summary is not None and published.basis != before.basis:
            found.append((step, of_one_currency(shares)))
        before = published
    return found


def relabelled(story: Story, names: dict[int, int]) -> Story:
    return [(names.get(organisation, organisation), held) for organisation, held in story]


def of(*values: int | F, currency: str = "") -> dict[int, Held]:
    return {number: Held(F(value), currency) for number, value in enumerate(values)}


def worlds(story: Story, reader: int, domain: Sequence[int], *, knows_who: bool) -> Iterator[Story]:
    """Every story that could have happened for a reader who knows their own part, and when others changed, but not to what.

    Unless `knows_who`, anybody among the others may be anybody: each story is tried with their names moved on by one, two, three …
    """
    others = sorted({organisation for organisation, _held in story} - {reader})
    open_places = [place for place, (organisation, held) in enumerate(story) if organisation != reader and held is not None]
    for values in product(domain, repeat=len(open_places)):
        guess = list(story)
        for place, value in zip(open_places, values, strict=True):
            guess[place] = (story[place][0], Held(F(value)))
        for on in range(1 if knows_who else len(others)):
            names = others[on:] + others[:on]
            yield relabelled(guess, dict(zip(others, names, strict=True)))


def given_away(story: Story, reader: int, domain: Sequence[int], *, knows_who: bool = False) -> list[tuple[int, int, F]]:
    """A search for what the pages give away: (step, organisation, value) of each value that is the same in every possible story."""
    seen = pages(story)
    open_ones = {
        (step, organisation): {shares[organisation].value}
        for step, shares in publications(story)
        for organisation in shares
        if organisation != reader
    }
    for world in worlds(story, reader, domain, knows_who=knows_who):
        if all(len(values) > 1 for values in open_ones.values()):
            return []
        if pages(world) == seen:
            shared = [shares for _published, shares in told(world)]
            for (step, organisation), values in open_ones.items():
                values |= {shared[step][organisation].value} if organisation in shared[step] else {F(-1)}
    return [(*where, *values) for where, values in open_ones.items() if len(values) == 1]


VALUES = st.one_of(
    st.integers(1, 5).map(F),
    st.sampled_from([F(0), F(1, 8), F(1, 3), F(99, 100)]),
    st.integers(-10_000, 10_000_000).map(F),
)
STEPS = st.tuples(st.integers(0, 10), st.one_of(st.none(), st.builds(Held, VALUES, st.sampled_from(["", "", "", "", "EUR", "DKK"]))))


@st.composite
def stories(draw: Any) -> Story:
    """Some agree at first, then anything happens in any order."""
    first = [(number, Held(draw(VALUES))) for number in range(draw(st.integers(0, 10)))]
    return first + draw(st.lists(STEPS, max_size=25))


@settings(max_examples=150, deadline=None)
@given(stories())
def test_for_every_value_there_is_another_story_with_the_same_pages(story: Story) -> None:
    """The proof, carried out: two others who differ change places in the whole story, and no page of it changes."""
    seen = pages(story)
    for step, shares in publications(story):
        for reader in [*shares, 99]:
            for organisation in shares.keys() - {reader}:
                unlike = [each for each in shares.keys() - {reader} if shares[each] != shares[organisation]]
                assert unlike, f"at step {step} all others of {reader} are alike"
        first, *rest = sorted(shares)
        other = next(each for each in rest if shares[each] != shares[first])
        swapped = relabelled(story, {first: other, other: first})
        assert pages(swapped) == seen
        assert told(swapped)[step][1][first] == shares[other]


@st.composite
def small_stories(draw: Any) -> Story:
    """Five who agree with one of two values, then a few steps of three others and the reader: small enough to try everything."""
    values = st.sampled_from([1, 2]).map(lambda value: Held(F(value)))
    steps = st.tuples(st.sampled_from([0, 0, 1, 2, 3]), st.one_of(values, st.none()))
    return [(number, draw(values)) for number in range(5)] + draw(st.lists(steps, min_size=1, max_size=5))


@settings(max_examples=40, deadline=None)
@given(small_stories())
def test_a_search_through_all_possible_stories_finds_no_value(story: Story) -> None:
    assert given_away(story, 0, [1, 2]) == []


def test_the_search_finds_what_the_rule_keeps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the reader rate 5: with half the median at 5 and a lower bound of 5, the reader would know."""
    story: Story = [(number, Held(F(5 if number else 1))) for number in range(8)]
    assert (pages(story)[-1], given_away(story, 0, [1, 5])) == (None, [])
    monkeypatch.setattr(mirroring, "UNLIKE", 0)
    assert pages(story)[-1] == Summary(8, F(5), F(5), F(5))
    assert {organisation for _step, organisation, _value in given_away(story, 0, [1, 5])} == set(range(1, 8))


def test_what_is_not_promised_to_those_who_know_who_changed() -> None:
    """The reader moves from top to bottom, 1 and 2 change between: knowing that, the median tells what both had before."""
    one, three = Held(F(1)), Held(F(3))
    first = [(0, three), (1, one), (2, one), (3, one), (4, three)]
    story: Story = [*first, (1, three), (2, three), (0, one)]
    assert [page.median for page in pages(story) if page] == [F(1), F(1), F(1), F(3)]
    assert given_away(story, 0, [1, 3], knows_who=True) != []
    assert given_away(story, 0, [1, 3]) == []


def test_nothing_below_five_and_no_half_below_eight() -> None:
    assert summary(of(1, 2, 3, 4).values()) is None
    assert summary(of(1, 2, 3, 4, 5).values()) == Summary(5, F(3), None, None)
    assert summary(of(1, 2, 3, 4, 5, 6, 7).values()) == Summary(7, F(4), None, None)
    assert summary(of(0, 1, 2, 3, 4, 5, 6, 7).values()) == Summary(8, F(7, 2), F(9, 5), F(53, 10))


def test_nearly_alike_is_not_shown() -> None:
    assert summary(of(4, 4, 4, 4, 4).values()) is None
    assert summary(of(4, 4, 4, 4, 1).values()) is None
    assert summary(of(4, 4, 4, 5, 1).values()) == Summary(5, F(4), None, None)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (0, 0),
        (7, 7),
        (F(199, 2), 100),
        (115, 120),
        (114, 110),
        (12_345, 12_000),
        (99_999, 100_000),
        (F(1, 3), F(33, 100)),
        (F(1, 200), F(1, 200)),
        (-125, -120),
        (-126, -130),
    ],
)
def test_two_figures(exact: int | F, shown: int | F) -> None:
    assert rounded(F(exact)) == shown


def test_only_the_largest_group_of_one_currency_counts_and_it_needs_five() -> None:
    crowns = {number + 10: Held(F(number * 7), "DKK") for number in range(1, 5)}
    euros = {number: Held(F(number), "EUR") for number in range(1, 6)}
    assert of_one_currency(crowns | euros) == euros
    assert pages([*crowns.items(), *list(euros.items())[:4]])[-1] is None
    assert pages([*crowns.items(), *euros.items()])[-1] == Summary(5, F(3), None, None, "EUR")
    assert of_one_currency(crowns | dict(list(euros.items())[:4])) == crowns


def test_published_anew_only_when_three_have_changed() -> None:
    begin = list(of(10, 20, 30, 40, 50).items())
    changes: Story = [(0, Held(F(99))), (1, Held(F(98))), (0, Held(F(97))), (0, Held(F(10))), (0, Held(F(96))), (2, Held(F(95)))]
    shown = [page.median if page else None for page in pages([*begin, *changes])]
    assert shown == [None, None, None, None, 30, 30, 30, 30, 30, 30, 95]


def test_who_takes_it_back_is_in_nothing_new_and_the_last_five_take_it_off() -> None:
    begin = list(of(10, 20, 30, 40, 50, 60).items())
    shown = pages([*begin, (5, None), (4, None)])
    assert [page.count if page else None for page in shown] == [None, None, None, None, 5, 5, 5, None]


def test_a_figure_that_went_comes_back_the_same_or_after_three_changes() -> None:
    begin = list(of(10, 20, 30, 40, 50).items())
    off: Story = [*begin, (4, None)]
    assert pages(off)[-1] is None
    assert pages([*off, (4, Held(F(50)))])[-1] == pages(begin)[-1]
    assert pages([*off, (5, Held(F(70)))])[-1] is None
    assert pages([*off, (5, Held(F(70))), (3, Held(F(1)))])[-1] == Summary(5, F(20), None, None)


def test_a_new_one_among_those_left_does_not_keep_an_old_figure_up() -> None:
    """What stands was made of five; one of them goes and another comes: four of those behind it are left."""
    begin = list(of(10, 20, 30, 40, 50).items())
    assert pages([*begin, (9, Held(F(7))), (0, None)])[-1] is None
