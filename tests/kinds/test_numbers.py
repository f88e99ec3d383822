from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercourse.kinds.numbers import NotANumber, Number, read_number, write_number

ENGLISH, DANISH, GERMAN, SWEDISH = (".", ","), (",", "."), (",", "."), (",", "\u00a0")
LOCALES = st.sampled_from([ENGLISH, DANISH, GERMAN, SWEDISH])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.6", "4.6"),
        ("4,6", "4.6"),
        (" 7 ", "7"),
        ("-4,6", "-4.6"),
        ("\u22124.6", "-4.6"),
        ("+3", "3"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("5.", "5"),
        ("0.123", "0.123"),
        ("0,123", "0.123"),
        ("1234.567", "1234.567"),
        ("1 234", "1234"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1\u2019234", "1234"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("12.3456", "12.3456"),
        ("3/4", "0.75"),
        ("-3 / 4", "-0.75"),
        ("1 3/4", "1.75"),
        ("-0", "0"),
    ],
)
@pytest.mark.parametrize("locale", [ENGLISH, DANISH, SWEDISH])
def test_one_reading_in_every_language(text: str, value: str, locale: tuple[str, str]) -> None:
    assert read_number(text, *locale) == Number(Fraction(value))


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1.234", ENGLISH, "1.234"),
        ("1.234", DANISH, "1234"),
        ("1.234", SWEDISH, "1.234"),
        ("1,234", ENGLISH, "1234"),
        ("1,234", DANISH, "1.234"),
        ("1,234", SWEDISH, "1.234"),
        ("-123.456", DANISH, "-123456"),
    ],
)
def test_three_places_are_read_by_the_language_and_marked(text: str, locale: tuple[str, str], value: str) -> None:
    assert read_number(text, *locale) == Number(Fraction(value), ambiguous=True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("75%", "75", "%"),
        ("75 %", "75", "%"),
        ("4,6 kr.", "4.6", "kr."),
        ("500 €", "500", "€"),
        ("3/4 km", "0.75", "km"),
        ("12 per cent", "12", "per cent"),
        ("1 234 firms", "1234", "firms"),
        ("5 €/year", "5", "€/year"),
    ],
)
def test_what_stands_behind_is_the_unit(text: str, value: str, unit: str) -> None:
    assert read_number(text, *DANISH) == Number(Fraction(value), unit=unit)


NOT_NUMBERS = [
    *["", " ", "five", "-", ".", ",", "1 2", "12 34", "1,2,3", "1.2.3", "1.234,5.6", "1,23,456", "3/0", "1 5/4", "3-4", "1e5", "0x10"],
    *[
        "5²",
        "1½",
        "5; 6",
        "5 or 6",
        "nan",
        "inf",
        "٣",
        "5٣",
        "--5",
        "1.5/2",
        "01 234",
        "1 234.567.8",
        "4..6",
        "9" * 61,
        "2+2",
        "=5",
        "1\n2",
    ],
]


@pytest.mark.parametrize("text", NOT_NUMBERS)
@pytest.mark.parametrize("locale", [ENGLISH, DANISH, SWEDISH])
def test_anything_else_is_not_a_number(text: str, locale: tuple[str, str]) -> None:
    assert read_number(text, *locale) == NotANumber(text)


@pytest.mark.parametrize(
    ("value", "locale", "text"),
    [
        (Fraction("1234.5"), ENGLISH, "1,234.5"),
        (Fraction("1234.5"), DANISH, "1.234,5"),
        (Fraction("1234.5"), SWEDISH, "1\u00a0234,5"),
        (Fraction(-7), ENGLISH, "-7"),
        (Fraction(1, 3), DANISH, "0,3333333333"),
        (Fraction(-1, 10**12), ENGLISH, "0"),
    ],
)
def test_written_in_the_signs_of_the_language(value: Fraction, locale: tuple[str, str], text: str) -> None:
    assert write_number(value, *locale) == text


@given(st.decimals(-(10**12), 10**12, places=6), LOCALES)
def test_what_is_written_is_read_back(number: object, locale: tuple[str, str]) -> None:
    value = Fraction(str(number))
    read = read_number(write_number(value, *locale), *locale)
    assert isinstance(read, Number)
    assert read.value == value


@given(st.text(max_size=80), LOCALES)
def test_any_text_gets_an_answer(text: str, locale: tuple[str, str]) -> None:
    assert isinstance(read_number(text, *locale), Number | NotANumber)


@given(st.decimals(0, 10**9, places=2), LOCALES)
def test_comma_and_point_are_the_same_below_three_places(number: object, locale: tuple[str, str]) -> None:
    text = str(number)
    assert read_number(text, *locale) == read_number(text.replace(".", ","), *locale)
