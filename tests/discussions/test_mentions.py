"""Names in a text: who is meant, what stays as it was typed, and that no name brings markup of its own."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clustercourse.discussions.mentions import MOST_NAMED, handles, name_people
from clustercourse.discussions.queries.people import Nameable
from clustercourse.text import render_learner_markdown
from tests.conftest import LONG
from tests.judge import dangers

BEN, BENNY, ANNA = Nameable(1, "Ben Berg"), Nameable(2, "Ben Berg Østergård"), Nameable(3, "Ben")
TWO = (Nameable(4, "Åse Ærø", "Cluster A"), Nameable(5, "åse ærø", "Cluster B"))
HOSTILE = Nameable(6, "A*b_c`d [e](x) <i>&amp; #f|~~\\")
PEOPLE = (BEN, BENNY, ANNA, *TWO, HOSTILE)

LETTERS = st.sampled_from(list("abENß åøÆiıİſKµ") + list("*_`[]()<>#|~\\&;!.'-^{}:"))
NAMES = st.text(LETTERS, min_size=1, max_size=14).map(str.strip).filter(bool)
NAMES_WITHOUT_CODE = NAMES.filter(lambda name: name.count("`") < 2 and "~~~" not in name)
PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["@", "`", "```", "~~~", "\n", "\n\n", " ", "**", "> ", "- ", "    ", "[", "](", ")", "🎉", "€", "ı", "@Ben", "("]),
)


def html_of(text: str, people: tuple[Nameable, ...] = PEOPLE) -> str:
    return render_learner_markdown(name_people(text, people)[0])


@pytest.mark.parametrize(
    ("text", "said", "named"),
    [
        ("Hello @Ben Berg.", "Hello **@Ben Berg**.", (1,)),
        ("@ben berg østergård, you too", "**@Ben Berg Østergård**, you too", (2,)),
        ("@Ben and @Ben Berg and @Ben", "**@Ben** and **@Ben Berg** and **@Ben**", (3, 1)),
        ("@Bennet is nobody", "@Bennet is nobody", ()),
        ("mail@Ben, @@Ben, /@Ben and .@Ben are addresses", "mail@Ben, @@Ben, /@Ben and .@Ben are addresses", ()),
        ("@Åse Ærø alone means nobody", "@Åse Ærø alone means nobody", ()),
        ("@Åse Ærø (Cluster B)!", "**@åse ærø (Cluster B)**!", (5,)),
        ("`@Ben` and ``a ` @Ben`` and @Ben", "`@Ben` and ``a ` @Ben`` and **@Ben**", (3,)),
        ("```\n@Ben\n```\n@Ben", "```\n@Ben\n```\n**@Ben**", (3,)),
        ("~~~\n@Ben\n", "~~~\n@Ben\n", ()),
        ("Nobody is named", "Nobody is named", ()),
        ("", "", ()),
    ],
)
def test_who_is_meant(text: str, said: str, named: tuple[int, ...]) -> None:
    assert name_people(text, PEOPLE) == (said, named)


def test_where_nobody_can_be_named_the_text_stays() -> None:
    assert name_people("@Ben", ()) == ("@Ben", ())


def test_two_of_one_name_are_told_apart_even_in_one_organisation() -> None:
    people = (Nameable(1, "Anna Jensen", "A"), Nameable(2, "anna jensen", "a"), Nameable(3, "Anna Jensen", "B"), Nameable(4, "Anna Jensen"))
    assert handles(people) == {"Anna Jensen (1)": 1, "anna jensen (2)": 2, "Anna Jensen (B)": 3, "Anna Jensen (4)": 4}
    assert [name_people(f"@{handle}", people)[1] for handle in handles(people)] == [(1,), (2,), (3,), (4,)]


def test_a_name_that_looks_like_another_handle_takes_nothing_from_it() -> None:
    people = (Nameable(1, "Ben", "A"), Nameable(2, "Ben", "B"), Nameable(3, "Ben (A)"))
    assert sorted(handles(people).values()) == [1, 2, 3]


def test_letters_that_only_look_alike_are_no_fault() -> None:
    """A dotless ı counts as an i where case does not matter, and has no other case itself."""
    people = (Nameable(1, "Eve Friis"), Nameable(2, "Weiß"))
    assert name_people("@Eve Frııs, @EVE FRİİS and @WEIẞ", people) == ("**@Eve Friis**, **@Eve Friis** and **@Weiß**", (1, 2))


def test_no_stars_are_left_beside_a_name() -> None:
    """Bold needs the right neighbours."""
    wrapped = [("**", "**"), ("*", "*"), ("> ", ""), ("- ", ""), ("# ", "")]
    for before, after in [*product(["", " ", "(", "“", "🎉", "€", "+"], ["", " ", ")", ".", "🎉", "€", "-"]), *wrapped]:
        for handle in ("Ben Berg", "Åse Ærø (Cluster B)"):
            html = html_of(f"{before}@{handle}{after}")
            assert ("*" in html, html.count("<strong>@")) == (False, 1), (before, after)


def test_a_name_with_signs_is_shown_as_it_is() -> None:
    html = html_of(f"Hello @{HOSTILE.name} there")
    assert html == f"<p>Hello <strong>@{escaped(HOSTILE.name)}</strong> there</p>\n"


def escaped(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_at_most_twenty_are_named_and_each_once() -> None:
    people = tuple(Nameable(number, f"Person {number:02}") for number in range(1, 31))
    text = " ".join(f"@{person.name} @{person.name}" for person in people)
    said, named = name_people(text, people)
    assert named == tuple(range(1, MOST_NAMED + 1))
    assert (said.count("**@Person"), MOST_NAMED) == (40, 20)
    assert name_people(text + " " + text, people)[1] == named


@settings(max_examples=2000 if LONG else 150, deadline=None)
@given(st.lists(PIECES, max_size=12), st.lists(st.tuples(NAMES, st.sampled_from(["", "A", "B*"])), max_size=5), st.data())
@example(["@", "ı"], [("i", "")], None)
def test_any_text_with_any_names(pieces: list[str], names: list[tuple[str, str]], data: st.DataObject | None) -> None:
    people = tuple(Nameable(number, name, organisation) for number, (name, organisation) in enumerate(names, 1))
    known = handles(people)
    assert sorted(known.values()) == list(range(1, len(people) + 1))
    mentions = [f"@{handle}" for handle in known]
    chosen = data.draw(st.lists(st.sampled_from([*pieces, *mentions] or [""]), max_size=12)) if data else pieces
    text = "".join(chosen)
    said, named = name_people(text, people)
    assert len(set(named)) == len(named) <= MOST_NAMED
    assert set(named) <= set(known.values())
    assert dangers(render_learner_markdown(said)) == []
    if not named:
        assert said == text


@settings(max_examples=1000 if LONG else 100, deadline=None)
@given(NAMES_WITHOUT_CODE, st.sampled_from(["", " ", "(", "🎉", "\n\n", "> ", "- "]))
def test_any_name_brings_no_markup(name: str, before: str) -> None:
    html = html_of(f"{before}@{name}\n\nThe end.", (Nameable(1, name),))
    tags = set(re.findall(r"</?(\w+)", html))
    assert tags <= {"p", "strong", "blockquote", "ul", "li"}
    assert escaped(" ".join(name.split())) in " ".join(html.replace("<strong>", "").replace("</strong>", "").split())
