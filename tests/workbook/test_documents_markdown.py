"""The strategy document as Markdown: readable as it is, and any reader of Markdown finds the same words, tables and links in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree
from lxml.etree import _Element as Element
from markdown_it import MarkdownIt

from clustercourse.text import render_learner_markdown
from clustercourse.text.cleaning import cleaned
from clustercourse.workbook.queries.document import Section, StrategyDocument
from clustercourse.workbook.writers import WRITERS
from tests.page import words
from tests.workbook.documents import HOSTILE, danish, empty, hostile, long_table, sample, texts

write = WRITERS["md"].write


def rendered(document: StrategyDocument) -> Element:
    """As the least careful reader would: HTML goes through."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(write(document).decode())
    return etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(huge_tree=True)).find("body")  # type: ignore[return-value]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_word_of_the_document_is_in_it() -> None:
    document = sample()
    shown = squeezed(words(rendered(document)))
    assert [text for text in texts(document) if squeezed(text) not in shown] == []
    assert [text for text in texts(document) if "\n" not in text and text not in write(document).decode()] == [document.sources[0]]


def test_headings_tables_and_links_are_those_of_the_document() -> None:
    document = sample()
    page = rendered(document)
    parts = [part for section in document.sections for part in section.parts]
    assert [words(node) for node in page.iter("h1")] == [document.title]
    assert [words(node) for node in page.iter("h2")] == [
        *(section.title for section in document.sections),
        "Kilder",
        danish("Still to look at"),
    ]
    assert [words(node) for node in page.iter("h3")] == ["Hvad vi ikke vil", *(part.title for part in parts)]
    expected = [[["Mål", "2027", "2030"], ["Medlemmer", "135", "180"], ["Fælles forsøg om året", "4", "12"]]]
    for part in parts:
        expected += [[list(picture.table.heads), *map(list, picture.table.rows)] for picture in part.pictures]
        expected += [[list(grid.heads), *map(list, grid.rows)] for grid in part.grids]
    assert [[[words(cell) for cell in row] for row in table.iter("tr")] for table in page.iter("table")] == expected
    assert len([node for node in page.iter("a") if words(node) == danish("Open the worksheet")]) == len(parts) + 2
    assert len(list(rendered(long_table()).iter("tr"))) == 41


@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_hostile_words_stay_words(at: int) -> None:
    page = rendered(hostile(HOSTILE[at]))
    shown = squeezed(words(page))
    lines = [squeezed(line) for line in cleaned(HOSTILE[at]).split("\n") if line.strip()]
    assert [line for line in lines if shown.count(line) < 10] == []
    assert {node.tag for node in page.iter("script", "img", "style", "iframe")} == set()
    assert [node.get("href") for node in page.iter("a") if not re.match("https?://", node.get("href", ""))] == []
    assert len(list(page.iter("h1"))) == 1
    assert [len(list(table.iter("tr"))) for table in page.iter("table")] == [2, 3]


OWN = (
    "**a *b* c** and *d **e** f*, `g|h` and ``i ` j``",
    "[a **b** c](https://example.dk/a_b_c?x=1|2) and <https://example.dk/x*y*z>",
    "a\\\nb  \nc\nd",
    "- a\n\n  b\n- c\n  1. d\n  2. e\n\n     ```\n     f\n     ```\n- ***\n",
    "3. a\n4. b\n\n> c\n> - d\n>\n> e",
    "| a | b |\n|---|---|\n| `x\\|y` | \\| **z** |\n| 1 | |",
    "1\\. no list\n\n\\# no heading\n\n\\- no list\n\nx\n\\===\n\nR&D &amp;amp; 2 * 3 * 4, snake_case_name, _x_y_",
    "```\n````\n~~~\n```\n\n***\n\nend",
)


@pytest.mark.parametrize("at", range(len(OWN)))
def test_own_text_means_the_same_again(at: int) -> None:
    document = replace(empty(), sections=(Section("a", "A", OWN[at], ()),))
    written = write(document).decode().partition("## A\n\n")[2]
    assert meaning(written) == meaning(OWN[at])


def meaning(source: str) -> str:
    """Rendered, without what only spaces say: a list with or without air."""
    html = render_learner_markdown(source).replace("|2", "%7C2")
    return (
        re.sub(r"</?p>|\s+", lambda found: "" if found[0][0] == "<" else " ", html)
        .replace("> <", "><")
        .replace(" </", "</")
        .replace("> ", ">")
    )


def test_empty_documents_say_so() -> None:
    assert write(empty()).decode() == (
        f"# {sample().title}\n\nKlyngen Maritime Fjordby · As it stood on 14 June 2027\n\nThis document has no sections yet.\n"
    )
