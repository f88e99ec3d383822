"""What people type into a worksheet: read exactly, in the signs of the reader's language, and said where it cannot be read."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercourse.kinds.worksheets.cells import CURRENCIES, Cell, kept_cell, major, read_cell, shown
from clustercourse.language import speaking

OPTIONS = [{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}, {"id": "c", "text": "Three"}]
RATING = {"type": "rating", "least": 1, "most": 5}


def field(type_: str, **rules: Any) -> dict[str, Any]:
    own = {"choice": {"options": OPTIONS}, "several": {"options": OPTIONS}, "rating": {"least": 1, "most": 5}}.get(type_, {})
    return {"type": type_, **own, **rules}


def read(type_: str, typed: str, currency: str = "EUR", language: str = "en", **rules: Any) -> Cell:
    with speaking(language):
        return read_cell(field(type_, **rules), typed, currency)


@pytest.mark.parametrize(
    ("typed", "english", "danish"),
    [
        ("7", "7", "7"),
        ("1,234.50", "2469/2", "2469/2"),
        ("1.234,50", "2469/2", "2469/2"),
        ("1 234", "1234", "1234"),
        ("1\u00a0234,5", "2469/2", "2469/2"),
        ("1'234'567", "1234567", "1234567"),
        ("1,234", "1234", "617/500"),
        ("1.234", "617/500", "1234"),
        ("12,5", "25/2", "25/2"),
        ("3/4", "3/4", "3/4"),
        ("-2", "-2", "-2"),
        ("0", "0", "0"),
        ("0,0", "0", "0"),
        (" 42 ", "42", "42"),
    ],
)
def test_a_number_in_both_languages(typed: str, english: str, danish: str) -> None:
    assert (read("number", typed).value, read("number", typed, language="da").value) == (english, danish)


@pytest.mark.parametrize(
    ("typed", "language", "understood"),
    [
        ("1.234", "en", "Understood as the decimal number 1.234."),
        ("1,234", "en", "Understood as the whole number 1,234."),
        ("1.234", "da", "Forstået som det hele tal 1.234."),
        ("1,234", "da", "Forstået som decimaltallet 1,234."),
        ("1,2345", "en", None),
        ("1234", "en", None),
    ],
)
def test_what_could_be_two_numbers_says_which_it_is(typed: str, language: str, understood: str | None) -> None:
    assert read("number", typed, language=language).understood == understood
    assert read("money", typed if typed != "1,2345" else "1,23", language=language).understood == (
        understood if "decimal" not in str(understood) else None
    )


NOT_A_NUMBER = "“{}” is not a number. Write for example 1,200 or 4.6, or ? where it is not known."


@pytest.mark.parametrize(
    ("typed", "rules", "trouble"),
    [
        ("many", {}, NOT_A_NUMBER.format("many")),
        ("12 %", {}, NOT_A_NUMBER.format("12 %")),
        ("1.2.3,4", {}, NOT_A_NUMBER.format("1.2.3,4")),
        ("1e5", {}, NOT_A_NUMBER.format("1e5")),
        ("=2+2", {}, NOT_A_NUMBER.format("=2+2")),
        ("1.5", {"whole": True}, "Write a whole number here."),
        ("-1", {"least": "0"}, "Write 0 or more."),
        ("1000.5", {"most": "1000"}, "Write 1,000 or less."),
        ("0.4", {"least": "0.5"}, "Write 0.5 or more."),
    ],
)
def test_a_number_that_cannot_be_taken(typed: str, rules: dict[str, Any], trouble: str) -> None:
    assert read("number", typed, **rules) == Cell(typed, trouble=trouble)


@pytest.mark.parametrize(("typed", "kept"), [("0", "0"), ("1000", "1000"), ("1,000.0", "1000")])
def test_the_bounds_themselves_are_inside(typed: str, kept: str) -> None:
    assert read("number", typed, least="0", most="1000", whole=True).value == kept


def test_a_unit_behind_the_number_is_the_field_s_or_is_said() -> None:
    assert read("number", "12 hours", unit="hours") == Cell("12 hours", "12")
    assert read("number", "12 HOURS", unit="hours").understood is None
    said = "Understood as 12. The words after it were not read."
    assert read("number", "12 days", unit="hours") == Cell("12 days", "12", understood=said)


@pytest.mark.parametrize("typed", ["?", "-", "–", "—", "n/a", "N/A", "Unknown", " ukendt ", "ikke kendt", "x", "X", "suppressed"])
@pytest.mark.parametrize("type_", ["number", "money", "percentage", "date", "year", "choice", "rating", "yes-no"])
def test_words_for_not_known(type_: str, typed: str) -> None:
    assert read(type_, typed) == Cell(typed, is_unknown=True)


def test_words_for_not_known_are_words_in_a_text() -> None:
    assert [read("text", typed).value for typed in ("?", "x", "Unknown")] == ["?", "x", "Unknown"]
    assert read("long-text", "-") == Cell("-", "-")


@pytest.mark.parametrize("typed", ["", " ", "\n\t ", "\x00"])
@pytest.mark.parametrize("type_", ["text", "number", "money", "several", "choice", "date", "stakeholder"])
def test_nothing_is_an_empty_cell(type_: str, typed: str) -> None:
    assert read(type_, typed) == Cell()
    assert Cell().is_empty


@pytest.mark.parametrize(
    ("typed", "currency", "value", "named"),
    [
        ("1200", "EUR", 120000, "EUR"),
        ("1,200.50", "EUR", 120050, "EUR"),
        ("1.200,50", "EUR", 120050, "EUR"),
        ("EUR 12.5", "DKK", 1250, "EUR"),
        ("12.5 eur", "DKK", 1250, "EUR"),
        ("12,5 €", "DKK", 1250, "EUR"),
        ("€12,5", "DKK", 1250, "EUR"),
        ("£3", "EUR", 300, "GBP"),
        ("40 zł", "EUR", 4000, "PLN"),
        ("1 200 kr", "DKK", 120000, "DKK"),
        ("1.200,- kr.", "DKK", None, None),
        ("75 kr.", "SEK", 7500, "SEK"),
        ("200 ISK", "DKK", 200, "ISK"),
        ("0", "EUR", 0, "EUR"),
        ("-15", "EUR", -1500, "EUR"),
        ("12 SEK", "EUR", 1200, "SEK"),
    ],
)
def test_money_is_whole_minor_units_of_its_currency(typed: str, currency: str, value: int | None, named: str | None) -> None:
    cell = read("money", typed, currency)
    assert (cell.value, cell.currency) == (value, named)


NOT_MONEY = "“{}” is not an amount. Write for example 1,200.50, or ? where it is not known."


@pytest.mark.parametrize(
    ("typed", "currency", "trouble"),
    [
        ("a lot", "EUR", NOT_MONEY.format("a lot")),
        ("12 %", "EUR", NOT_MONEY.format("12 %")),
        ("12 kr", "EUR", NOT_MONEY.format("12 kr")),
        ("12 USDT", "EUR", NOT_MONEY.format("12 USDT")),
        ("12 XYZ", "EUR", NOT_MONEY.format("12 XYZ")),
        (
            "1.234",
            "EUR",
            "Understood as the decimal number 1.234. EUR has no smaller coin than that. If you mean thousands, leave the point or comma out.",
        ),
        ("0.005", "EUR", "EUR has no smaller coin than that. Round the amount."),
        ("1/3", "EUR", "EUR has no smaller coin than that. Round the amount."),
        ("1.5 ISK", "EUR", "ISK has no smaller coin than that. Round the amount."),
    ],
)
def test_an_amount_that_cannot_be_taken(typed: str, currency: str, trouble: str) -> None:
    assert read("money", typed, currency) == Cell(typed, trouble=trouble)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12.5", "25/2"), ("12,5 %", "25/2"), ("12.5%", "25/2"), ("100", "100"), ("0 %", "0"), ("1/3", "1/3"), ("−5", "-5")],
)
def test_a_percentage_is_kept_as_it_is_typed(typed: str, value: str) -> None:
    assert read("percentage", typed).value == value


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("half", "“half” is not a percentage. Write for example 12.5, or ? where it is not known."),
        ("12 points", "“12 points” is not a percentage. Write for example 12.5, or ? where it is not known."),
        ("101", "Write 100 or less."),
        ("-1 %", "Write 0 or more."),
    ],
)
def test_a_percentage_that_cannot_be_taken(typed: str, trouble: str) -> None:
    assert read("percentage", typed, least="0", most="100") == Cell(typed, trouble=trouble)


NO_DATE = "“{}” is not a date. Write for example 2027-09-30 or 30.9.2027."


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2027-09-30", "2027-09-30"),
        ("2027-9-3", "2027-09-03"),
        ("30.9.2027", "2027-09-30"),
        ("30. 9. 2027", "2027-09-30"),
        ("30/9/2027", "2027-09-30"),
        ("3-9-2027", "2027-09-03"),
        ("29.2.2028", "2028-02-29"),
        (" 2027-09-30\n", "2027-09-30"),
        ("29.2.2027", None),
        ("2027-13-01", None),
        ("9/30/2027", None),
        ("30.9.27", None),
        ("September", None),
    ],
)
def test_a_date(typed: str, value: str | None) -> None:
    assert read("date", typed) == (Cell(typed, value) if value else Cell(typed, trouble=NO_DATE.format(typed)))


@pytest.mark.parametrize(
    ("typed", "value"), [("2027", "2027"), (" 1900 ", "1900"), ("1899", None), ("2201", None), ("27", None), ("²027", None)]
)
def test_a_year(typed: str, value: str | None) -> None:
    assert read("year", typed) == (Cell(typed, value) if value else Cell(typed, trouble="Write a year with four digits, such as 2027."))


@pytest.mark.parametrize(("typed", "value"), [("1", "1"), ("5", "5"), (" 3 ", "3"), ("0", None), ("6", None), ("2.5", None), ("-1", None)])
def test_a_rating(typed: str, value: str | None) -> None:
    assert read("rating", typed) == (Cell(typed, value) if value else Cell(typed, trouble="Choose a number from 1 to 5."))


@pytest.mark.parametrize(
    ("type_", "typed", "cell"),
    [
        ("choice", "b", Cell("b", "b")),
        ("choice", "B", Cell("B", trouble="“B” cannot be chosen here.")),
        ("choice", "z", Cell("z", trouble="“z” cannot be chosen here.")),
        ("several", "c,a", Cell("a,c", ["a", "c"])),
        ("several", "a,z,a", Cell("a", ["a"])),
        ("several", "z", Cell()),
        ("yes-no", "yes", Cell("yes", "yes")),
        ("yes-no", "no", Cell("no", "no")),
        ("yes-no", "maybe", Cell("maybe", trouble="Choose yes, no or not known.")),
        ("text", "  A name  ", Cell("  A name  ", "A name")),
        ("long-text", "One\r\ntwo\x00", Cell("One\ntwo", "One\ntwo")),
        ("organisation", "Harbour ", Cell("Harbour ", "Harbour")),
        ("stakeholder", "The bank", Cell("The bank", "The bank")),
    ],
)
def test_what_is_chosen_and_written(type_: str, typed: str, cell: Cell) -> None:
    assert read(type_, typed) == cell


@pytest.mark.parametrize(("type_", "longest"), [("text", 300), ("long-text", 8000), ("number", 200), ("stakeholder", 200)])
def test_long_texts_are_cut(type_: str, longest: int) -> None:
    assert len(read(type_, "1" * 9000).typed) == longest


@pytest.mark.parametrize(
    ("now", "value", "typed", "currency", "cell"),
    [
        ("number", "25/2", "12.5", None, Cell("12.5", "25/2")),
        ("number", None, "many", None, Cell("many", trouble=NOT_A_NUMBER.format("many"))),
        ("number", None, "?", None, Cell("?", is_unknown=True)),
        ("number", None, "", None, Cell()),
        ("text", "Harbour", "Harbour", None, Cell("Harbour", "Harbour")),
        ("long-text", "25", "25", None, Cell("25", "25")),
        ("number", "Harbour", "Harbour", None, Cell("Harbour", trouble=NOT_A_NUMBER.format("Harbour"))),
        ("money", "12", "12", None, Cell("12", trouble="This was typed for an earlier form of the worksheet. Write it anew.")),
        ("money", 1200, "12", "DKK", Cell("12", 1200, "DKK")),
        ("number", 1200, "12", "DKK", Cell("12", trouble="This was typed for an earlier form of the worksheet. Write it anew.")),
        ("choice", "b", "b", None, Cell("b", "b")),
        ("choice", "gone", "gone", None, Cell("gone", trouble="“gone” cannot be chosen here.")),
        ("several", ["a", "b"], "a,b", None, Cell("a,b", ["a", "b"])),
        (
            "several",
            ["a", "gone"],
            "a,gone",
            None,
            Cell("a,gone", trouble="This was typed for an earlier form of the worksheet. Write it anew."),
        ),
        ("text", ["a"], "a", None, Cell("a", trouble="This was typed for an earlier form of the worksheet. Write it anew.")),
        ("year", "2027", "2027", None, Cell("2027", "2027")),
        ("rating", "2027-09-30", "2027-09-30", None, Cell("2027-09-30", trouble="Choose a number from 1 to 5.")),
    ],
)
def test_what_was_kept_is_read_by_the_field_as_it_is_now(now: str, value: Any, typed: str, currency: str | None, cell: Cell) -> None:
    assert kept_cell(field(now), value, typed, currency) == cell


@pytest.mark.parametrize(
    ("type_", "typed", "english", "danish"),
    [
        ("number", "1234.5", "1,234.5", "1.234,5"),
        ("money", "1234.5", "1,234.5", "1.234,5"),
        ("percentage", "12.5", "12.5", "12,5"),
        ("text", " Harbour ", " Harbour ", " Harbour "),
        ("several", "c,a", "a,c", "a,c"),
        ("number", "many", "many", "many"),
        ("number", "1/3", "1/3", "1/3"),
        ("percentage", "33 1/3", "100/3", "100/3"),
        ("year", "2027", "2027", "2027"),
        ("date", "30.9.2027", "2027-09-30", "2027-09-30"),
    ],
)
def test_what_stands_in_the_input_is_in_the_reader_s_signs(type_: str, typed: str, english: str, danish: str) -> None:
    cell = read(type_, typed)
    texts = []
    for language in ("en", "da"):
        with speaking(language):
            texts.append(shown(field(type_), cell))
    assert texts == [english, danish]


DECIMALS = st.integers(-(10**12), 10**12).map(lambda whole: Fraction(whole, 1000))
EXACT = DECIMALS | st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@given(EXACT, st.sampled_from(["en", "da"]), st.sampled_from(["en", "da"]))
def test_a_number_that_is_shown_reads_back_as_itself(number: Fraction, language: str, other: str) -> None:
    """What somebody typed in one language stands in the other's signs, and saving the page changes nothing."""
    with speaking(language):
        cell = read_cell(field("number"), shown(field("number"), Cell("", str(number))), "EUR")
    assert Fraction(cell.value) == number
    with speaking(other):
        assert read_cell(field("number"), shown(field("number"), cell), "EUR").value == cell.value


MONEY = st.sampled_from(CURRENCIES)


@given(st.integers(-(10**12), 10**12), MONEY, MONEY, st.sampled_from(["en", "da"]))
def test_an_amount_reads_back_exactly_in_its_own_currency(minor: int, currency: str, workbook: str, language: str) -> None:
    with speaking(language):
        cell = Cell("", minor, currency)
        again = read_cell(field("money"), shown(field("money"), cell, workbook), workbook)
    assert (again.value, again.currency, major(again)) == (minor, currency, major(cell))


@given(
    st.text(max_size=40),
    st.sampled_from(["text", "number", "money", "percentage", "date", "year", "choice", "several", "rating", "yes-no"]),
)
def test_whatever_is_typed_gives_a_cell(typed: str, type_: str) -> None:
    """Exactly one of: nothing, not known, a value, or a reason."""
    cell = read(type_, typed)
    assert [cell.is_empty, cell.is_unknown, cell.value is not None, cell.trouble is not None].count(True) == 1
