"""The strategy document as one HTML file: whole without anything beside it, for every reader, and without a program in it."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import html5lib
import pytest
from lxml import etree
from lxml.etree import _Element as Element

from clustercourse.text.blocks import safe_link
from clustercourse.text.cleaning import cleaned
from clustercourse.workbook.queries.document import Section, StrategyDocument
from clustercourse.workbook.writers import WRITERS
from tests.page import words
from tests.workbook.documents import HOSTILE, bars, danish, empty, hostile, long_table, sample, sheet, texts

write = WRITERS["html"].write


def opened(document: StrategyDocument) -> Element:
    return etree.parse(io.BytesIO(write(document)), etree.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()


def strict(document: StrategyDocument) -> list[str]:
    """What the parser of the standard finds wrong."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(write(document))
    return [code for _place, code, _values in parser.errors]


def cells(table: Element) -> list[list[str]]:
    return [[words(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]


def test_every_word_of_the_document_is_in_it() -> None:
    document = sample()
    shown = words(opened(document))
    assert [text for text in texts(document) if " ".join(text.split()) not in shown] == []
    assert strict(document) == []


def test_it_is_whole_for_every_reader() -> None:
    document = sample()
    page = opened(document)
    parts = [part for section in document.sections for part in section.parts]
    assert (page.get("lang"), words(page.find(".//title")), words(page.find(".//h1"))) == ("da", document.title, document.title)
    levels = [int(node.tag[1]) for node in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert [words(node) for node in page.iter("h2")] == [
        "Indhold",
        *(section.title for section in document.sections),
        "Kilder",
        danish("Still to look at"),
    ]
    assert [words(node) for node in page.iter("h3")] == ["Hvad vi ikke vil", *(part.title for part in parts)]
    assert [node.get("scope") for node in page.iter("th") if node.get("scope") not in ("col", "row")] == []
    assert len(list(page.iter("caption"))) == len(list(page.iter("table"))) - 1
    pictures = [picture for part in parts for picture in part.pictures]
    drawn = [node for node in page.iter("div") if node.get("role") == "img"]
    assert [node.get("aria-label") for node in drawn] == [picture.description for picture in pictures]
    assert [len(list(node.iter("svg"))) for node in drawn] == [1] * len(pictures)
    assert [words(node.find("svg/title")) for node in drawn] == [picture.finding for picture in pictures]
    ids = Counter(node.get("id") for node in page.iter() if node.get("id"))
    assert [name for name, many in ids.items() if many > 1] == []
    named = {name for node in page.iter() for name in (node.get("aria-labelledby") or "").split()}
    assert named | {node.get("href")[1:] for node in page.iter("a") if (node.get("href") or "").startswith("#")} <= set(ids)


def test_numbers_and_cells_are_those_of_the_document() -> None:
    document = sample()
    grids = [grid for section in document.sections for part in section.parts for grid in part.grids]
    shown = {words(table.find("caption")): cells(table) for table in opened(document).iter("table") if table.find("caption") is not None}
    assert [shown[grid.caption] for grid in grids] == [[list(grid.heads), *map(list, grid.rows)] for grid in grids]
    assert (
        len(shown[long_table().sections[0].parts[0].title] if "Stort ark" in shown else cells(next(opened(long_table()).iter("table"))))
        == 41
    )


def test_it_asks_for_nothing_and_runs_nothing() -> None:
    text = write(sample()).decode()
    page = opened(sample())
    assert [node.tag for node in page.iter("script", "link", "iframe", "object", "embed", "form", "base")] == []
    assert re.findall(r"@import|url\(|srcset|src=", text) == []
    links = {node.get("href") for node in page.iter("a") if not node.get("href", "#").startswith("#")}
    addresses = {part.address for section in sample().sections for part in section.parts} | {
        each.address for each in sample().remarks if each.address
    }
    assert links == {safe_link(address) for address in addresses} | {
        "https://region.example.dk/strategi",
        "https://www.statistikbanken.dk/RAS300",
    }


@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_hostile_words_stay_words(at: int) -> None:
    page = opened(hostile(HOSTILE[at]))
    shown = words(page)
    lines = [" ".join(line.split()) for line in cleaned(HOSTILE[at]).split("\n") if line.strip()]
    assert [line for line in lines if shown.count(line) < 8] == []
    assert [node.tag for node in page.iter("script", "img", "iframe")] == []
    assert [node.getparent().tag for node in page.iter("style")] == ["head", "svg"]
    assert [name for node in page.iter() if isinstance(node.tag, str) for name in node.attrib if name.startswith("on")] == []
    assert [node.get("href") for node in page.iter("a") if not re.match("https?://|#", node.get("href", "#"))] == []
    assert strict(hostile(HOSTILE[at])) == []


def test_links_into_the_site_are_words_in_a_file() -> None:
    own = Section("a", "A", "[in](/courses/) [mark](#x) [out](https://example.dk/?a=1&b=2)\n\n###### Deep\n\n# Top", ())
    page = opened(replace(empty(), sections=(own,)))
    assert [(node.get("href"), words(node)) for node in page.iter("a")] == [
        (None, "in"),
        (None, "mark"),
        ("https://example.dk/?a=1&b=2", "out"),
    ]
    assert [(node.tag, words(node)) for node in page.iter("h3", "h4", "h5", "h6")] == [("h3", "Deep"), ("h3", "Top")]


def test_empty_documents_and_sections_say_so() -> None:
    assert "This document has no sections yet." in words(opened(empty()))
    assert "Nothing stands here yet." in words(opened(replace(empty(), sections=(Section("a", "A", " \n", ()),))))
    assert len(write(sample())) < 60_000


def test_a_picture_may_stand_there_twice() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" aria-labelledby="picture-0-name"><title id="picture-0-name">T</title></svg>'
    picture = replace(bars("Finding", (("x", 1, "1"),)), svg=svg)
    page = opened(replace(empty(), sections=(Section("a", "A", "", (sheet("Sheet", pictures=(picture, picture)),)),)))
    assert [node.get("aria-labelledby") for node in page.iter("svg")] == ["picture-1-1-1-name", "picture-1-1-2-name"]
    assert [(node.get("id"), node.text) for node in page.iter("title")][1:] == [("picture-1-1-1-name", "T"), ("picture-1-1-2-name", "T")]
