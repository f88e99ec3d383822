"""Sofie plans a Master Class, fills it, runs the register, sees who falls behind, closes it and plans the next: on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("rooms")]

PEOPLE = ("Ane Aagaard", "Bo Beck", "Carla Dahl")
ZONES = ("Europe/Copenhagen", "America/New_York", "Pacific/Auckland", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata")
"""In one of them it is afternoon now: the first session of today has begun, and its marks count."""


@pytest.mark.parametrize("size", ["phone", *(["desktop"] if LONG else [])])
def test_a_master_class_from_the_plan_to_the_report(site: Server, windows: Callable[..., Window], size: str) -> None:
    sofie = windows(site, size, "dan")
    cohort = _set_up(sofie, size)
    guests = [windows(site, size, site.add_person(name)) for name in PEOPLE]
    _fill(sofie, guests, cohort)
    _mark(sofie, cohort, size)
    _close(sofie, cohort, size)

    visitor = windows(site, size)
    visitor.open(f"{cohort}report")
    visitor.says("What Gothenburg taught us")
    expect(visitor.named("Watch the video", "link")).to_have_attribute("href", "https://www.example.com/video")
    assert visitor.axe() == []


def _set_up(sofie: Window, size: str) -> str:
    """C1: a format gives the sessions; the second place, two contacts, places and the project are said. Returns the cohort's address."""
    zone = next(zone for zone in ZONES if datetime.now(ZoneInfo(zone)).hour in range(12, 21))
    today = datetime.now(ZoneInfo(zone)).date()
    page = sofie.open("/cohorts/new")
    page.get_by_label("Time zone").select_option(value=zone)
    page.get_by_label("Title").fill(f"Master Class on a {size}")
    page.get_by_label("Format").select_option(value="day-and-a-half")
    page.get_by_label("First day", exact=False).first.fill(today.isoformat())
    page.get_by_label("City").fill("Gothenburg")
    sofie.press("Plan it")
    sofie.says("5 sessions, 420 minutes")
    sofie.press("Add a part", "link")
    page.get_by_label("City").fill("Athens")
    page.get_by_label("Dates in words").fill("late spring")
    sofie.press("Add the part")
    page.get_by_label("In a sentence or two").fill("For people who run clusters in two cities.")
    page.get_by_label("Places for everybody else").fill("2")
    page.locator("#information_email").fill("ask@example.com")
    page.locator("#registration_email").fill("register@example.org")
    page.get_by_label("Project, in short").fill("BLUE-LINK")
    page.locator("#funder").fill("A programme of the European Union")
    sofie.press("Save the changes")
    sofie.shot(f"journey-coordinator-settings-{size}")
    sofie.press("Save and publish")
    sofie.says("The cohort is published.")
    return sofie.path


def _fill(sofie: Window, guests: list[Window], cohort: str) -> None:
    """C2: three apply for two places; two are offered one and say yes, the third sees their number in the list."""
    for guest in guests:
        guest.open(f"{cohort}application/new")
        guest.press("Apply")
        guest.says("The coordinator has your application.")
    _decide(sofie, cohort, PEOPLE[:2], "offer")
    sofie.says("The places are offered.")
    _decide(sofie, cohort, PEOPLE[2:], "wait")
    for guest in guests[:2]:
        guest.open(f"{cohort}application")
        guest.press("Yes, I take the place")
        guest.says("The place is yours.")
    guests[2].open(f"{cohort}application")
    guests[2].says("You are number 1 on the waiting list for external places.")
    sofie.open(f"{cohort}seats/")
    sofie.says("2 of 2")


def _decide(sofie: Window, cohort: str, names: tuple[str, ...], step: str) -> None:
    page = sofie.open(f"{cohort}seats/")
    for name in names:
        page.get_by_label(f"Choose {name}").check()
    page.get_by_label("With those ticked").select_option(value=step)
    sofie.press("Look at it first")
    page.locator("main form button.button-primary").first.click()


def _mark(sofie: Window, cohort: str, size: str) -> None:
    """C3: the register of today's first session by a tap for everybody and two for the exception."""
    page = sofie.open(f"{cohort}sessions/")
    page.get_by_role("link", name="Cluster theory").first.click()
    sofie.press("Open the register", "link")
    sofie.press("All present")
    page.locator(".register-open", has_text="Bo Beck").click()
    page.locator("dialog").get_by_role("button", name="Absent", exact=True).click()
    expect(page.locator("[data-part=queue]")).to_have_text("All marks are saved.")
    sofie.shot(f"journey-coordinator-register-{size}", whole=False)
    page = sofie.open(f"{cohort}attendance/")
    expect(page.locator("tr", has_text="Ane Aagaard")).to_contain_text("100")
    page = sofie.open(f"{cohort}board")
    expect(page.locator("section", has_text="May need help")).to_contain_text("Bo Beck")
    sofie.shot(f"journey-coordinator-board-{size}")


def _close(sofie: Window, cohort: str, size: str) -> None:
    """C5 up to the report: who misses what, a reminder, closing, the public report, and the next one with dates in words."""
    page = sofie.open(f"{cohort}closure")
    expect(page.locator("tr", has_text="Bo Beck")).to_contain_text("not enough for the certificate")
    sofie.press("Remind people", "link")
    sofie.press("Write to those ticked")
    page.get_by_label("Subject").fill("Before we close")
    page.get_by_label("Message").fill("We missed you. Tell us when we can go through it with you.")
    sofie.press("Look at it first")
    sofie.press("Send the letters")
    sofie.open(f"{cohort}closure")
    page.get_by_label("Close it all the same").check()
    sofie.press("Close the cohort")
    sofie.says("The cohort is closed.")
    page.get_by_label("Headline").fill("What Gothenburg taught us")
    page.locator("#text").fill("Two days by the river, and **ten** tools that we tried on our own clusters.")
    page.get_by_label("Link to a video").fill("https://www.example.com/video")
    sofie.press("Save and publish")
    sofie.says("The report is public.")
    sofie.shot(f"journey-coordinator-report-{size}")
    sofie.open(f"{cohort}report/edit")
    sofie.press("Plan the next one", "link")
    sofie.says("Both belong to one series.")
    page.get_by_label("Title").fill(f"The next Master Class after a {size}")
    page.get_by_label("Or dates in words").fill("early autumn next year")
    sofie.press("Plan it")
    sofie.says("Only its team sees it until you publish it.")
    expect(page.locator("#information_email")).to_have_value("ask@example.com")
    expect(page.locator("#series")).to_have_value(f"Master Class on a {size}")
