"""The pages that are measured, and what is expected of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from urllib.parse import urlencode

import html5lib

from bench.seed import PASSWORD, Seeded
from bench.site import SIGN_IN_COOKIE

NUMBER = "NUMBER"
_HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Target:
    """Share of the bare hello in percent: floor and goal. `p50` is in milliseconds, alone on the server. None: only looked at."""

    floor: float | None = None
    goal: float | None = None
    p50: float | None = None
    sql: int | None = None


@dataclass(frozen=True)
class Call:
    """One request. `cookie` and `accept` are headers; `body` is the form that is posted.

    Where the form says NUMBER, there stands `number`, one more with every call.
    """

    path: str
    cookie: str = ""
    body: dict[str, list[str]] | None = None
    number: int = 0
    accept: str = "text/html"

    @property
    def template(self) -> str:
        """The body before its number is known; empty for what is only fetched."""
        return urlencode(self.body or {}, doseq=True)

    def form(self, turn: int) -> str:
        """The body of the call that is made for the nth time."""
        return self.template.replace(NUMBER, str(self.number + turn))


class NoForm(LookupError):
    """The page does not have the form that should be sent."""


Fetch = Callable[[Call], tuple[str, str]]
"""A page, and the cookies it sets as a header to send back."""

Make = Callable[[Seeded, int, Fetch], Call]
"""The call of the nth of those who are signed in."""


@dataclass(frozen=True)
class Page:
    name: str
    make: Make = field(repr=False)
    target: Target
    status: int = 200

    def calls(self, seeded: Seeded, fetch: Fetch) -> list[Call]:
        """One of everybody who is signed in."""
        return [self.make(seeded, place, fetch) for place in range(len(seeded.readers))]


def _get(path: str, *, signed_in: bool = True) -> Make:
    def make(seeded: Seeded, place: int, _fetch: Fetch) -> Call:
        reader = seeded.readers[place]
        return Call(path.format(course=reader.course, lesson=reader.lesson), _cookie(reader.token) if signed_in else "")

    return make


def _in_cohort(path: str, who: str = "coordinator") -> Make:
    """A page of a cohort for those who run it (`coordinator`) or take part (`member`), or one that needs no sign-in (nothing)."""

    def make(seeded: Seeded, place: int, _fetch: Fetch) -> Call:
        desk = asdict(seeded.desks[place])
        return Call(path.format(**desk), _cookie(desk[who]) if who else "")

    return make


def _cookie(token: str) -> str:
    return f"{SIGN_IN_COOKIE}={token}"


def _mark(seeded: Seeded, place: int, fetch: Fetch) -> Call:
    """One person a minute later than before, as the script of the register sends it: from the number it has seen."""
    desk = seeded.desks[place]
    register = Call(_REGISTER.format(**asdict(desk)), _cookie(desk.coordinator))
    page, _cookies = fetch(register)
    token, number = re.search(r'data-token="([^"]+)"', page), re.search(rf'data-seat="{desk.seat}" data-number="(\d+)"', page)
    if token is None or number is None:
        raise NoForm(f"no mark of seat {desk.seat} to change")
    said = {"seat": desk.seat, "status": "present", "place": "room", "left": None}
    marks = json.dumps([{**said, "arrived": NUMBER, "seen": NUMBER}]).replace(f'"{NUMBER}"', NUMBER)
    body = {"csrf_token": [token[1]], "marks": [marks], "reason": [""]}
    return replace(register, body=body, number=int(number[1]), accept="application/json")


def _sheet(seeded: Seeded, place: int, fetch: Fetch) -> Call:
    """A sheet of the reader's own workbook."""
    cookie = _cookie(seeded.readers[place].token)
    page, _cookies = fetch(Call("/workbook/mine/", cookie))
    found = re.search(r'href="(/workbook/[^"?]+/bridge-plan[^"/]*/)', page)
    if found is None:
        raise NoForm("no gap radar in the workbook")
    return Call(found[1], cookie)


def _typing(seeded: Seeded, place: int, fetch: Fetch) -> Call:
    """One field more than before, as the script of a sheet sends it; the answer holds all results and pictures."""
    sheet = _sheet(seeded, place, fetch)
    page, _cookies = fetch(sheet)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if token is None:
        raise NoForm("no form in the sheet")
    body = {"csrf_token": [token[1]], "v:cluster:": [f"Cluster {NUMBER}"], "k:cluster:": [NUMBER]}
    return replace(sheet, body=body, number=0, accept="application/json")


def _answer(seeded: Seeded, place: int, fetch: Fetch) -> Call:
    """The whole of a module check, as its form asks for it."""
    reader = seeded.readers[place]
    address = f"/courses/{reader.course}/exercises/{reader.exercise}/"
    page, _cookies = fetch(Call(f"{address}?again=1", _cookie(reader.token)))
    form = filled_form(page, "/attempts/")
    body = {**form, "send": ["anyway"], "attempt": [NUMBER]}
    return Call(f"{address}attempts/", _cookie(reader.token), body, number=int(form["attempt"][0]))


def _sign_in(seeded: Seeded, place: int, fetch: Fetch) -> Call:
    page, given = fetch(Call("/sign-in"))
    form = filled_form(page, "/sign-in")
    return Call("/sign-in", given, {**form, "email": [seeded.readers[place].email], "password": [PASSWORD]})


_REGISTER = "/cohorts/{many}/sessions/{many_session}/attendance"
PAGES = (
    Page("lesson", _get("/courses/{course}/{lesson}/"), Target(7, 10, 4, 4)),
    Page("Today", _get("/"), Target(6, 8, 5, 6)),
    Page("course home", _get("/courses/{course}/"), Target(6, 9, 5, 5)),
    Page("catalogue, signed out", _get("/courses/", signed_in=False), Target(8, 12, 4, 3)),
    Page("course page, signed out", _get("/courses/{course}/", signed_in=False), Target(8, 12, 4, 3)),
    Page("quiz answer (POST)", _answer, Target(2, 3, 12, 12), status=303),
    Page("search", _get("/search?text=bridge"), Target(None, None, 30, 4)),
    Page("search, in all texts", _get("/search?text=meet"), Target(None, None, 30, 4)),
    Page("search, in a cohort", _in_cohort("/search?text=k%C3%B8rsel", "member"), Target(None, None, 30, 4)),
    Page("search, in one place", _get("/search?text=bridge&kind=lessons"), Target(None, None, 30, 4)),
    Page("sign in (POST)", _sign_in, Target(None, None, 60, 6), status=303),
    Page("organisations", _get("/organisations/"), Target(None, None, 5, 6)),
    Page("register, 200 people", _in_cohort(_REGISTER), Target(2, 3, 10, 6)),
    Page("register, 20 people", _in_cohort("/cohorts/{few}/sessions/{few_session}/attendance"), Target(sql=6)),
    Page("attendance grid, 200 × 20", _in_cohort("/cohorts/{many}/attendance/"), Target(0.8, 1.2, 25, 6)),
    Page("attendance grid, 20 × 20", _in_cohort("/cohorts/{few}/attendance/"), Target(sql=6)),
    Page("cohort board, 200 × 20", _in_cohort("/cohorts/{many}/board"), Target(0.8, 1.2, 25, 8)),
    Page("cohort board, 20 × 20", _in_cohort("/cohorts/{few}/board"), Target(sql=8)),
    Page("attendance mark (POST)", _mark, Target()),
    Page("sheet of seven gaps", _sheet, Target()),
    Page("typing into a sheet (POST)", _typing, Target(p50=60)),
    Page("seats list, 227 people", _in_cohort("/cohorts/{many}/seats/"), Target()),
    Page("cohort home", _in_cohort("/cohorts/{many}/", "member"), Target()),
    Page("topic, first 50 of 5,000 posts", _in_cohort("/topics/{many_posts}/?page=1", "member"), Target(4, 5.5, 6, 5)),
    Page("topic, middle 50 of 5,000 posts", _in_cohort("/topics/{many_posts}/?page=50", "member"), Target(4, 5.5, 6, 5)),
    Page("topic, last 50 of 5,000 posts", _in_cohort("/topics/{many_posts}/?page=100", "member"), Target(4, 5.5, 6, 5)),
    Page("topic, 5 posts", _in_cohort("/topics/{few_posts}/", "member"), Target(sql=5)),
    Page("open topic asks for news", _in_cohort("/topics/{many_posts}/posts?after=5000", "member"), Target(sql=2), status=204),
    Page("topics of a cohort", _in_cohort("/cohorts/{many}/discussion/", "member"), Target()),
    Page("since your last visit", _in_cohort("/me/unread/", "member"), Target()),
    Page("calendar feed", _in_cohort("/calendar/{feed}.ics", ""), Target()),
)


def filled_form(page: str, action_ends: str) -> dict[str, list[str]]:
    """The fields of the form that leads there: its hidden values, and a first choice or a word in every input."""
    forms = [form for form in html5lib.parse(page).iter(f"{_HTML}form") if (form.get("action") or "").endswith(action_ends)]
    if not forms:
        raise NoForm(f"no form to …{action_ends}")
    values: dict[str, list[str]] = {}
    for element in forms[0].iter():
        name, kind = element.get("name"), element.get("type", "text")
        if not name or element.tag.removeprefix(_HTML) not in ("input", "select", "textarea"):
            continue
        if element.tag == f"{_HTML}select":
            choices = [option.get("value") or "" for option in element.iter(f"{_HTML}option")]
            places = sum(re.sub(r"[^.]+$", "", known) == re.sub(r"[^.]+$", "", name) for known in values)
            given = [choice for choice in choices if choice]
            values[name] = [given[places % len(given)]]
        elif kind in ("radio", "checkbox"):
            values.setdefault(name, [element.get("value") or "on"])
        else:
            values[name] = [element.get("value") or ("1" if element.get("inputmode") == "decimal" else "bridge builder")]
    return values


def count_elements(page: str) -> int:
    return sum(isinstance(element.tag, str) for element in html5lib.parse(page).iter())
