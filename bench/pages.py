"""The pages that are measured, and what is expected of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import html5lib

from bench.seed import PASSWORD, Reader
from bench.site import SIGN_IN_COOKIE

_HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Target:
    """Share of the bare hello in percent: floor and goal. `p50` is in milliseconds, alone on the server."""

    floor: float | None
    goal: float | None
    p50: float
    sql: int


@dataclass(frozen=True)
class Call:
    """One request. `cookie` is the header; `body` the form that is posted; `numbered` fields count up from one call to the next."""

    path: str
    cookie: str = ""
    body: dict[str, list[str]] | None = None
    numbered: tuple[str, ...] = ()

    def form(self, turn: int) -> str:
        """The body of the call that is made for the nth time."""
        fields = dict(self.body or {})
        for name in self.numbered:
            fields[name] = [str(int(fields[name][0]) + turn)]
        return urlencode(fields, doseq=True)


class NoForm(LookupError):
    """The page does not have the form that should be sent."""


Fetch = Callable[[Call], tuple[str, str]]
"""A page, and the cookies it sets as a header to send back."""

Make = Callable[[Reader, Fetch], Call]


@dataclass(frozen=True)
class Page:
    name: str
    make: Make = field(repr=False)
    target: Target
    status: int = 200


def _get(path: str, *, signed_in: bool = True) -> Make:
    def make(reader: Reader, _fetch: Fetch) -> Call:
        return Call(path.format(course=reader.course, lesson=reader.lesson), _cookie(reader) if signed_in else "")

    return make


def _cookie(reader: Reader) -> str:
    return f"{SIGN_IN_COOKIE}={reader.token}"


def _answer(reader: Reader, fetch: Fetch) -> Call:
    """The whole of a module check, as its form asks for it."""
    address = f"/courses/{reader.course}/exercises/{reader.exercise}/"
    page, _cookies = fetch(Call(f"{address}?again=1", _cookie(reader)))
    form = filled_form(page, "/attempts/")
    return Call(f"{address}attempts/", _cookie(reader), {**form, "send": ["anyway"]}, numbered=("attempt",))


def _sign_in(reader: Reader, fetch: Fetch) -> Call:
    page, given = fetch(Call("/sign-in"))
    form = filled_form(page, "/sign-in")
    return Call("/sign-in", given, {**form, "email": [reader.email], "password": [PASSWORD]})


PAGES = (
    Page("lesson", _get("/courses/{course}/{lesson}/"), Target(7, 10, 4, 4)),
    Page("Today", _get("/"), Target(6, 8, 5, 6)),
    Page("course home", _get("/courses/{course}/"), Target(6, 9, 5, 5)),
    Page("catalogue, signed out", _get("/courses/", signed_in=False), Target(8, 12, 4, 3)),
    Page("course page, signed out", _get("/courses/{course}/", signed_in=False), Target(8, 12, 4, 3)),
    Page("quiz answer (POST)", _answer, Target(2, 3, 12, 12), status=303),
    Page("search", _get("/search?text=bridge"), Target(None, None, 30, 4)),
    Page("sign in (POST)", _sign_in, Target(None, None, 60, 6), status=303),
    Page("organisations", _get("/organisations/"), Target(None, None, 5, 6)),
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
