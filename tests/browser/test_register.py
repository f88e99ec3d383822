"""The register in the hand: twenty people in under sixty taps, no network, two coordinators at once, undo, keys, three hundred people."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Dialog, FloatRect, Locator, Page, expect
from sqlalchemy import insert, select, update

from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("rooms")]

NAMES = """Ane Aagaard,Bo Beck,Carla Dahl,Dina Eg,Egon Frost,Frida Grøn,Gorm Holst,Hanne Iversen,Ines Juhl,Jens Kjær,Karla Lind,Lars Munk,
Mona Nyholm,Nils Olsen,Olga Poulsen,Per Quist,Rikke Ravn,Sven Søe,Tove Toft,Ulla Vang""".replace("\n", "").split(",")


@dataclass(frozen=True)
class Room:
    """A cohort on the server with people in it; `dan` and `sofie` coordinate. The session began twenty minutes ago."""

    site: Server
    address: str
    session: int
    dan: int
    sofie: int
    seats: dict[str, int]

    def marks(self) -> dict[str, str]:
        """What stands in the database, by name."""
        names = {seat: name for name, seat in self.seats.items()}
        with self.site.engine.connect() as connection:
            found = connection.execute(
                select(AttendanceMark.seat_id, AttendanceMark.status).where(AttendanceMark.session_id == self.session)
            )
            return {names[seat]: status for seat, status in found}

    def revisions(self, name: str) -> list[tuple[int, str]]:
        """Who made what of this person, in order."""
        statement = (
            select(AttendanceRevision.by_id, AttendanceRevision.became)
            .join(AttendanceMark, AttendanceMark.id == AttendanceRevision.mark_id)
            .where(AttendanceMark.session_id == self.session, AttendanceMark.seat_id == self.seats[name])
            .order_by(AttendanceRevision.id)
        )
        with self.site.engine.connect() as connection:
            return [(by, became["status"]) for by, became in connection.execute(statement)]


def room(site: Server, names: list[str] | None = None) -> Room:
    moment = datetime.now(UTC).replace(second=0, microsecond=0)
    begin, code = moment - timedelta(minutes=20), secrets.token_hex(4)
    dan, sofie = site.add_person("Dan Krogh"), site.add_person("Sofie Kvist")
    people = {name: site.add_person(name) for name in names or NAMES}
    with site.engine.begin() as connection:

        def put(model: Any, **values: Any) -> int:
            key = connection.execute(insert(model).values(**values)).inserted_primary_key
            assert key is not None
            return int(key[0])

        cohort = put(Cohort, slug=f"class-{code}", title="Master Class", kind="master-class", state="published", created_at=moment)
        for person in (dan, sofie):
            put(CohortTeam, cohort_id=cohort, person_id=person, role="coordinator", created_at=moment)
        times = {"on_day": begin.date(), "at_time": begin.time(), "zone": "UTC", "minutes": 90, "starts_at": begin}
        ends = {"ends_at": begin + timedelta(minutes=90), "created_at": moment, "changed_at": moment}
        more = {"key": "kick-off", "title": "Kick-off", "uid": f"{code}@example.com", "secret": secrets.token_hex(32)}
        session = put(TrainingSession, cohort_id=cohort, **times, **ends, **more)
        seats = {
            name: put(Seat, cohort_id=cohort, person_id=person, state="confirmed", sheet_code=secrets.token_hex(3), created_at=moment)
            for name, person in people.items()
        }
    return Room(site, f"/cohorts/class-{code}/sessions/{session}/attendance", session, dan, sofie, seats)


def row(page: Page, name: str) -> Locator:
    return page.locator(".register-open", has_text=name)


def state(page: Page, name: str) -> Locator:
    return row(page, name).locator(".register-state")


def mark(page: Page, name: str, choice: str) -> int:
    """Two taps, as a thumb makes them; how many."""
    row(page, name).click()
    page.locator("dialog").get_by_role("button", name=choice, exact=True).click()
    return 2


def box(thing: Locator) -> FloatRect:
    """Where it stands on the screen."""
    found = thing.bounding_box()
    assert found is not None
    return found


def tap_twice(page: Page, thing: Locator) -> None:
    """Two taps of a hurried thumb on one point of the screen."""
    here = box(thing)
    x, y = here["x"] + here["width"] / 2, here["y"] + here["height"] / 2
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(130)
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(60)


def choice(page: Page, name: str) -> Locator:
    return page.locator("dialog").get_by_role("button", name=name, exact=True)


def warnings(page: Page) -> list[str]:
    """What the browser asks from now on; it always stays where it is."""
    found: list[str] = []

    def stay(asked: Dialog) -> None:
        found.append(asked.type)
        asked.dismiss()

    page.on("dialog", stay)
    return found


def status(page: Page) -> Locator:
    return page.locator("[data-part=queue]")


def saved(page: Page) -> None:
    expect(status(page)).to_have_text("All marks are saved.")


def test_twenty_people_in_under_sixty_taps(site: Server, windows: Callable[..., Window], figure: Callable[[str, object], None]) -> None:
    here = room(site)
    window = windows(site, "phone", here.dan)
    page = window.open(here.address)
    expect(status(page)).to_have_text("")
    expect(page.get_by_text("Keys", exact=True)).to_be_hidden()
    page.get_by_role("button", name="All present").click()
    taps = 1
    for name in ("Bo Beck", "Gorm Holst", "Tove Toft"):
        taps += mark(page, name, "Absent")
    row(page, "Carla Dahl").click()
    window.shot("register-panel", whole=False)
    page.keyboard.press("Escape")
    taps += mark(page, "Carla Dahl", "Excused")
    for name, choice in (("Sven Søe", "Late"), ("Ulla Vang", "Left early")):
        taps += mark(page, name, choice)
        page.locator("dialog").get_by_role("button", name="5 minutes less").locator("visible=true").click()
        page.locator("dialog").get_by_role("button", name="Back to the list").click()
        taps += 2
    window.shot("register-saved", whole=False)
    saved(page)
    expect(state(page, "Sven Søe")).to_have_text("15 min late")
    expect(state(page, "Ulla Vang")).to_have_text("Left after 15 min")
    counted = {each.get_attribute("data-count"): each.inner_text() for each in page.locator("[data-count]").all()}
    assert counted == {"present": "16", "absent": "3", "excused": "1", "expected": "0"}
    assert [list(here.marks().values()).count(each) for each in ("present", "absent", "excused")] == [16, 3, 1]
    figure("taps for 20 people", taps)
    assert taps < 60
    assert (window.overflow(), window.axe()) == (0, [])
    window.shot("register-phone", whole=False)
    page.evaluate("scrollTo(0, 0)")
    window.shot("register-phone-top")


def test_a_double_tap_does_what_one_tap_does(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site, NAMES[:6])
    page = windows(site, "phone", here.dan).open(here.address)
    row(page, "Ane Aagaard").click()
    stood = [box(each) for each in page.locator("[data-set], [data-part=done]").all()]
    tap_twice(page, choice(page, "Late"))
    expect(page.locator("dialog")).to_be_visible()
    expect(state(page, "Ane Aagaard")).to_have_text("20 min late")
    tap_twice(page, choice(page, "Left early"))
    expect(state(page, "Ane Aagaard")).to_have_text("20 min late, left after 35 min")
    page.locator("#panel-left").fill("999")
    page.locator("#panel-left").press("Tab")
    expect(page.locator("#panel-left")).to_have_attribute("aria-invalid", "true")
    assert [box(each) for each in page.locator("[data-set], [data-part=done]").all()] == stood
    page.locator("#panel-left").fill("60")
    tap_twice(page, choice(page, "Back to the list"))
    expect(page.locator("dialog")).to_be_hidden()
    row(page, "Bo Beck").click()
    tap_twice(page, choice(page, "Not expected"))
    expect(page.locator("dialog")).to_be_hidden()
    saved(page)
    assert page.url.endswith(here.address)
    assert here.marks() == {"Ane Aagaard": "present", "Bo Beck": "not_expected"}
    expect(state(page, "Ane Aagaard")).to_have_text("20 min late, left after 60 min")


def test_leaving_early_leaves_the_arrival_alone(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site, NAMES[:4])
    window = windows(site, "phone", here.dan)
    page = window.open(here.address)
    came, left = page.locator("#panel-arrived"), page.locator("#panel-left")
    mark(page, "Ane Aagaard", "Late")
    came.fill("30")
    came.press("Tab")
    expect(state(page, "Ane Aagaard")).to_have_text("30 min late")
    choice(page, "Left early").click()
    expect(state(page, "Ane Aagaard")).to_have_text("30 min late, left after 45 min")
    came.fill("60")
    came.press("Tab")
    window.says("Somebody who came after 60 minutes cannot leave after 45 minutes.")
    expect(came).to_have_value("60")
    choice(page, "Back to the list").click()
    expect(came).to_be_focused()
    assert (window.overflow(), window.axe()) == (0, [])
    window.shot("register-panel-crossed", whole=False)
    expect(state(page, "Ane Aagaard")).to_have_text("30 min late, left after 45 min")
    left.fill("75")
    choice(page, "Back to the list").click()
    expect(page.locator("dialog")).to_be_hidden()
    expect(state(page, "Ane Aagaard")).to_have_text("60 min late, left after 75 min")
    mark(page, "Bo Beck", "Left early")
    choice(page, "Late").click()
    expect(state(page, "Bo Beck")).to_have_text("5 min late, left after 20 min")


def test_wrong_minutes_are_kept_and_explained_and_not_saved(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site, NAMES[:4])
    window = windows(site, "phone", here.dan)
    page = window.open(here.address)
    wrong = page.locator("#panel-wrong p")
    for name, press, field, stands in (
        ("Ane Aagaard", "Late", "arrived", "20 min late"),
        ("Bo Beck", "Left early", "left", "Left after 20 min"),
    ):
        mark(page, name, press)
        for text in ("-5", "999", "90", "12.5", "0", ""):
            page.locator(f"#panel-{field}").fill(text)
            page.locator(f"#panel-{field}").press("Tab")
            expect(wrong).to_have_text("Error: This session is 90 minutes long: use a whole number from 1 to 89.")
            expect(page.locator(f"#panel-{field}")).to_have_value(text)
            expect(state(page, name)).to_have_text(stands)
            page.locator(f"#panel-{field}").fill("20")
            page.locator(f"#panel-{field}").press("Tab")
            expect(wrong).to_be_hidden()
        page.locator(f"#panel-{field}").fill("999")
        choice(page, "Back to the list").click()
        expect(page.locator(f"#panel-{field}")).to_be_focused()
        window.shot(f"register-panel-wrong-{field}", whole=False)
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_be_hidden()
    saved(page)
    for name in NAMES[:2]:
        assert here.revisions(name) == [(here.dan, "present")]
    row(page, "Ane Aagaard").click()
    expect(page.locator("#panel-arrived")).to_have_value("20")
    expect(wrong).to_be_hidden()


def test_back_closes_the_panel_first(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site, NAMES[:4])
    window = windows(site, "phone", here.dan)
    before = here.address.partition("/sessions/")[0] + "/sessions/"
    window.open(before)
    page = window.open(here.address)
    dialog, length = page.locator("dialog"), page.evaluate("history.length")
    mark(page, "Ane Aagaard", "Late")
    page.go_back()
    expect(dialog).to_be_hidden()
    expect(row(page, "Ane Aagaard")).to_be_focused()
    assert window.path == here.address
    page.get_by_role("button", name="Undo").click()
    expect(state(page, "Ane Aagaard")).to_have_text("Not marked")
    for name in NAMES[:4]:
        mark(page, name, "Present")
    row(page, "Bo Beck").click()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row(page, "Bo Beck")).to_be_focused()
    window.until("!history.state")
    assert page.evaluate("history.length") == length + 1
    page.evaluate(
        "for (const turn of [1, 2]) { document.querySelectorAll('.register-open')[turn].click(); document.querySelector('dialog').close(); }"
    )
    row(page, "Carla Dahl").click()
    expect(dialog).to_be_visible()
    window.until("history.state?.panel")
    saved(page)
    page.reload()
    window.until("!history.state")
    expect(dialog).to_be_hidden()
    page.go_forward()
    window.until("!history.state")
    page.go_back()
    assert window.path == before


def test_leaving_with_marks_that_wait_is_asked_about(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site, NAMES[:4])
    window = windows(site, "phone", here.dan)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(here.address)
    page.route("**/attendance", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    asked = warnings(page)
    mark(page, "Ane Aagaard", "Absent")
    expect(status(page)).to_have_text("1 mark waits for the network. It is kept in this browser.")
    page.get_by_role("link", name="See who changed what").click(no_wait_after=True)
    page.wait_for_timeout(200)
    assert (asked, window.path) == (["beforeunload"], here.address)
    page.unroute("**/attendance")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    page.get_by_role("link", name="See who changed what").click()
    page.wait_for_url("**/changes")
    assert (asked, here.marks()) == (["beforeunload"], {"Ane Aagaard": "absent"})


def test_ten_marks_without_network_and_another_coordinator(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site)
    dan, sofie = windows(site, "phone", here.dan), windows(site, "phone", here.sofie)
    dan.allow("net::ERR", "Failed to fetch")
    dan.most_shift = sofie.most_shift = 0.1  # toasts come and go over the page while nobody taps
    page, other = dan.open(here.address), sofie.open(here.address)
    dan.context.set_offline(True)
    for name in NAMES[:10]:
        mark(page, name, "Present")
    expect(status(page)).to_have_text("10 marks wait for the network. They are kept in this browser.")
    mark(other, "Ane Aagaard", "Absent")
    mark(other, "Bo Beck", "Excused")
    saved(other)
    assert here.marks() == {"Ane Aagaard": "absent", "Bo Beck": "excused"}
    dan.shot("register-offline")

    dan.context.set_offline(False)
    cards = page.locator(".register-clash")
    expect(cards).to_have_count(2)
    said = cards.filter(has_text="Ane").locator("[data-part=words]").inner_text()
    assert said.startswith("Sofie Kvist marked Ane Aagaard at ")
    assert ": Absent. You marked them at " in said
    assert said.endswith(": Present.")
    expect(status(page)).to_have_text("Somebody else marked the same people. Decide below.")
    assert here.marks() == {"Ane Aagaard": "absent", "Bo Beck": "excused", **dict.fromkeys(NAMES[2:10], "present")}
    page.evaluate("scrollTo(0, 0)")
    dan.shot("register-clashes")
    assert dan.axe() == []
    mark(page, "Jens Kjær", "Late")
    page.get_by_role("button", name="Back to the list").click()
    toast = page.locator(".toast:visible")
    expect(toast).to_have_count(1)
    for place in (0, 120, 5000):
        page.evaluate("(top) => scrollTo(0, top)", place)
        over = toast.bounding_box()
        assert over is not None
        assert [
            card for card in map(box, cards.all()) if card["y"] < over["y"] + over["height"] and over["y"] < card["y"] + card["height"]
        ] == []
    dan.shot("register-clashes-toast", whole=False)

    cards.filter(has_text="Ane").get_by_role("button", name="Use mine").click()
    cards.filter(has_text="Bo Beck").get_by_role("button", name="Keep theirs").click()
    expect(cards).to_have_count(0)
    saved(page)
    expect(state(page, "Bo Beck")).to_have_text("Excused")
    assert here.marks() == {"Bo Beck": "excused", **dict.fromkeys([NAMES[0], *NAMES[2:10]], "present")}
    assert here.revisions("Ane Aagaard") == [(here.sofie, "absent"), (here.dan, "present")]
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(other.get_by_text("Dan Krogh changed Ane Aagaard: Present")).to_be_visible()
    expect(state(other, "Ane Aagaard")).to_have_text("Present")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 1


def test_what_somebody_else_says_meanwhile_is_never_overwritten_silently(site: Server, windows: Callable[..., Window]) -> None:
    """All are marked and that is undone while the first answer is on its way; then a choice is made in the row, not on the card."""
    here = room(site, NAMES[:4])
    dan, sofie = windows(site, "desktop", here.dan), windows(site, "phone", here.sofie)
    page, other = dan.open(here.address), sofie.open(here.address)
    held: list[Any] = []
    page.route("**/attendance", lambda route: held.append(route) if route.request.method == "POST" and not held else route.continue_())
    page.get_by_role("button", name="All present").click()
    page.wait_for_timeout(400)
    mark(other, "Bo Beck", "Absent")
    saved(other)
    page.get_by_role("button", name="Undo").click()
    held[0].continue_()
    saved(page)
    expect(state(page, "Bo Beck")).to_have_text("Absent")
    assert here.marks() == {"Bo Beck": "absent", **dict.fromkeys([NAMES[0], *NAMES[2:4]], "expected")}

    page.route(
        "**/attendance",
        lambda route: route.fulfill(json={"marks": [], "locked": False}) if route.request.method == "GET" else route.fallback(),
    )
    other.reload()
    mark(other, "Ane Aagaard", "Absent")
    saved(other)
    mark(page, "Ane Aagaard", "Present")
    expect(page.locator(".register-clash")).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    mark(page, "Ane Aagaard", "Excused")
    expect(page.locator(".register-clash")).to_have_count(0)
    saved(page)
    assert here.revisions("Ane Aagaard")[-2:] == [(here.sofie, "absent"), (here.dan, "excused")]


def test_a_locked_register_says_that_it_waits_for_a_reason(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site, NAMES[:4])
    with site.engine.begin() as connection:
        connection.execute(update(TrainingSession).where(TrainingSession.id == here.session).values(locked_at=datetime.now(UTC)))
    page = windows(site, "phone", here.dan).open(here.address)
    mark(page, "Bo Beck", "Absent")
    why = "Say above why you change a locked register. Until then the marks are kept in this browser only."
    expect(status(page)).to_have_text(why)
    assert here.marks() == {}
    page.locator("#register-reason").fill("She told me on the way out.")
    page.locator("#register-reason").press("Tab")
    saved(page)
    assert here.marks() == {"Bo Beck": "absent"}


def test_marks_survive_a_closed_tab(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site)
    window = windows(site, "phone", here.dan)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(here.address)
    window.context.set_offline(True)
    mark(page, "Ines Juhl", "Absent")
    page.locator("#find").fill("kj")
    expect(page.locator(".register-open:visible")).to_have_count(1)
    mark(page, "Jens Kjær", "Late")
    expect(status(page)).to_have_text("2 marks wait for the network. They are kept in this browser.")
    page.close(run_before_unload=False)
    assert here.marks() == {}

    window.context.set_offline(False)
    window.page = window.new_page()
    page = window.open(here.address)
    saved(page)
    expect(state(page, "Ines Juhl")).to_have_text("Absent")
    assert here.marks() == {"Ines Juhl": "absent", "Jens Kjær": "present"}
    window.open(here.address)
    saved(window.page)
    assert here.revisions("Ines Juhl") == [(here.dan, "absent")]


def test_signing_out_asks_about_marks_that_wait(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site)
    window = windows(site, "desktop", here.dan)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(here.address)
    page.route("**/attendance", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    mark(page, "Ines Juhl", "Absent")
    expect(status(page)).to_have_text("1 mark waits for the network. It is kept in this browser.")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("1 mark waits for the network. If you sign out now, it is deleted.")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    mark(page, "Jens Kjær", "Present")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("2 marks wait for the network. If you sign out now, they are deleted.")).to_be_visible()
    asked = warnings(page)
    page.locator("dialog[open]").get_by_role("button", name="Sign out").click()
    window.says("You are signed out.")
    assert asked == []
    window.sign_in(here.dan)
    page = window.open(here.address)
    expect(state(page, "Ines Juhl")).to_have_text("Not marked")
    assert here.marks() == {}


def test_undo_and_keys(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site)
    window = windows(site, "desktop", here.dan)
    page = window.open(here.address)
    page.get_by_role("button", name="All present").click()
    page.get_by_role("button", name="Undo").click()
    saved(page)
    assert set(here.marks().values()) <= {"expected"}
    expect(page.locator("[data-count=expected]")).to_have_text("20")

    row(page, "Ane Aagaard").focus()
    for key in ("p", "ArrowDown", "a", "ArrowDown", "e", "ArrowUp", "x"):
        page.keyboard.press(key)
    expect(row(page, "Bo Beck")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    saved(page)
    assert {name: here.marks()[name] for name in NAMES[:3]} == {"Ane Aagaard": "present", "Bo Beck": "absent", "Carla Dahl": "excused"}
    row(page, "Dina Eg").focus()
    page.keyboard.press("l")
    page.locator("#panel-arrived").fill("7")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    saved(page)
    expect(state(page, "Dina Eg")).to_have_text("7 min late")
    expect(row(page, "Dina Eg")).to_be_focused()
    row(page, "Egon Frost").focus()
    page.keyboard.press("Enter")
    page.locator("dialog").get_by_role("button", name="Present", exact=True).press("Enter")
    expect(state(page, "Egon Frost")).to_have_text("Present")
    saved(page)
    assert window.axe() == []
    window.shot("register-desktop")


def test_three_hundred_people_without_lag(site: Server, windows: Callable[..., Window], figure: Callable[[str, object], None]) -> None:
    """Chromium at a quarter of its speed: from the tap to the next picture, and to the changed state."""
    here = room(site, [f"Person {number:03}" for number in range(300)])
    window = windows(site, "phone", here.dan)
    window.most_shift = 1.0  # no finger touches these rows, so what is found and toasted counts as movement
    page = window.open(here.address)
    window.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    timed: dict[str, float] = page.evaluate("""async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const measured = async (work) => { const begin = performance.now(); work(); const ran = performance.now() - begin; await frame(); return [ran, performance.now() - begin]; };
      const rows = document.querySelectorAll(".register-open");
      const open = await measured(() => rows[150].click());
      const choose = await measured(() => document.querySelector("[data-set=absent]").click());
      const field = document.querySelector("#find");
      field.value = "29";
      const find = await measured(() => field.dispatchEvent(new Event("input")));
      field.value = "";
      const unfind = await measured(() => field.dispatchEvent(new Event("input")));
      const all = await measured(() => document.querySelector("[data-part=all]").click());
      const key = await measured(() => rows[10].dispatchEvent(new KeyboardEvent("keydown", {key: "a", bubbles: true})));
      return Object.fromEntries(Object.entries({open, choose, find, unfind, all, key}).flatMap(([name, [ran, seen]]) => [[`${name} ran`, ran], [`${name} seen`, seen]]));
    }""")
    for name, milliseconds in timed.items():
        figure(f"{name}, ms at a quarter of the speed", round(milliseconds))
    saved(page)
    assert list(here.marks().values()).count("present") == 298
    figure("elements", page.evaluate("document.querySelectorAll('*').length"))
    assert timed["choose seen"] < 1000


def test_without_scripts(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site)
    window = windows(site, "phone", here.dan, scripts=False)
    page = window.open(here.address)
    page.get_by_role("combobox", name="Ines Juhl State", exact=True).select_option("absent")
    page.get_by_role("button", name="Save the register").click()
    window.says("1 mark is saved.")
    page.get_by_role("button", name="Mark everybody else present").click()
    window.says("19 marks are saved.")
    assert here.marks() == {**dict.fromkeys(NAMES, "present"), "Ines Juhl": "absent"}
    expect(page.locator(".register-open").first).to_be_hidden()


def test_the_pages_around_the_register(site: Server, windows: Callable[..., Window]) -> None:
    here = room(site)
    cohort = here.address.partition("/sessions/")[0]
    with site.engine.begin() as connection:
        old = connection.execute(select(TrainingSession).where(TrainingSession.id == here.session)).mappings().one()
        for number in range(1, 12):
            # Two hours apart, so that all are of today and yesterday: older registers lock themselves, whenever the worker comes to it.
            begin = old["starts_at"] - timedelta(hours=2 * number)
            changes = {
                "key": f"part-{number}",
                "title": f"Part {number}",
                "uid": f"{here.session}-{number}@example.com",
                "on_day": begin.date(),
            }
            moved = {"starts_at": begin, "ends_at": begin + timedelta(minutes=90), "minutes": 90}
            connection.execute(insert(TrainingSession).values(**{name: old[name] for name in old if name != "id"} | changes | moved))
    sizes = ("desktop", "phone") if LONG else ("phone",)
    for size in sizes:
        window = windows(site, size, here.dan)
        page = window.open(f"{cohort}/attendance/")
        for box in page.locator("input[name=session]").all()[:4]:
            box.check()
        for box in page.locator("input[name=seat]").all()[:12]:
            box.check()
        page.get_by_label("As", exact=True).select_option("absent" if size == sizes[-1] else "present")
        page.get_by_role("button", name="Mark them").click()
        window.says("48 marks are saved.")
        assert (window.overflow(), window.axe()) == (0, [])
        window.shot(f"grid-{size}", whole=False)
        for path in (f"{here.address}/changes", here.address.replace("attendance", "walk-ins")):
            window.open(path)
            assert (window.overflow(), window.axe()) == (0, [])
            window.shot(f"{path.rpartition('/')[2]}-{size}", whole=False)
    with site.engine.connect() as connection:
        person = connection.execute(select(Seat.person_id).where(Seat.id == here.seats["Ane Aagaard"])).scalar_one()
    mine = windows(site, "phone", person)
    mine.open(f"{cohort}/attendance/mine")
    mine.says("0 of 360 minutes attended: 0 ÷ 360 = 0.00 percent.")
    assert (mine.overflow(), mine.axe()) == (0, [])
    mine.shot("mine-phone")
