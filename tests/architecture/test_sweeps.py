"""Sweeps over every address, so that a new route is covered the day it appears."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.conftest import LONG
from tests.page import Browser
from tests.world import IDENTITIES, Saved, World, make_world, requests, snapshot

GOLDEN = Path(__file__).with_name("access.txt")
ODD_NUMBERS = ("-1", "0", str(2**31 - 1), str(2**31), str(2**63), str(10**40), "%00", "1e3", "%C3%A9", "..")
ODD_TEXTS = (
    "",
    "\x00",
    "x" * 10_000,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "{{7*7}}",
    "' OR 1=1 --",
    "\u202e",
    "<script>alert(1)</script>",
)
LASTING = "accounts.erasures"


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(app)


def fields(app: Flask) -> list[str]:
    """The names of every field of every form there is."""
    from clustercourse.web.forms import Form

    names = {name for form in _subclasses(Form) for name in vars(form) if hasattr(getattr(form, name), "creation_counter")}
    return sorted(names | {"csrf_token", "once", "next", "role", "decision", "answers", "text", "item", "place", "number"})


def _subclasses(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def answer(browser: Browser, rule: Rule, method: str, address: str, data: dict[str, object] | None = None) -> int:
    if method == "GET":
        return browser.get(address).status_code
    return browser.open(address, method=method, data={**browser.csrf(), **(data or {})}).status_code


def test_the_access_matrix_is_the_one_we_wrote_down_and_reading_changes_nothing(
    world: World, figure: Callable[[str, object], None]
) -> None:
    """Every address, every method, every identity: the golden list changes only by hand. What is read is read once for both."""
    saved, changed, cells = Saved(world.app), [], []
    for identity in IDENTITIES:
        browser, before = world.browser(identity, checks=True), snapshot(world.app)
        for place, rule in enumerate(rule for rule, method in requests(world.app) if method == "GET"):
            cells.append((f"GET {rule.rule}", identity, answer(browser, rule, "GET", world.address(rule))))
            for verb in ("HEAD", "OPTIONS") if LONG or identity == ("ada", "dan", "root")[place % 3] else ():
                browser.open(world.address(rule), method=verb)
        after = snapshot(world.app)
        changed += [f"{identity}: {table}" for table in before if before[table] != after[table]]
    for rule, method in requests(world.app):
        for identity in IDENTITIES if method != "GET" else ():
            cells.append(
                (f"{method} {rule.rule}", identity, answer(world.browser(identity, checks=True), rule, method, world.address(rule)))
            )
            saved.restore()
    figure("cells", len(cells))
    figure("changes", len(changed))
    assert changed == []
    assert [cell for cell in cells if cell[2] >= 500] == []
    lines: dict[str, list[str]] = {}
    for where, who, status in cells:
        lines.setdefault(where, []).append(f"{who}={status}")
    assert sorted(f"{where}: {' '.join(statuses)}" for where, statuses in lines.items()) == GOLDEN.read_text().split("\n")[:-1]


@pytest.mark.both_databases_when_long
def test_nothing_is_changed_without_our_token(world: World, figure: Callable[[str, object], None]) -> None:
    before, wrong, sent = snapshot(world.app), [], 0
    bodies = [
        {"data": {}},
        {"data": {"csrf_token": "wrong"}},
        {"data": json.dumps({"a": 1}), "content_type": "application/json"},
        {"data": "csrf_token=x", "content_type": "text/plain", "headers": {"Origin": "https://evil.example"}},
    ]
    for rule, method in requests(world.app):
        if method == "GET":
            continue
        for identity in ("nobody", "ada", "root"):
            browser = world.browser(identity)
            for body in bodies if LONG else random.Random(f"{rule.rule} {identity}").sample(bodies, 2):
                status = browser.open(world.address(rule), method=method, **body).status_code  # type: ignore[arg-type]
                sent += 1
                if not 400 <= status < 500:
                    wrong.append(f"{method} {rule.rule} {identity}: {status}")
    figure("requests", sent)
    assert wrong == []
    assert snapshot(world.app) == before
    assert sent > 100


@pytest.mark.postgresql_first
def test_odd_addresses_are_answered(world: World, figure: Callable[[str, object], None]) -> None:
    wrong, sent = [], 0
    browser = world.browser("root")
    for rule, method in requests(world.app):
        if method != "GET" or not rule.arguments:
            continue
        for odd in ODD_NUMBERS if LONG else random.Random(rule.rule).sample(ODD_NUMBERS, 2):
            for argument in rule.arguments:
                usual = str(world.fill(rule, "a")[argument])
                address = world.address(rule).replace(usual, odd, 1)
                status = browser.get(address).status_code
                sent += 1
                if status >= 500:
                    wrong.append(f"{address}: {status}")
    figure("inputs", sent)
    assert wrong == []


def test_odd_fields_are_answered(world: World, figure: Callable[[str, object], None]) -> None:
    """Every changing address with odd text in every field there is: no fault, and never another person's row."""
    saved, wrong, sent = Saved(world.app), [], 0
    names = fields(world.app)
    for rule, method in requests(world.app):
        if method == "GET":
            continue
        for odd in ODD_TEXTS if LONG else random.Random(f"{method} {rule.rule}").sample(ODD_TEXTS, 2):
            browser = world.browser("dan" if rule.endpoint.startswith("cohorts.") else "ada")
            data = {name: odd for name in names if name != "csrf_token"}
            status = answer(browser, rule, method, world.address(rule), data)  # type: ignore[arg-type]
            if status >= 500:
                wrong.append(f"{method} {rule.rule} with {odd[:20]!r}: {status}")
            saved.restore()
            sent += 1
    figure("requests", sent)
    figure("fields in each", len(names))
    assert wrong == []


@pytest.mark.postgresql_first
def test_nobody_of_a_sees_into_b(world: World, figure: Callable[[str, object], None]) -> None:
    """B's things as everybody of A: no canary, no change, and the same bytes as for what does not exist."""
    seen, before, sent = [], snapshot(world.app), 0
    for rule, method in requests(world.app):
        address = world.address(rule, "b")
        for identity in ("nobody", "ada", "greta", "eve", "cleo"):
            browser = world.browser(identity)
            response = browser.get(address) if method == "GET" else browser.open(address, method=method, data=browser.csrf())
            sent += 1
            if "CANARY-B" in response.get_data(as_text=True).upper():
                seen.append(f"{method} {address} as {identity}")
            if identity != "nobody" and method != "GET":
                break
    figure("requests", sent)
    assert seen == []
    own = world.browser("ben").get("/courses/closed-course/" + world.other["lesson"] + "/note").get_data(as_text=True)
    assert "CANARY-B-note" in own, "the canary could not be seen by anybody, so this test could not fail"
    after = snapshot(world.app)
    assert [table for table in ("note", "draft", "attempt", "bookmark") if before[table] != after[table]] == []


@pytest.mark.both_databases_when_long
def test_learners_do_not_see_each_other(world: World, figure: Callable[[str, object], None]) -> None:
    seen = []
    for rule, method in requests(world.app):
        if method == "GET" and "CANARY-L2-" in world.browser("ada").get(world.address(rule)).get_data(as_text=True):
            seen.append(rule.rule)
    figure("pages", sum(method == "GET" for _rule, method in requests(world.app)))
    assert seen == []


@pytest.mark.both_databases_when_long
def test_every_answer_carries_our_headers(world: World, figure: Callable[[str, object], None]) -> None:
    wrong = []
    for rule, method in requests(world.app):
        browser = world.browser("ada")
        response = browser.get(world.address(rule)) if method == "GET" else browser.open(world.address(rule), method=method)
        headers = response.headers
        private = "immutable" not in headers.get("Cache-Control", "") and "public" not in headers.get("Cache-Control", "")
        expected = {
            "policy": "default-src 'none'" in headers.get("Content-Security-Policy", ""),
            "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
            "referrer": bool(headers.get("Referrer-Policy")),
            "request id": len(headers.get("X-Request-Id", "")) == 16,
            "vary": not private or "Cookie" in headers.get("Vary", ""),
            "cache": not private or headers.get("Cache-Control") in ("no-store", "private, no-cache"),
        }
        wrong += [f"{method} {rule.rule}: {name}" for name, there in expected.items() if not there]
    figure("answers", sum(1 for _request in requests(world.app)))
    assert wrong == []


ROLES_AND_MARKS = (
    "site_role", "course_team", "account", "completion", "evidence", "version", "course", "cohort", "cohort_team", "attendance_mark",
)  # fmt: skip
NOT_A_COORDINATORS = ("site_role", "course_team", "account", "version", "course")
GREEDY = {
    "role": "admin", "roles": "admin", "is_admin": "1", "admin": "1", "site_role": "admin", "person_id": "1", "person": "1", "by_id": "1",
    "organisation_id": "1", "enrolment_id": "1", "state": "complete", "passed": "1", "percent": "100", "finished_at": "2026-01-01",
    "confirmed_at": "2026-01-01", "is_primary": "1", "password_hash": "x", "course_id": "1", "newest_version_id": "1", "submitted_at": "2026-01-01",
}  # fmt: skip


def test_fields_that_a_form_does_not_have_change_nothing(world: World, figure: Callable[[str, object], None]) -> None:
    """Every changing address, as a learner or the coordinator of the cohort, with fields that would give more than the form offers."""
    saved, wrong, sent = Saved(world.app), [], 0
    own = {"learning.completions.create", "learning.completions.delete"}
    for rule, method in requests(world.app):
        if method == "GET" or rule.endpoint in own:
            continue
        for tenant in ("a", "b"):
            runs_it = rule.endpoint.startswith("cohorts.") and tenant == "a"
            browser = world.browser("dan" if runs_it else "ada")
            before = snapshot(world.app, *(NOT_A_COORDINATORS if runs_it else ROLES_AND_MARKS))
            answer(browser, rule, method, world.address(rule, tenant), dict(GREEDY))
            after = snapshot(world.app, *before)
            wrong += [f"{method} {rule.rule}: {table}" for table in before if before[table] != after[table]]
            sent += 1
            saved.restore()
    figure("requests", sent)
    assert wrong == []
    assert sent > 50


PARAMETERS = (
    "text", "kind", "country", "page", "verb", "person", "state", "language", "version", "spoken", "topic", "length", "next", "order", "again",
)  # fmt: skip
INJECTIONS = (
    "'", '"', "' OR '1'='1", "1; DROP TABLE person", "1) UNION SELECT password_hash FROM account --", "%", "_", "\\", "\x00",
    "name) FROM person; --", "NEAR(", "-1",
)  # fmt: skip


@pytest.mark.both_databases
def test_no_query_parameter_reaches_the_database_as_words_of_its_own(world: World, figure: Callable[[str, object], None]) -> None:
    before, wrong, sent = snapshot(world.app), [], 0
    browser = world.browser("root")
    for rule, method in requests(world.app):
        if method != "GET" or rule.endpoint in ("static", "mermaid_frame", "content.media.show", "content.covers.show"):
            continue
        for odd in INJECTIONS if LONG else random.Random(rule.rule).sample(INJECTIONS, 2):
            response = browser.get(world.address(rule), query_string=dict.fromkeys(PARAMETERS, odd))
            sent += 1
            if response.status_code >= 500 or b"syntax error" in response.get_data().lower():
                wrong.append(f"{rule.rule} with {odd!r}: {response.status_code}")
    figure("requests", sent)
    assert wrong == []
    assert snapshot(world.app) == before
