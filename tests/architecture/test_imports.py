"""Who may import whom."""

from __future__ import annotations

import ast

import pytest

from clustercourse import AREAS
from tests.architecture.source import Source, imports, sources

pytestmark = pytest.mark.xdist_group("source")  # It is read and parsed once.

BASE = (
    "faults",
    "db",
    "models",
    "language",
    "house",
    "errors",
    "viewer",
    "text",
    "typesetting",
    "files",
    "ical",
    "jobs",
    "kinds",
    "search",
    "events",
    "listing",
    "slugs",
    "bytecode",
    "tables",
)
BASE_LEVEL = {
    name: level
    for level, names in enumerate(
        (
            ("faults", "db"),
            ("models", "listing", "slugs", "file_types", "bytecode"),
            ("language", "house", "typesetting"),
            ("errors", "viewer"),
            ("text", "files", "ical", "jobs", "kinds", "search", "tables"),
            ("events",),
        )
    )
    for name in names
}
PARTS = ("policy", "queries", "actions", "notices", "listeners", "forms", "views")
OWN_MODULE = PARTS.index("actions")
NO_FLASK = ("policy", "queries", "actions")
TOP = ("cli",)


def part_of(name: str) -> tuple[str, str | None]:
    """(room, part) of a dotted module: an area with its part, or a room of the base."""
    pieces = name.split(".")
    room = pieces[1] if len(pieces) > 1 else ""
    part = pieces[2] if len(pieces) > 2 else None
    return room, "forms" if part is not None and part.endswith("_forms") else part


def level(part: str | None) -> int:
    return PARTS.index(part) if part in PARTS else OWN_MODULE


def fault(source: Source, imported: str) -> str | None:
    """Why this import breaks the order, or None."""
    if imported == "clustercourse":
        return None if source.name in ("clustercourse",) else "imports the whole application"
    room, part = part_of(source.name)
    other, other_part = part_of(imported)
    if source.name == "clustercourse" or room in TOP:
        return None
    if room in BASE_LEVEL:
        if other in BASE_LEVEL and (BASE_LEVEL[other] <= BASE_LEVEL[room]):
            return None
        return "a room of the base imports something above it"
    if other in BASE_LEVEL:
        return None
    if room == "web":
        return (
            None
            if other == "web" or (other in AREAS and level(other_part) <= PARTS.index("listeners") and other_part is not None)
            else "web imports forms, views or commands"
        )
    if room == "backup":
        return None
    return area_fault(room, part, other, other_part)


def area_fault(room: str, part: str | None, other: str, other_part: str | None) -> str | None:
    if other == "web":
        return None if part in ("forms", "views") else "only forms and views import web"
    if other not in AREAS:
        return f"imports {other}, which stands above"
    if room == other:
        return None if level(other_part) <= level(part) else f"{part} imports {other_part} of its own area"
    if part == "views":
        return None if other_part in ("queries", "policy", "actions") else "views import only queries, policy and actions of other areas"
    if AREAS.index(other) > AREAS.index(room):
        return "imports a later area"
    if (other, other_part, part) == ("notifications", "kinds", "notices"):
        return None
    return None if other_part in ("queries", "policy", "actions") else f"imports {other_part} of another area"


def test_imports_go_one_way() -> None:
    own = [(source, line, name) for source in sources() for line, name in imports(source) if name.split(".")[0] == "clustercourse"]
    faults = [f"{source.where}:{line}: {name}: {why}" for source, line, name in own if (why := fault(source, name))]
    assert len(own) > 1000
    assert faults == []


def test_rules_and_actions_know_no_web() -> None:
    found = []
    for source in sources():
        room, part = part_of(source.name)
        if room == "models" or (room in AREAS and part in NO_FLASK):
            found += [f"{source.where}:{line}" for line, name in imports(source) if name.split(".")[0] in ("flask", "flask_login")]
    assert found == []


def test_views_know_no_database() -> None:
    found = []
    for source in sources():
        _room, part = part_of(source.name)
        if part == "views":
            found += [f"{source.where}:{line}: {name}" for line, name in imports(source) if name.split(".")[0] == "sqlalchemy"]
            found += [
                f"{source.where}: db.session"
                for node in ast.walk(source.tree)
                if isinstance(node, ast.Attribute) and ast.unparse(node) == "db.session"
            ]
    assert found == []


def test_no_import_hides_in_a_function() -> None:
    found = []
    for source in sources():
        lines = source.text.split("\n")
        for function in (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, (ast.Import, ast.ImportFrom)) and "# slow import: " not in lines[node.lineno - 1]:
                    found.append(f"{source.where}:{node.lineno}")
    assert found == []
