"""Budgets. The list of exceptions only shrinks."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.source import PACKAGE, ROOT, functions, length, sources

pytestmark = pytest.mark.xdist_group("source")  # It is read and parsed once.

FORBIDDEN_ROOMS = {"util", "utils", "helper", "helpers", "services", "service", "common", "misc"}
EXCEPTIONS: set[str] = set()


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def over(paths: list[Path], limit: int) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {lines(path)}"
        for path in paths
        if lines(path) > limit and str(path.relative_to(ROOT)) not in EXCEPTIONS
    ]


def test_files_stay_small() -> None:
    python = [source.path for source in sources()]
    assert over(python, 300) == []
    assert median(lines(path) for path in python) <= 80
    assert over(sorted(PACKAGE.rglob("*.html")), 110) == []
    assert over([path for path in sorted(PACKAGE.rglob("*.css")) if "vendor" not in path.parts], 150) == []
    assert over(sorted(PACKAGE.rglob("static/js/**/*.js")), 80) == []
    assert over([path for path in (ROOT / "bin").iterdir() if path.is_file()], 40) == []


def test_functions_stay_small() -> None:
    sizes = [(length(node), f"{source.where}:{node.lineno} {node.name}") for source in sources() for node in functions(source)]
    assert [name for size, name in sizes if size > 45] == []
    ordered = sorted(size for size, _name in sizes)
    assert ordered[int(len(ordered) * 0.95)] <= 25


def test_views_stay_small() -> None:
    found = []
    for source in sources():
        if ".views." in source.name:
            found += [
                f"{source.where}:{node.lineno} {node.name}: {length(node)}"
                for node in functions(source)
                if _is_view(node) and length(node) > 15 + len(node.decorator_list)
            ]
    assert found == []


def test_views_are_resources() -> None:
    """One noun a file, the seven names, and what opens it is said on every view."""
    found = []
    for source in sources():
        if ".views." in source.name:
            found += [f"{source.where} {node.name}" for node in functions(source) if _is_view(node) and node.name not in SEVEN]
    assert found == []


SEVEN = {"index", "show", "new", "create", "edit", "update", "delete"}


def _is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(decorator).startswith("views.") for decorator in node.decorator_list)


def test_functions_take_few_arguments() -> None:
    found = []
    for source in sources():
        for node in functions(source):
            arguments = [
                argument.arg
                for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                if argument.arg not in ("self", "cls")
            ]
            if len(arguments) > 7:
                found.append(f"{source.where}:{node.lineno} {node.name}: {len(arguments)}")
    assert found == []


def test_no_room_without_a_purpose() -> None:
    assert [str(path) for path in PACKAGE.rglob("*") if path.stem in FORBIDDEN_ROOMS] == []


def test_every_module_says_what_lives_here() -> None:
    assert [source.where for source in sources() if source.text.strip() and not ast.get_docstring(source.tree)] == []


def test_every_action_says_what_it_does() -> None:
    found = []
    for source in sources():
        if ".actions" in source.name:
            found += [
                f"{source.where}:{node.lineno} {node.name}"
                for node in functions(source)
                if not node.name.startswith("_") and not ast.get_docstring(node)
            ]
    assert found == []
