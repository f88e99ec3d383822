"""What holds for every picture, whatever it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

import clustercourse
from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures import PICTURES
from clustercourse.kinds.pictures.drawing import Drawing, Picture
from clustercourse.kinds.pictures.frame import placed
from clustercourse.kinds.pictures.labels import SIZE, width
from clustercourse.kinds.pictures.standalone import STYLE
from clustercourse.language import speaking
from tests.kinds.pictures.drawn import GONE, LONG, NONE, SVG, WORKED, WRONG, known, parsed, rows, words_in

STYLESHEET = Path(clustercourse.__file__).parent / "static/css/components/picture.css"
EVERY = pytest.mark.parametrize("name", sorted(PICTURES))
ATTRIBUTES = {
    *("class", "viewBox", "role", "id", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx"),
    *("width", "height", "d", "text-anchor", "patternUnits", "fill"),
}
ELEMENTS = {"svg", "title", "desc", "defs", "pattern", "rect", "circle", "path", "line", "text"}
GIVEN: dict[str, Any] = {
    "0": lambda picture: rows(picture, 0),
    "1": lambda picture: rows(picture, 1),
    "3": lambda picture: rows(picture, 3),
    "40": lambda picture: rows(picture, 40),
    "long": lambda picture: rows(picture, 5, names=LONG),
    "missing": lambda picture: rows(picture, 3, numbers=[GONE, NONE, WRONG]),
    "half missing": lambda picture: rows(picture, 6, numbers=known(2, GONE, 0)),
    "tied": lambda picture: rows(picture, 5, numbers=known(4)),
    "negative": lambda picture: rows(picture, 3, numbers=known(-3, 2, "-1/3")),
    "large": lambda picture: rows(picture, 4, names=LONG, numbers=known(123456789, "0.0001", 98765432)),
}


def all_drawings(picture: Picture) -> Iterator[tuple[str, Mapping[str, Any], Drawing]]:
    for case, make in {**GIVEN, "worked": lambda picture: WORKED[picture.name]}.items():
        given = make(picture)
        yield case, given, picture.drawing(given)


def test_every_picture_has_a_worked_example() -> None:
    assert sorted(WORKED) == sorted(PICTURES)


def test_names_are_kebab_case_and_inputs_differ() -> None:
    for name, picture in PICTURES.items():
        inputs = [each.name for each in picture.inputs]
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", each) for each in (name, *inputs))
        assert len(set(inputs)) == len(inputs)


@EVERY
def test_markup_is_clean_named_and_inside_its_bounds(name: str) -> None:
    for case, _given, drawing in all_drawings(PICTURES[name]):
        root = parsed(drawing.svg)
        assert drawing.finding and drawing.description, case
        check_name(root, drawing)
        for element in root.iter():
            check_element(element)
        assert outside(root) == [], case


def check_name(root: Element, drawing: Drawing) -> None:
    title, words = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", drawing.finding)
    assert (words.tag, words.text) == (f"{SVG}desc", drawing.description)
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


def check_element(element: Element) -> None:
    assert element.tag.removeprefix(SVG) in ELEMENTS
    assert set(element.attrib) <= ATTRIBUTES
    assert set((element.get("class") or "").split()) <= set(STYLE)
    assert re.fullmatch(r"url\(#picture-[0-9a-f]{10}-(missing|two|three|four)\)", element.get("fill", "url(#picture-0123456789-two)"))


def outside(root: Element) -> list[str]:
    """What would be cut off at an edge of the picture."""
    _x, _y, wide, high = (float(each) for each in (root.get("viewBox") or "").split())
    found = []
    for element in root.iter():
        left, top, right, bottom = bounds(element)
        if left < -0.6 or top < -0.6 or right > wide + 0.6 or bottom > high + 0.6:
            found.append(f"{element.tag} {element.attrib} {element.text}")
    return found


def bounds(element: Element) -> tuple[float, float, float, float]:
    def at(key: str) -> float:
        return float(element.get(key, "0"))

    if element.tag == f"{SVG}text":
        size = SIZE * 2 if "picture-large" in (element.get("class") or "") else SIZE
        wide = width(element.text or "", size)
        left = at("x") - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        return left, at("y") - size * 0.75, left + wide, at("y") + size * 0.2
    if element.tag == f"{SVG}rect" and element.get("x"):
        return at("x"), at("y"), at("x") + at("width"), at("y") + at("height")
    if element.tag == f"{SVG}circle" and "grain" not in (element.get("class") or ""):
        return at("cx") - at("r"), at("cy") - at("r"), at("cx") + at("r"), at("cy") + at("r")
    if element.tag == f"{SVG}line":
        return min(at("x1"), at("x2")), min(at("y1"), at("y2")), max(at("x1"), at("x2")), max(at("y1"), at("y2"))
    return 0.0, 0.0, 0.0, 0.0


@EVERY
def test_table_holds_the_rows_and_says_what_is_not_known(name: str) -> None:
    picture = PICTURES[name]
    for case, given, drawing in all_drawings(picture):
        table = drawing.table
        assert all(len(row) == len(table.heads) for row in table.rows), case
        assert all(0 < place < len(table.heads) for place in table.numbers), case
        columns = [given[each.name] for each in picture.inputs if each.is_column and given.get(each.name)]
        if columns and picture.inputs[0].is_column and picture.inputs[0].type == "text":
            names = [said or "(no name)" for said in given.get(picture.inputs[0].name, ())]
            assert [row[0] for row in table.rows[: len(names)]] == names, case
            assert len(table.rows) == len(names) or any(each.has_own_rows for each in picture.inputs), case
    words = " ".join(cell for row in picture.drawing(rows(picture, 1, numbers=[GONE])).table.rows for cell in row)
    if any(each.type == "number" for each in picture.inputs):
        assert re.search("not known|not rated", words)


@EVERY
def test_nothing_given_says_what_will_stand_here(name: str) -> None:
    drawing = PICTURES[name].drawing({})
    assert drawing.finding == f"{PICTURES[name].title}: nothing to draw yet"
    assert " ".join(element.text or "" for element in parsed(drawing.svg).iter(f"{SVG}text")).replace(
        "- ", "-"
    ) == drawing.description.replace("- ", "-")


@EVERY
def test_outcomes_that_are_no_numbers_are_hatched(name: str) -> None:
    picture = PICTURES[name]
    columns = [each for each in picture.inputs if each.type == "number" and each.is_column]
    if not columns:
        return
    drawing = picture.drawing(GIVEN["missing"](picture))
    assert "-missing)" in drawing.svg or "picture-dashed" in drawing.svg


@EVERY
def test_draws_in_danish_too(name: str) -> None:
    with speaking("da"):
        assert parsed(PICTURES[name].drawing(WORKED[name]).svg) is not None


def test_numbers_that_come_for_texts_and_texts_for_numbers_are_not_known() -> None:
    for picture in PICTURES.values():
        swapped: dict[str, Any] = {}
        for each in picture.inputs:
            held: Outcome | str = "word" if each.type == "number" else known(1)[0]
            swapped[each.name] = [held] if each.is_column else held
        assert picture.drawing(swapped).svg


def test_stylesheet_and_print_look_name_the_same_classes() -> None:
    assert set(re.findall(r"\.(picture[a-z-]*)", STYLESHEET.read_text())) == set(STYLE)


def test_two_copies_of_a_picture_can_stand_on_a_page() -> None:
    drawing = PICTURES["income-mix"].drawing(WORKED["income-mix"])
    first, second = (re.findall(r'id="([^"]+)"', placed(drawing.svg, place)) for place in ("base", "case"))
    assert len(first) == len(second) == 3
    assert not set(first) & set(second)
    assert "url(#picture-base-two)" in placed(drawing.svg, "base")
    assert drawing.svg.count("picture-base") == 0


def test_ids_and_all_that_refers_to_them_get_the_place() -> None:
    svg = (
        '<svg class="picture picture-a-b" aria-labelledby="picture-a-b picture-a-c"><title id="picture-a-b">id="x" url(#own) picture-a-b</title>'
        '<desc id="picture-a-c">d</desc><pattern id="own"/><path fill="url(#own)"/><use href="#own"/><path class="own"/></svg>'
    ).replace('id="x"', "id=&#34;x&#34;")
    assert placed(svg, "1-2") == (
        '<svg class="picture picture-a-b" aria-labelledby="picture-1-2-b picture-1-2-c"><title id="picture-1-2-b">id=&#34;x&#34; url(#own) picture-a-b</title>'
        '<desc id="picture-1-2-c">d</desc><pattern id="picture-1-2-own"/><path fill="url(#picture-1-2-own)"/><use href="#picture-1-2-own"/><path class="own"/></svg>'
    )


def test_what_people_typed_is_words_and_never_markup() -> None:
    drawing = PICTURES["cost-key"].drawing({"name": ['<script>"&'], "share": known(1)})
    assert "<script" not in drawing.svg
    assert words_in(drawing.svg)[0] == '<script>"&'
