"""Checking in as people do it: the code on the wall, phones in hands, and what is said to those it does not let in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlalchemy import CursorResult, insert, select, update

from clustercourse.cohorts.codes import STEP, code_of, step_at
from clustercourse.models.attendance import AttendanceMark, CheckIn
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import PASSWORD, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("rooms")]

SECRET = "f" * 64
COUNTER = iter(range(1, 1000))


def _id_of(made: CursorResult[Any]) -> int:
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


class Door:
    """A session that goes on, in a cohort of its own, put into a running site. The server's clock cannot be moved; the session can."""

    def __init__(self, site: Server, *people: int) -> None:
        self.site, self.slug = site, f"the-door-{next(COUNTER)}"
        moment = datetime.now(UTC)
        with site.engine.begin() as connection:
            values = {"slug": self.slug, "title": "Master Class Aarhus", "kind": "master-class", "state": "published"}
            made = connection.execute(insert(Cohort).values(**values, external_places=30, created_at=moment))
            self.cohort = _id_of(made)
            connection.execute(
                insert(CohortTeam).values(cohort_id=self.cohort, person_id=site.cast["dan"], role="coordinator", created_at=moment)
            )
            for person in people:
                code = f"{next(COUNTER):06}"
                connection.execute(
                    insert(Seat).values(cohort_id=self.cohort, person_id=person, state="confirmed", sheet_code=code, created_at=moment)
                )
            said = {
                "key": "kick-off",
                "title": "Kick-off: who sits around your table",
                "venue": "Room 2",
                "uid": f"{self.slug}@x",
                "secret": SECRET,
            }
            made = connection.execute(
                insert(TrainingSession).values(
                    cohort_id=self.cohort, minutes=90, created_at=moment, changed_at=moment, **said, **self.times(moment)
                )
            )
            self.session = _id_of(made)
        self.path = f"/cohorts/{self.slug}/sessions/{self.session}/check-in"

    @staticmethod
    def times(starts_at: datetime) -> dict[str, object]:
        begin = starts_at.replace(second=0, microsecond=0)
        local = begin.astimezone(ZoneInfo("Europe/Copenhagen"))
        times = {"starts_at": begin, "ends_at": begin + timedelta(minutes=90), "on_day": local.date(), "at_time": local.time()}
        return {**times, "zone": "Europe/Copenhagen", "fold": local.fold}

    def move(self, **by: int) -> None:
        with self.site.engine.begin() as connection:
            values = self.times(datetime.now(UTC) + timedelta(**by))
            connection.execute(update(TrainingSession).where(TrainingSession.id == self.session).values(**values))

    def link(self, steps: int = 0) -> str:
        return f"{self.path}?code={code_of(SECRET, self.session, step_at(datetime.now(UTC)) + steps)}"

    def checked_in(self) -> int:
        with self.site.engine.connect() as connection:
            return len(connection.execute(select(CheckIn.id).where(CheckIn.session_id == self.session)).all())

    def present(self) -> int:
        with self.site.engine.connect() as connection:
            where = (AttendanceMark.session_id == self.session, AttendanceMark.status == "present")
            return len(connection.execute(select(AttendanceMark.id).where(*where)).all())


def test_from_the_wall_to_the_register(site: Server, windows: Callable[..., Window]) -> None:
    """Scanned signed out, signed in with the password, pressed, and counted on the wall, whose code changes by itself, with scripts or without."""
    door = Door(site, site.cast["ada"], site.cast["ben"])
    wall = windows(site, "desktop", "dan", reduced_motion="reduce")
    page = wall.open(f"{door.path}/screen")
    expect(page.locator("#screen-count")).to_have_text("0 of 2 are here")
    assert (wall.axe(), wall.overflow()) == ([], 0)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    wall.shot("check-in-screen-desktop")
    first = page.locator(".screen-code").inner_text()
    plain = windows(site, "desktop", "dan", scripts=False).open(f"{door.path}/screen")
    shown_plainly = plain.locator(".screen-code").inner_text()

    phone = windows(site, "phone")
    phone.open(door.link())
    assert (phone.heading, phone.axe(), phone.overflow()) == ("You are almost checked in", [], 0)
    phone.shot("check-in-signed-out")
    phone.page.locator("main").get_by_role("link", name="Sign in", exact=True).click()
    phone.page.get_by_label("E-mail address").fill("ada@example.com")
    phone.page.get_by_label("Password").fill(PASSWORD)
    phone.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    phone.says("You are signed in as Ada Holm.")
    assert (phone.path, phone.axe(), door.checked_in()) == (door.path, [], 0)
    phone.shot("check-in-button")
    phone.press("I am here")
    phone.says("You are checked in, Ada.")
    assert (phone.axe(), door.checked_in(), door.present()) == ([], 1, 1)
    phone.shot("check-in-done")

    expect(page.locator("#screen-count")).to_have_text("1 of 2 are here")
    expect(page.locator(".screen-code")).not_to_have_text(first, timeout=(STEP + 5) * 1000)
    second = page.locator(".screen-code").inner_text().replace(" ", "").replace("\n", "")
    assert second == code_of(SECRET, door.session, step_at(datetime.now(UTC)))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(plain.locator(".screen-code")).not_to_have_text(shown_plainly, timeout=(STEP + 5) * 1000)
    expect(plain.get_by_role("link", name="Show the code of now")).to_be_visible()


def test_a_wall_that_loses_its_connection_hides_the_code_and_finds_it_again(site: Server, windows: Callable[..., Window]) -> None:
    door = Door(site)
    wall = windows(site, "desktop", "dan", reduced_motion="reduce")
    wall.allow("net::ERR", "Failed to fetch", "htmx")
    wall.page.clock.install()
    page = wall.open(f"{door.path}/screen")
    wall.context.set_offline(True)
    page.clock.fast_forward(STEP * 1000)
    expect(page.get_by_text("No connection. The code comes back with it.")).to_be_visible()
    expect(page.locator(".screen-code")).not_to_be_visible()
    wall.context.set_offline(False)
    page.clock.fast_forward(STEP * 1000)
    expect(page.locator(".screen-code")).to_be_visible()
    expect(page.get_by_text("No connection. The code comes back with it.")).not_to_be_visible()


def test_the_code_can_be_typed_and_a_second_device_is_told(site: Server, windows: Callable[..., Window]) -> None:
    door = Door(site, site.cast["ben"])
    laptop = windows(site, "desktop", "ben")
    laptop.open("/check-in")
    assert laptop.axe() == []
    laptop.shot("check-in-typed")
    code = door.link().rpartition("=")[2]
    laptop.page.get_by_label("Code on the screen").fill(f"{code[:4]} {code[4:]}".lower())
    laptop.press("Go on")
    laptop.press("I am here")
    laptop.says("You are checked in, Ben.")
    phone = windows(site, "phone", "ben")
    phone.open(door.link())
    assert (phone.heading.startswith("You were checked in at "), door.checked_in()) == (True, 1)


def test_replayed_forwarded_early_and_late_are_refused_with_the_next_step(site: Server, windows: Callable[..., Window]) -> None:
    door = Door(site, site.cast["ada"])
    old = door.link(-3)
    ada, eve = windows(site, "phone", "ada"), windows(site, "phone", "eve")
    for window in (ada, eve):
        window.allow("409")
        window.open(old, 409)
        assert (window.heading, window.axe()) == ("You are not checked in", [])
        window.says("This code has run out: each one holds for less than a minute.")
    ada.shot("check-in-run-out")
    ada.open(door.link())
    door.move(days=1)
    ada.press("I am here")
    ada.says("Check-in for this session opens on ")
    ada.shot("check-in-early")
    door.move(hours=-3)
    ada.open(door.link(), 409)
    ada.says("If you were there, ask the coordinator to mark you.")
    wall = windows(site, "phone", "dan", reduced_motion="reduce")
    wall.open(f"{door.path}/screen")
    wall.says("Check-in for this session closed ")
    wall.shot("check-in-screen-closed")
    assert (door.checked_in(), door.present()) == (0, 0)


def test_a_stranger_asks_and_is_let_in(site: Server, windows: Callable[..., Window]) -> None:
    door = Door(site, site.cast["ada"])
    nina = windows(site, "phone", site.add_person("Nina Vik"))
    nina.open(door.link())
    assert (nina.heading, nina.axe(), nina.overflow()) == ("You are not on this list", [], 0)
    nina.page.get_by_label("A word to the coordinator").fill("I come instead of Ben Berg.")
    nina.shot("check-in-stranger")
    nina.press("Ask to be let in")
    nina.says("The coordinator sees it and decides; you get a letter.")

    dan = windows(site, "phone", "dan")
    dan.open(f"{door.path}/requests")
    assert (dan.axe(), dan.overflow()) == ([], 0)
    dan.shot("check-in-requests-phone")
    dan.press("Let in")
    dan.says("Nina Vik has a place and is marked: ")
    nina.page.reload()
    nina.says("The coordinator has let you in.")
    assert (door.checked_in(), door.present()) == (0, 1)


@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "dark"), *([("phone", "light"), ("desktop", "dark"), ("desktop", "light")] if LONG else [])]
)
def test_pages_of_the_coordinator(site: Server, windows: Callable[..., Window], size: str, scheme: str) -> None:
    door = Door(site, site.cast["ada"], site.cast["ben"])
    borrowed = windows(site, "phone", "ada", color_scheme=scheme)
    borrowed.open(door.link())
    borrowed.press("I am here")
    borrowed.says("You are checked in, Ada.")
    borrowed.sign_in("ben")
    borrowed.open(door.link())
    borrowed.press("I am here")
    borrowed.says("You are checked in, Ben.")
    dan = windows(site, size, "dan", color_scheme=scheme)
    for name in ("screen", "requests", "oddities"):
        dan.open(f"{door.path}/{name}")
        assert (name, dan.axe(), dan.overflow()) == (name, [], 0)
        dan.shot(f"check-in-{name}-{size}-{scheme}")
    dan.says("2 people from one device")
