"""Every template parses, is used, and every page of an area stands where its endpoint says."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader, nodes

from tests.architecture.source import PACKAGE, sources

pytestmark = pytest.mark.xdist_group("source")  # It is read and parsed once.

TEMPLATES = PACKAGE / "templates"
REFERENCE = re.compile(r"""["']((?:[a-z_\-0-9]+/)+[a-z_\-0-9]+\.(?:html|txt))["']""")


def test_every_template_parses(app: Flask) -> None:
    for path in sorted(TEMPLATES.rglob("*.html")):
        app.jinja_env.parse(path.read_text())


def test_every_template_is_used() -> None:
    text = "\n".join([source.text for source in sources()] + [path.read_text() for path in TEMPLATES.rglob("*.html")])
    used = set(REFERENCE.findall(text))
    there = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if "letters" not in path.parts}
    assert sorted(there - used) == []


def test_every_import_in_a_template_is_used() -> None:
    unused = []
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.do"])
    for path in sorted(TEMPLATES.rglob("*.html")):
        tree = environment.parse(path.read_text())
        for node in tree.find_all(nodes.FromImport):
            names = [name[1] if isinstance(name, tuple) else name for name in node.names]
            calls = {found.name for found in tree.find_all(nodes.Name)}
            unused += [f"{path.relative_to(TEMPLATES)}: {name}" for name in names if name not in calls]
    assert unused == []


def test_no_page_gives_a_name_of_its_frame_another_meaning(app: Flask) -> None:
    """What a page defines at its top hides what its layout looks at."""
    context: dict[str, object] = {}
    with app.test_request_context():
        app.update_template_context(context)
    hidden = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        tree = app.jinja_env.parse(path.read_text())
        defined = {node.name for node in tree.find_all(nodes.Macro)} | {
            node.target.name for node in tree.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)
        }
        hidden += [f"{path.relative_to(TEMPLATES)}: {name}" for name in sorted(defined & context.keys())]
    assert hidden == []
