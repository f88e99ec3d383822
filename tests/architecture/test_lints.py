"""Words that may stand in one place only, or nowhere."""

from __future__ import annotations

import ast
import re
from importlib.metadata import version

import pytest

from tests.architecture.source import PACKAGE, ROOT, sources

pytestmark = pytest.mark.xdist_group("source")  # It is read and parsed once.

ONLY_IN = {
    "Markup(": ("clustercourse/text/",),
    " aside(": ("clustercourse/db.py", "clustercourse/web/requests.py", "clustercourse/accounts/"),
    "yaml.load(": ("clustercourse/content/yaml_source.py",),
    "extractall": (),
    "tarfile": (),
    "pickle": (),
    "populate_obj": (),
    ".query.get(": (),
    "datetime.utcnow": (),
}
FLOORS = {"flask": (3, 1, 3), "werkzeug": (3, 1), "markdown": (3, 10, 1), "gunicorn": (23,)}


@pytest.mark.parametrize("word", sorted(ONLY_IN))
def test_word_stands_only_where_it_may(word: str) -> None:
    found = [source.where for source in sources() if word in source.text and not source.where.startswith(ONLY_IN[word] or ("nowhere",))]
    assert found == []


def test_templates_trust_nothing() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}" for path in PACKAGE.rglob("*.html") if re.search(r"\|\s*safe\b|autoescape false", path.read_text())
    ]
    assert found == []


def test_no_text_is_formatted_into_sql() -> None:
    found = []
    for source in sources():
        for node in ast.walk(source.tree):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in ("text", "sa.text", "exec_driver_sql")
                and node.args
                and isinstance(node.args[0], ast.JoinedStr)
            ):
                found.append(f"{source.where}:{node.lineno}")
    assert found == []


def test_nothing_catches_everything() -> None:
    found = []
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")):
                found.append(source.where)
    assert sorted(found) == sorted(ALLOWED)


ALLOWED = ["clustercourse/cli/worker.py", "clustercourse/db.py"]


def test_nothing_is_left_for_later() -> None:
    found = [source.where for source in sources() if re.search(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError)\b", source.text)]
    assert found == []


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_libraries_are_at_least_as_new_as_their_last_known_hole(name: str) -> None:
    assert tuple(int(part) for part in version(name).split(".")[:3]) >= FLOORS[name]


def test_pins_are_exact_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert re.findall(r"^[a-z0-9-]+(?:\[[a-z]+\])?(?!.*==)\S*$", text, re.MULTILINE) == []
