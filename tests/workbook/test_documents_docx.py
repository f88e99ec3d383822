"""The strategy document for Word: opened again, it is the same document, with real headings, tables, lists and described pictures."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree
from PIL import Image

from clustercourse.text.blocks import safe_link
from clustercourse.text.cleaning import cleaned
from clustercourse.workbook.queries.document import StrategyDocument
from clustercourse.workbook.writers import WRITERS
from tests.conftest import LONG
from tests.workbook.documents import HOSTILE, danish, empty, hostile, long_table, sample, texts

write = cache(WRITERS["docx"].write)


def opened(document: StrategyDocument) -> Any:
    return Document(io.BytesIO(write(document)))


def words(word: Any) -> str:
    return "\n".join(_texts(word.element.body))


def _texts(element: Any) -> list[str]:
    found = []
    for paragraph in element.iter(qn("w:p")):
        pieces = [node.text or "" if node.tag == qn("w:t") else "\n" for node in paragraph.iter(qn("w:t"), qn("w:br"))]
        found.append("".join(pieces))
    return found


def headings(word: Any) -> list[tuple[str, str]]:
    return [(line.style.name, line.text) for line in word.paragraphs if re.match("Heading|Title", line.style.name)]


def cells(table: Table) -> list[list[str]]:
    return [["".join(_texts(cell._tc)) for cell in row.cells] for row in table.rows]


def test_opened_again_it_is_the_same_document() -> None:
    document = sample()
    word = opened(document)
    shown = words(word)
    assert [text for text in texts(document) if text not in shown] == []
    expected = [("Title", document.title)]
    for section in document.sections:
        expected.append(("Heading 1", section.title))
        expected += [("Heading 2", "Hvad vi ikke vil")] if section.key == "vision" else []
        expected += [("Heading 2", part.title) for part in section.parts]
    assert headings(word) == [*expected, ("Heading 1", "Kilder"), ("Heading 1", danish("Still to look at"))]


def test_tables_are_tables_with_heads_that_are_repeated() -> None:
    document = sample()
    word = opened(document)
    parts = [part for section in document.sections for part in section.parts]
    expected = [[["Mål", "2027", "2030"], ["Medlemmer", "135", "180"], ["Fælles forsøg om året", "4", "12"]]]
    for part in parts:
        expected += [[list(picture.table.heads), *map(list, picture.table.rows)] for picture in part.pictures]
        if part.outcomes:
            expected.append(
                [[danish("Result"), danish("Value")], *([fact.label, fact.text + fact.state + fact.source] for fact in part.outcomes)]
            )
        if part.facts:
            answers = [[fact.label, fact.text + fact.state + (f"Kilde: {fact.source}" if fact.source else "")] for fact in part.facts]
            expected.append([["Spørgsmål", "Svar"], *answers])
        expected += [[list(grid.heads), *map(list, grid.rows)] for grid in part.grids]
    shown = [[[cell.replace("\n", "") for cell in row] for row in cells(table)] for table in word.tables]
    assert shown == [[[cell.replace("\n", "") for cell in row] for row in table] for table in expected]
    for table in word.tables:
        marked = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marked == [True, *[False] * (len(marked) - 1)]
    captions = [table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in word.tables[1:]]
    assert len(captions) == len(set(captions)) == len(expected) - 1


def test_pictures_are_described() -> None:
    document = sample()
    word = opened(document)
    pictures = [picture for section in document.sections for part in section.parts for picture in part.pictures]
    described = [(shape._inline.docPr.get("title"), shape._inline.docPr.get("descr")) for shape in word.inline_shapes]
    assert described == [(picture.finding, picture.description) for picture in pictures]
    for shape in word.inline_shapes:
        blob = word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
        picture = Image.open(io.BytesIO(blob))
        assert (picture.format, picture.width) == ("PNG", 1400)
        assert abs(picture.width / picture.height - shape.width / shape.height) < 0.05
    numbers = [node.get("id") for node in word.element.iter(qn("wp:docPr"))]
    assert len(set(numbers)) == len(numbers)


def test_it_knows_its_language_title_author_day_and_pages() -> None:
    word = opened(sample())
    properties = word.core_properties
    assert (properties.title, properties.author) == (sample().title, sample().organisation)
    assert (properties.created, properties.language) == (datetime.fromisoformat("2027-06-14T12:00:00+00:00"), "da-DK")
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "da-DK"
    footer = word.sections[0].footer.paragraphs[0]
    assert [node.text.strip() for node in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert footer.text == f"{sample().title}\tSide 1 af 1"


def test_contents_and_links_lead_somewhere() -> None:
    document = sample()
    word = opened(document)
    body = word.element.body
    marks = {
        node.get(qn("w:name")): "".join(text.text for text in node.getparent().iter(qn("w:t"))) for node in body.iter(qn("w:bookmarkStart"))
    }
    leaps = [(node.get(qn("w:anchor")), "".join(_texts_of_runs(node))) for node in body.iter(qn("w:hyperlink")) if node.get(qn("w:anchor"))]
    assert leaps == list(marks.items())
    assert [text for _place, text in leaps] == [text for style, text in headings(word) if style != "Title"]
    outside = [word.part.rels[node.get(qn("r:id"))].target_ref for node in body.iter(qn("w:hyperlink")) if node.get(qn("r:id"))]
    addresses = [part.address for section in document.sections for part in section.parts]
    addresses += [remark.address for remark in document.remarks if remark.address]
    addresses += ["https://region.example.dk/strategi", "https://www.statistikbanken.dk/RAS300"]
    assert sorted(outside) == sorted(safe_link(address) for address in addresses)


def _texts_of_runs(node: Any) -> list[str]:
    return [text.text or "" for text in node.iter(qn("w:t"))]


def test_lists_and_letters_of_the_own_text() -> None:
    word = opened(sample())
    listed = [line for line in word.paragraphs if line.style.name == "List Paragraph"][:5]
    where = [tuple(int(node.get(qn("w:val"))) for node in line._p.pPr.numPr) for line in listed]
    assert [level for level, _number in where] == [0, 0, 1, 1, 0]
    assert where[0] == where[1] == where[4] and where[2] == where[3] == (1, 1) and where[0][1] > 1
    runs = {run.text: (run.bold, run.italic) for line in word.paragraphs for run in line.runs}
    assert (runs["det sted i Nordeuropa"], runs["først"]) == ((True, None), (None, True))
    assert [line.text for line in word.paragraphs if line.style.name == "Quote"] == ["Vi vil ikke være et messebureau."]


@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_hostile_words_stay_words(at: int) -> None:
    content = write(hostile(HOSTILE[at]))
    shown = words(Document(io.BytesIO(content)))
    lines = [line for line in cleaned(HOSTILE[at]).split("\n") if line.strip()]
    assert [line for line in lines if shown.count(line.strip()) < 8] == []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        trees = {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith((".xml", ".rels"))}
    targets = [node.get("Target") for name, tree in trees.items() if name.endswith(".rels") for node in tree if node.get("TargetMode")]
    assert [target for target in targets if not re.match("https?://", target)] == []


def test_a_long_table_and_an_empty_document() -> None:
    [table] = opened(long_table()).tables
    assert cells(table)[40] == [f"r39k{at}" for at in range(8)]
    assert len(table.rows) == 41
    word = opened(empty())
    assert [line.text for line in word.paragraphs if line.text] == [
        *("Klyngen Maritime Fjordby", sample().title),
        *("As it stood on 14 June 2027", "This document has no sections yet."),
    ]


def test_it_is_small_and_as_word_wants_it() -> None:
    content = write(sample())
    assert len(content) < 400_000
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        body = etree.fromstring(package.read("word/document.xml"))[0]
        styles = etree.fromstring(package.read("word/styles.xml"))
    assert names[0] == "[Content_Types].xml"
    assert [node.tag for node in body if node.tag == qn("w:tbl") and node.getnext().tag == qn("w:tbl")] == []
    assert [node.tag for node in body][-2:] == [qn("w:p"), qn("w:sectPr")]
    known = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    used = {node.get(qn("w:val")) for node in body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))}
    assert used - known == set()


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="LibreOffice is asked in the long run only")
def test_libreoffice_opens_it_and_finds_the_words(tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("soffice is not installed here (libreoffice-writer-nogui)")
    documents = [sample(), empty(), long_table(), *(hostile(text) for text in HOSTILE)]
    paths = [tmp_path / f"{at:02}.docx" for at in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_bytes(write(document))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", str(tmp_path), *map(str, paths)], check=True, capture_output=True, timeout=180)
    for path, document in zip(paths, documents, strict=True):
        text = "".join(path.with_suffix(".txt").read_text(encoding="utf-8-sig").split())
        assert ["".join(each.split()) for each in texts(cleaned(document)) if "".join(each.split()) not in text] == [], path.name
