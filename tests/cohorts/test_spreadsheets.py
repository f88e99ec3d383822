"""Tables out of people's files and into them: round trips, foreign letters, and files that are not what they seem."""

from __future__ import annotations

import io
import random
import re
import resource
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from clustercourse.cohorts import spreadsheets
from clustercourse.cohorts.spreadsheets import as_xlsx, matched, read_table
from clustercourse.cohorts.xlsx import read_cells
from clustercourse.errors import Refused
from clustercourse.language import speaking
from clustercourse.tables import Table, as_csv, neutral, plain

HONEST = (
    "-5",
    "-0,5",
    "+45 12 34 56 78",
    "+4512345678",
    "1-2",
    "0045",
    "12.5",
    "Åse Østergård",
    "Łódź",
    "d'Arc",
    "'t Hooft",
    "50 %",
    "5/6",
)
SIMPLE = Table(("Name", "Value"), tuple((f"Person {n}", text) for n, text in enumerate(HONEST)), tuple(range(2, 2 + len(HONEST))))


def refusal(content: bytes, name: str = "people.csv") -> str:
    with pytest.raises(Refused) as refused:
        read_table(content, name)
    assert refused.value.field == "file"
    return refused.value.sentence


def xlsx_of(*rows: tuple[Any, ...]) -> bytes:
    """A file such as Excel makes it, with true numbers and dates."""
    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("People")
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.add_worksheet("Another").write(0, 0, "not this one")
    book.close()
    return made.getvalue()


def rebuilt(content: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """The same zip with other parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, data in added.items():
            target.writestr(name, data)
    return made.getvalue()


def with_sheet(xml: str) -> bytes:
    """A valid file whose first sheet holds these rows as XML."""

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        head, rest = data.split(b"<sheetData>")
        return head + b"<sheetData>" + xml.encode() + b"</sheetData>" + rest.split(b"</sheetData>")[1]

    return rebuilt(xlsx_of(("a", "b")), change)


@pytest.mark.parametrize(
    "make", [as_csv, lambda table: as_csv(table, ";"), lambda table: as_csv(table, "\t"), lambda table: as_xlsx(table, "T")]
)
def test_honest_values_come_back_as_they_were(make: Callable[[Table], bytes]) -> None:
    assert read_table(make(SIMPLE), "any name") == SIMPLE


def test_what_a_csv_looks_like() -> None:
    table = Table(("Name", "Phone"), (("Åse", "+45 12"), ("=1+1", "-5"), ("a;b", '"quoted"')))
    assert as_csv(table) == '\ufeffName,Phone\r\nÅse,\'+45 12\r\n\'=1+1,-5\r\na;b,"""quoted"""\r\n'.encode()
    with speaking("da"):
        assert as_csv(table).split(b"\r\n")[0].decode("utf-8-sig") == "Name;Phone"


def test_what_begins_a_formula_gets_an_apostrophe() -> None:
    risky = ("=1", "+1", "@SUM(A1)", "-1+1", "\t=1", "\rx", " =1", "\u00a0=1", "＝1", "－2+3", "＠x", "\ufeff=1", "'=1", '"=1')
    assert [neutral(text) for text in risky] == [f"'{text}" for text in risky]
    assert [plain(neutral(text)) for text in risky] == list(risky)
    fine = ("", "a=b", "-5", "-5,25", "1-2", "'t Hooft", "2027-08-27", "e-mail@example.com", "–")
    assert [neutral(text) for text in fine] == list(fine)
    assert neutral("a\x00b\x1b\x7f") == "ab"


def test_a_file_cut_at_another_sign_has_no_formula_either() -> None:
    table = Table(("a", "b"), (("x;=1+1", "y\t@z"), ("one\n+two", "c, =d")))
    assert as_csv(table, ",").decode("utf-8-sig") == "a,b\r\nx;'=1+1,y\t'@z\r\n\"one\n'+two\",\"c,' =d\"\r\n"
    assert read_table(as_csv(table, ","), "x.csv").rows == table.rows


@given(st.lists(st.text(alphabet="=+-@\t\r\n'\"; ,a5＝＋\u00a0\ufeff"), min_size=1, max_size=4))
def test_every_text_comes_back(texts: list[str]) -> None:
    columns = tuple(f"c{n}" for n in range(len(texts) + 1))
    table = Table(columns, ((*texts, "end"),), (2,))
    wanted = Table(columns, ((*(text.strip() for text in texts), "end"),), (2,))
    assert [read_table(content, "x") for content in (as_csv(table, ","), as_csv(table, ";"), as_xlsx(table, "T"))] == [wanted] * 3


def test_one_column_is_not_cut() -> None:
    assert read_table(b"Name\r\nHolm, Ada\r\nBerg; Ben\r\n", "x.csv") == Table(("Name",), (("Holm, Ada",), ("Berg; Ben",)), (2, 3))


def test_danish_files_of_older_windows_and_other_encodings() -> None:
    text = 'Navn;E-mail;Organisation\r\n"Søren Ægir Åberg";soeren@example.com;"Klynge; Nord"\r\nÅse;aase@example.com;\r\n'
    wanted = (("Søren Ægir Åberg", "soeren@example.com", "Klynge; Nord"), ("Åse", "aase@example.com", ""))
    for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16"):
        assert read_table(text.encode(encoding), "deltagere.csv") == Table(("Navn", "E-mail", "Organisation"), wanted, (2, 3))
    short = read_table("Navn\r\nÅse Ørsted\r\n".encode("cp1252"), "kort.csv")
    assert short == Table(("Navn",), (("Åse Ørsted",),), (2,))


def test_delimiters_blank_lines_and_ragged_rows() -> None:
    assert read_table(b"a,b;c,d\n1,2;3,4\n", "x.csv") == Table(("a", "b;c", "d"), (("1", "2;3", "4"),), (2,))
    assert read_table(b'sep=;\r\n"a,b";c\r\n1;2\r\n', "x.csv").header == ("a,b", "c")
    assert read_table(b"\n\na\tb\n\n1\t2\t3\n,,\n4\n", "x.csv").rows == (("1", "2", "3"), (",,", "", ""), ("4", "", ""))
    table = read_table(b"\n;;\na;b\n\n 1 ;2;;;\n", "x.csv")
    assert table == Table(("a", "b"), (("1", "2"),), (5,))


def test_cells_of_excel_become_what_a_person_would_type() -> None:
    content = xlsx_of(
        ("Text", "Number", "Fraction", "Day", "Phone", "Formula", "True"),
        ("Åse", 5, 12.5, date(2027, 8, 27), 4512345678, "=1+1", True),
        ("Bo", -5, 0.1, datetime.combine(date(2027, 8, 27), clock()), "+45 12", "", False),
    )
    found = read_table(content, "people.xlsx")
    assert found.rows == (
        ("Åse", "5", "12.5", "2027-08-27", "4512345678", "0", "True"),
        ("Bo", "-5", "0.1", "2027-08-27", "+45 12", "", "False"),
    )
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(2, 1, "When")
        sheet.write_datetime(4, 1, datetime.combine(date(2027, 8, 27), clock(9, 30)), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        sheet.write_datetime(5, 1, clock(9, 30), book.add_format({"num_format": "hh:mm"}))
    moved = read_table(made.getvalue(), "x.xlsx")
    assert moved == Table(("", "When"), (("", "2027-08-27 09:30"), ("", "09:30")), (5, 6))


def test_numbers_stay_numbers_where_they_are_asked_for() -> None:
    table = Table(("Name", "Minutes"), (("12", "90"), ("007", "007"), ("x", "")))
    content = as_xlsx(table, "Attendance: [x]/y*?", numbers=(1,))
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert ('<c r="A2" t="s">' in sheet, '<c r="B2"><v>90</v>' in sheet, "<f>" in sheet) == (True, True, False)
    assert read_table(content, "x.xlsx").rows == (("12", "90"), ("007", "7"), ("x", ""))


def test_columns_are_found_by_their_names() -> None:
    wanted = {"email": ("E-mail", "E-mailadresse", "Mail"), "name": ("Navn",), "organisation": ("Organisation", "Klynge")}
    assert matched(("NAVN", "e-mail ", "Noget andet"), wanted) == {"name": 0, "email": 1}
    assert matched((), wanted) == {}
    with pytest.raises(Refused, match="Two columns") as refused:
        matched(("Mail", "x", "email"), wanted)
    assert refused.value.sentence == "Two columns say the same: “Mail” and “email”. Keep one of them."


UNREADABLE = "This is not an Excel file that we can read. Save it as .xlsx or CSV and send it again."
TOO_LARGE = "Unpacked, this file is far too large. Copy the table into a new sheet and save that."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file “people.csv” is empty."),
        (b" \r\n\t", "The file “people.csv” is empty."),
        (b";;;\n,,\n".replace(b",", b";"), "The file “people.csv” is empty."),
        (b"\xef\xbb\xbf", "“people.csv” is not a table of text. Save it as CSV or .xlsx and send it again."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "“people.csv” is not a table of text. Save it as CSV or .xlsx and send it again."),
        (b"\x81\x8d\x8f\x90", "“people.csv” is not a table of text. Save it as CSV or .xlsx and send it again."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "“people.csv” is an old Excel file, or one with a password. Save it as .xlsx without a password, or as CSV.",
        ),
        (b"a\n" + b"x" * 200_000, "We cannot read “people.csv” as a table. Save it as CSV or .xlsx and send it again."),
        (b"a,b\n" * 5_002, "The file can have at most 5,000 rows."),
        (b"\n" * 11_000 + b"a", "The file can have at most 5,000 rows."),
        (b"a," * 100 + b"a\n", "The file can have at most 100 columns."),
        (b"a" * (spreadsheets.LARGEST + 1), "The file can have at most 5 MB."),
        (b"PK\x03\x04 nothing else", UNREADABLE),
    ],
    ids=range(13),
)
def test_what_is_refused(content: bytes, said: str) -> None:
    assert refusal(content) == said


def test_as_much_as_is_allowed() -> None:
    table = read_table(b"a," * 99 + b"a\n" + b"x,y\n" * 5_000, "x.csv")
    assert (len(table.header), len(table.rows), len(table.rows[0])) == (100, 5_000, 100)
    large = Table(tuple("a" * 20), tuple(("Somebody",) * 20 for _ in range(5_000)))
    assert len(read_table(as_xlsx(large, "T"), "x.xlsx").rows) == 5_000


def far(cell: str, row: str = "", text: str = "<v>1</v>") -> bytes:
    return with_sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row{row}><c{cell}>{text}</c></row>')


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (far(' r="XFD1048576"', ' r="1048576"'), "The file can have at most 5,000 rows."),
        (far("", ' r="1048576"'), "The file can have at most 5,000 rows."),
        (far(' r="A1048576"', ' r="2"'), "The file can have at most 5,000 rows."),
        (far(' r="XFD2"', ' r="2"'), "The file can have at most 100 columns."),
        (far(' r="CW2"', ' r="2"', "<is><t>x</t></is>"), "The file can have at most 100 columns."),
        (far(' r="xfd2"', ' r="2"'), UNREADABLE),
        (far(' r="A99999999"', ' r="2"'), UNREADABLE),
        (far(' r="A2"', ' r="-2"'), UNREADABLE),
        (far(' r="A2"', ' r="2"', "<v>"), UNREADABLE),
        (with_sheet("".join(f"<row>{'<c><v>1</v></c>' * 101}</row>" for _ in range(2))), "The file can have at most 100 columns."),
        (with_sheet("<row><c><v>1</v></c></row>" * 5_002), "The file can have at most 5,000 rows."),
        (with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 8_000_000), TOO_LARGE),
        (with_sheet(""), "The file “people.csv” is empty."),
    ],
    ids=range(13),
)
def test_cells_far_apart_never_reach_the_reader(content: bytes, said: str) -> None:
    assert refusal(content) == said


def entity(name: str, data: bytes) -> bytes:
    if name != "xl/worksheets/sheet1.xml":
        return data
    return data.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet', 1)


def leading_to(target: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, data: data.replace(b"worksheets/sheet1.xml", target) if name == "xl/_rels/workbook.xml.rels" else data


def lying(content: bytes) -> bytes:
    """Says everywhere that its largest part has ten bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        size = source.getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            rebuilt(xlsx_of(("a",)), lambda _name, data: data, **{"xl/vbaProject.bin": b"x"}),
            "This file holds macros. Save it as .xlsx without them, or as CSV.",
        ),
        (
            rebuilt(xlsx_of(("a",)), lambda _name, data: data, **{f"xl/{n}.xml": b"<a/>" for n in range(2_000)}),
            "This file holds too many parts. Copy the table into a new sheet and save that.",
        ),
        (rebuilt(xlsx_of(("a",)), lambda _name, data: data, **{"XL/workbook.XML": b"<a/>"}), UNREADABLE),
        (rebuilt(xlsx_of(("a",)), leading_to(b"../../../etc/passwd")), UNREADABLE),
        (rebuilt(xlsx_of(("a",)), lambda name, data: data + b" " * 30_000_000 if name.endswith("sharedStrings.xml") else data), TOO_LARGE),
        (rebuilt(xlsx_of(("a",)), entity), UNREADABLE),
        (
            rebuilt(xlsx_of(("a",)), leading_to(b"worksheets/none.xml")),
            UNREADABLE,
        ),
        (rebuilt(xlsx_of(("a",)), lambda name, data: b"" if name.endswith("sheet1.xml") else data), UNREADABLE),
        (lying(with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 3_000_000)), UNREADABLE),
        (xlsx_of(("a",))[:-200], UNREADABLE),
    ],
    ids=range(10),
)
def test_files_made_to_harm(content: bytes, said: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(content) == said
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_counts_that_lie_cost_nothing() -> None:
    def change(name: str, data: bytes) -> bytes:
        data = data.replace(b'count="2"', b'count="4294967295"').replace(b'uniqueCount="2"', b'uniqueCount="4294967295"')
        return data.replace(b'<dimension ref="A1:B1"/>', b'<dimension ref="A1:XFD1048576"/>')

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert read_table(rebuilt(xlsx_of(("a", "b")), change), "x.xlsx") == Table(("a", "b"), ())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_parts_that_nobody_reads_are_never_unpacked() -> None:
    added = {"xl/media/bomb.xml": b" " * 40_000_000, "xl/../../etc/passwd": b"x", "/etc/passwd": b"x"}
    assert read_table(rebuilt(xlsx_of(("a", "b")), lambda _name, data: data, **added), "x.xlsx") == Table(("a", "b"), ())


def test_days_beyond_all_years_stay_numbers() -> None:
    content = xlsx_of(("a", date(2027, 8, 27)), ("b", 1))
    for days, shown in ((b"46261", "2026-08-27"), (b"2958465", "9999-12-31"), (b"2958466", "2958466"), (b"-1", "-1"), (b"1e300", "1e+300")):
        changed = rebuilt(content, lambda name, data, days=days: data.replace(b"<v>46626</v>", b"<v>%s</v>" % days))  # type: ignore[misc]
        assert read_table(changed, "x.xlsx").header == ("a", shown)
    assert refusal(rebuilt(content, lambda name, data: data.replace(b"<v>46626</v>", b"<v>1e400</v>"))) == UNREADABLE


def test_other_programs_write_other_xml() -> None:
    inline = with_sheet(
        '<x:row xmlns:x="urn:x"><x:c t="inlineStr"><x:is><x:t>Åse</x:t></x:is></x:c><x:c t="str"><x:f>A1</x:f><x:v>Bo_x000D_</x:v></x:c>'
        '<x:c t="e"><x:v>#REF!</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="d"><x:v>2027-08-27</x:v></x:c></x:row>'
    )
    assert read_table(inline, "x.xlsx").header == ("Åse", "Bo", "", "True", "2027-08-27")

    def rich(name: str, data: bytes) -> bytes:
        data = data.replace(b"<si><t>a</t></si>", b"<si><r><t>one </t></r><r><t>two</t></r><rPh sb='0' eb='1'><t>sound</t></rPh></si>")
        return data.replace(b"<workbookPr", b'<workbookPr date1904="1"').replace(b'name="People"', b'name="People" state="hidden"')

    assert read_table(rebuilt(xlsx_of(("a",)), rich), "x.xlsx").header == ("not this one",)
    assert read_table(rebuilt(xlsx_of(("a",)), lambda name, data: rich(name, data).replace(b' state="hidden"', b"")), "x.xlsx").header == (
        "one two",
    )
    since_1904 = rebuilt(xlsx_of((date(2027, 8, 27),)), lambda name, data: rich(name, data).replace(b' state="hidden"', b""))
    assert read_table(since_1904, "x.xlsx").header == ("2031-08-28",)


def test_another_reader_sees_the_same_cells() -> None:
    content = xlsx_of(
        ("Åse", 5, 12.5, True, "_x000D_", "a\r\nb\tc"), (date(2027, 8, 27), datetime.combine(date(2027, 8, 27), clock(9, 30)), -1)
    )
    other = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    mine = read_cells(content)
    assert [[str(cell).replace(" 00:00:00", "") for cell in line] for line in mine] == [
        [str(cell).replace(" 00:00:00", "") for cell in line] for line in other
    ]


def test_damaged_files_are_a_table_or_refused() -> None:
    chance = random.Random(20270827)
    content = xlsx_of(("Name", "Day", 5.5, True), ("Åse", date(2027, 8, 27), 7, False))
    values = (
        "A1",
        "XFD1048576",
        "-1",
        "4294967295",
        "99999999999999999999",
        "1e308",
        "NaN",
        "s",
        "d",
        "e",
        "",
        "../x",
        "rId9",
        "UTF-9",
        "[h]:mm",
    )
    came: Counter[str] = Counter()
    for _turn in range(400):
        spoiled = chance.choice(
            ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
        )
        value = chance.choice(values)

        def spoil(name: str, data: bytes, spoiled: str = spoiled, value: str = value) -> bytes:
            if name != spoiled:
                return data
            text = data.decode()
            place = chance.choice(list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)', text)))
            return (text[: place.start()] + value + text[place.end() :]).encode()

        try:
            read_table(rebuilt(content, spoil), "x.xlsx")
            came["table"] += 1
        except Refused:
            came["refused"] += 1
    assert min(came["table"], came["refused"]) > 50


def test_formatted_cells_far_below_are_no_rows() -> None:
    content = with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="90000"><c r="B90000" s="0"/></row>')
    assert read_table(content, "x.xlsx") == Table(("1",), ())
