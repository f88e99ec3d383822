"""The strategy document as PDF: every word and number, tags for those who listen, and nothing that is ever taken for a program."""

from __future__ import annotations

import re
import resource
from dataclasses import replace
from urllib.parse import quote

import pytest
import typst

from clustercourse.language import speaking
from clustercourse.text.cleaning import cleaned
from clustercourse.workbook.queries.document import StrategyDocument
from clustercourse.workbook.writers import WRITERS
from tests.workbook import tagged
from tests.workbook.documents import HOSTILE, PLACE, empty, hostile, long_table, sample, texts

write = WRITERS["pdf"].write


def test_every_word_of_the_document_is_in_it() -> None:
    document = sample()
    drawn = tagged.squeezed(tagged.words(write(document)))
    assert [text for text in texts(document) if tagged.squeezed(text) not in drawn] == []
    own = ("det sted i Nordeuropa", "også dem, der ikke virkede", "Vi vil ikke være et messebureau.", "regionens strategi")
    assert [text for text in own if tagged.squeezed(text) not in drawn] == []


def test_it_is_tagged_for_those_who_listen() -> None:
    document = sample()
    content = write(document)
    parts = [part for section in document.sections for part in section.parts]
    pictures = [picture for part in parts for picture in part.pictures]
    tables = [(grid.heads, grid.rows) for part in parts for grid in part.grids]
    tables += [(picture.table.heads, picture.table.rows) for picture in pictures]
    tables += [(("", ""), (("", ""),) * len(facts)) for part in parts for facts in (part.facts, part.outcomes) if facts] + [
        (("", "", ""), (("", "", ""),) * 2)
    ]
    found = tagged.tags(content)
    assert b"pdfuaid:part>1<" in content.replace(b" ", b"")
    assert [found[name] for name in ("Title", "H1", "H2", "H3", "Figure", "Table")] == [
        1,
        len(document.sections) + 2,
        len(parts) + 1,
        0,
        4,
        len(tables),
    ]
    assert found["TH"] == sum(len(heads) for heads, _rows in tables)
    assert found["TD"] == sum(len(heads) * len(rows) for heads, rows in tables)
    assert sorted(tagged.strings(content, b"Alt")) == sorted(picture.description for picture in pictures)
    assert re.findall(rb"/Lang\((\w+)\)", content)[0] == b"da"
    leads = [address for address in tagged.strings(content, b"URI") if address.startswith(PLACE)]
    wanted = [part.address for part in parts] + [remark.address for remark in document.remarks if remark.address]
    assert sorted(set(leads)) == sorted({quote(address, safe=":/") for address in wanted})
    bookmarks = tagged.strings(content, b"Title")
    assert [
        title
        for title in (document.title, *(section.title for section in document.sections), *(part.title for part in parts))
        if title not in bookmarks
    ] == []


@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_hostile_words_stay_words(at: int) -> None:
    content = write(hostile(HOSTILE[at]))
    drawn = tagged.squeezed(tagged.words(content))
    assert content.startswith(b"%PDF-1.7")
    assert all(address.startswith(("https://", "http://")) for address in tagged.strings(content, b"URI"))
    if at not in (6, 7):  # right to left, and signs that our fonts do not have
        assert drawn.count(tagged.squeezed(cleaned(HOSTILE[at]).replace("\t", " "))) >= 10
    assert b"/JavaScript" not in content


def test_letters_nobody_has_do_not_stop_it() -> None:
    content = write(replace(empty(), title="Private \ue123 use \U000e0041"))
    assert tagged.squeezed("use") in tagged.squeezed(tagged.words(content))
    assert tagged.tags(content)["Title"] == 1
    with pytest.raises(typst.TypstError, match="SVG"):
        write(_with_a_broken_picture())


def _with_a_broken_picture() -> StrategyDocument:
    document = hostile("x")
    [section, *rest] = document.sections
    [part] = section.parts
    picture = replace(part.pictures[0], svg='<svg viewBox="0 0 1 1"><rect')
    return replace(document, sections=(replace(section, parts=(replace(part, pictures=(picture,)),)), *rest))


def test_a_long_table_says_its_heads_on_every_page() -> None:
    content = write(long_table(90))
    drawn = tagged.words(content)
    pages = content.count(b"/Type/Page/") or len(re.findall(rb"/Type/Page\b", content))
    assert [f"r{row}k{at}" for row in range(90) for at in range(8) if drawn.count(f"r{row}k{at} ") != 1] == []
    assert pages > 1
    assert drawn.count("Kolonne 8") == pages
    assert tagged.tags(content)["TR"] == 91


def test_a_document_without_sections_says_so() -> None:
    drawn = tagged.words(write(empty()))
    assert "This document has no sections yet." in drawn
    assert [word for word in ("Sources", "Still to look at", "Contents") if word in drawn] == []
    one = replace(sample("en"), sections=(sample().sections[4],))
    assert "Nothing stands here yet." in tagged.words(write(one))


def test_it_speaks_the_language_of_the_document_whatever_is_spoken_around_it() -> None:
    with speaking("da"):
        drawn = tagged.words(write(replace(empty(), sections=sample().sections[:1])))
    assert "Accepted on 3 May 2027 · Open the worksheet" in drawn.replace("  ", " ")


def test_it_is_small_is_always_the_same_and_leaves_no_memory_behind() -> None:
    content = write(sample())
    assert len(content) < 300_000
    assert write(sample()) == content
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _time in range(5):
        write(sample())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000
