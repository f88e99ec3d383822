"""Attendance as a file in a real browser: taken, filled in, looked at, saved; and the sheet to print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clustercourse.cohorts.spreadsheets import as_xlsx, read_table
from clustercourse.tables import Table
from tests.browser.test_register import room
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("rooms")]
NAMES = ["Ane Aagaard", "Bo Beck", "Łódź Żółć"]


def filled(path: Path) -> bytes:
    """The taken file with Ane present, Bo absent, and somebody nobody knows."""
    table = read_table(path.read_bytes(), path.name)
    rows = [list(line) for line in table.rows]
    rows[0][4:6], rows[1][4] = ["Present", "60"], "absent"
    rows.append(["Somebody Else", "else@example.com", "", "", "present", "", *[""] * (len(table.header) - 6)])
    return as_xlsx(Table(table.header, tuple(tuple(line) for line in rows)), "Attendance")


@pytest.mark.parametrize("size", ["phone", *(["desktop"] if LONG else [])])
def test_taken_filled_in_and_brought_back(site: Server, windows: Callable[..., Window], tmp_path: Path, size: str) -> None:
    here = room(site, NAMES)
    cohort = here.address.split("/sessions/")[0]
    window = windows(site, size, here.dan)
    page = window.open(f"{cohort}/attendance/")
    window.press("Attendance as a file", "link")
    window.says("Take the file")
    assert (window.axe(), window.overflow()) == ([], 0)
    window.shot(f"attendance-file-{size}")
    with page.expect_download() as download:
        window.press("Take it as Excel")
    taken = tmp_path / download.value.suggested_filename
    download.value.save_as(taken)
    assert taken.name.endswith("-attendance.xlsx")

    page.set_input_files("input[type=file]", {"name": "back.xlsx", "mimeType": "application/octet-stream", "buffer": filled(taken)})
    window.press("Look at it first")
    window.says("2 marks change.")
    window.says("Nobody with a place here has this address or code.")
    assert (window.axe(), window.overflow(), here.marks()) == ([], 0, {})
    window.shot(f"attendance-dry-run-{size}")
    window.press("Save 2 marks")
    window.says("2 marks are saved.")
    assert (window.axe(), window.overflow()) == ([], 0)
    window.shot(f"attendance-done-{size}")
    assert here.marks() == {"Ane Aagaard": "present", "Bo Beck": "absent"}


def test_without_scripts_and_the_sheet(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site, NAMES)
    cohort, session = here.address.removesuffix("/attendance").split("/sessions/")
    window = windows(site, "phone", here.sofie, scripts=False)
    window.open(f"{cohort}/sessions/{session}/")
    sheet = window.named("Sign-in sheet to print", "link").get_attribute("href")
    answer = window.context.request.get(f"{site.address}{sheet}")
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")
    page = window.open(f"{cohort}/attendance/import")
    csv = "e-mail;code;session;status\r\n;" + "x;kick-off;present\r\n"
    page.set_input_files("input[type=file]", {"name": "egen.csv", "mimeType": "text/csv", "buffer": csv.encode()})
    window.press("Look at it first")
    window.says("This file says nothing new.")
