"""The addresses are a promise: the golden list changes only by hand."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

GOLDEN = Path(__file__).with_name("routes.txt")
KEBAB = re.compile(r"(/([a-z0-9]+(-[a-z0-9]+)*(\.(svg|ics|pdf|atom))?|<(int|path|string\(.*\)|uuid):[a-z_]+>|<[a-z_]+>(\.(svg|ics))?)?)+")


def described(rule: Rule) -> str:
    methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
    return f"{methods} {rule.rule} {rule.endpoint}"


def test_routes_are_the_ones_we_promised(app: Flask) -> None:
    assert sorted(described(rule) for rule in app.url_map.iter_rules()) == GOLDEN.read_text().split("\n")[:-1]


def test_addresses_are_in_kebab_case(app: Flask) -> None:
    assert [rule.rule for rule in app.url_map.iter_rules() if not KEBAB.fullmatch(rule.rule)] == []


def test_every_view_says_who_may_open_it(app: Flask) -> None:
    assert {view.access for view in app.view_functions.values()} <= {"public", "signed_in", "staff"}
