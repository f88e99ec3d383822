"""A browser for tests. Every HTML answer is parsed and checked; forms are sent as a person would send them."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient
from lxml import etree
from lxml.etree import _Element as Element
from werkzeug.test import EnvironBuilder, TestResponse

from clustercourse.web import cookies, csrf
from tests import make

_UNLABELLED = {"hidden", "submit", "button"}
_FRAGMENT = re.compile(r"/discussion/people$|^/topics/[0-9]+/posts$")
"""What is put into an open page; a refusal there is a page of its own."""


class Page:
    """A parsed answer."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        parsed: Element | None = vars(response).get("parsed")
        if parsed is None:
            parsed = etree.fromstring(
                response.get_data(), etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
            )
            vars(response)["parsed"] = parsed
        self.tree = parsed

    @property
    def title(self) -> str:
        return words(self.tree.find(".//title"))

    @property
    def heading(self) -> str:
        return words(self.tree.find(".//h1"))

    @property
    def text(self) -> str:
        return words(self.tree.find(".//body"))

    @property
    def errors(self) -> list[str]:
        return [words(node) for node in self.tree.iter() if "field-error" in (node.get("class") or "").split()]

    def texts(self, tag: str, css_class: str | None = None) -> list[str]:
        found = [node for node in self.tree.iter(tag) if css_class is None or css_class in (node.get("class") or "").split()]
        return [words(node) for node in found]

    def links(self) -> list[str]:
        return [node.get("href", "") for node in self.tree.iter("a")]

    def forms(self) -> list[Element]:
        return list(self.tree.iter("form"))

    def form(self, action: str) -> Element:
        found = [form for form in self.forms() if (form.get("action") or "").split("?")[0] == action.split("?", maxsplit=1)[0]]
        assert found, f"no form for {action} on {self.response.request.path}; there are {[form.get('action') for form in self.forms()]}"
        return found[0]


class Browser(FlaskClient):
    """Keeps cookies, checks every page (unless `checks` is false), sends forms with their hidden fields."""

    checks = True

    def open(self, *args: Any, **values: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **values)
        if not (args and isinstance(args[0], EnvironBuilder)):  # which is how the next one of several redirects is followed
            for each in (*response.history, response):
                each.request.environ["wsgi.input"].close()
        if (
            self.checks
            and response.mimetype == "text/html"
            and response.get_data()
            and response.status_code not in (301, 302, 303, 308)
            and "mermaid" not in response.request.path
            and not response.headers.get("Content-Disposition", "").startswith("attachment")
        ):
            check(Page(response), whole=not (response.status_code == 200 and _FRAGMENT.search(response.request.path)))
        return response

    def visit(self, path: str, status: int = 200) -> Page:
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status_code}, not {status}"
        return Page(response)

    def send(self, on: str, action: str | None = None, *, follow: bool = True, files: dict[str, Any] | None = None, **values: Any) -> Page:
        """Open the page `on`, fill the form whose address is `action` (default: the same) and send it."""
        page = self.visit(on)
        form = page.form(action or on)
        filled = {**fields_of(form), **values, **(files or {})}
        response = self.post(
            form.get("action") or on, data=filled, follow_redirects=follow, content_type="multipart/form-data" if files else None
        )
        return Page(response)

    def sign_in(self, person_id: int) -> Browser:
        """As this person, without the password page."""
        token = make.sign_in(person_id)
        self.set_cookie(cookies.name_of("sign-in"), token, domain="localhost")
        return self

    def csrf(self) -> dict[str, str]:
        """A token for a bare post, as a page of ours would carry it."""
        bound_to = "visitor" if self.get_cookie(cookies.name_of("sign-in")) is None else "sign-in"
        if bound_to == "visitor" and self.get_cookie(cookies.name_of("visitor")) is None:
            self.set_cookie(cookies.name_of("visitor"), secrets.token_urlsafe(32))
        cookie = self.get_cookie(cookies.name_of(bound_to))
        assert cookie is not None
        with (
            self.application.app_context(),
            self.application.test_request_context(headers={"Cookie": f"{cookies.name_of(bound_to)}={cookie.value}"}),
        ):
            return {"csrf_token": csrf.token()}


def fields_of(form: Element) -> dict[str, Any]:
    """What the browser would send if nothing were touched."""
    values: dict[str, Any] = {}
    for name, text in _sent_fields(form):
        values.setdefault(name, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in values.items()}


def _sent_fields(form: Element) -> Iterator[tuple[str, str]]:
    for node in form.iter():
        name = node.get("name")
        if not name or node.get("disabled") is not None:
            continue
        if node.tag == "textarea":
            yield name, "".join(node.itertext()).removeprefix("\n")
        elif node.tag == "select":
            yield from _chosen(name, node)
        elif node.tag == "input" and _is_sent(node):
            yield name, node.get("value") or ("on" if node.get("type") == "checkbox" else "")


def _is_sent(node: Element) -> bool:
    kind = node.get("type")
    return kind not in ("submit", "file", "image", "button") and (kind not in ("checkbox", "radio") or node.get("checked") is not None)


def _chosen(name: str, select: Element) -> Iterator[tuple[str, str]]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    for option in chosen:
        yield name, option.get("value") if option.get("value") is not None else words(option)  # type: ignore[misc]


def words(node: Element | None) -> str:
    return "" if node is None else " ".join("".join(node.itertext()).split())


def check(page: Page, *, whole: bool = True) -> None:
    """What every page owes its reader: title, language, one main heading, labels, unique ids, form addresses, nothing inline."""
    where = page.response.request.path
    nodes = list(page.tree.iter())
    if whole:
        assert page.tree.get("lang"), f"{where}: no language"
        assert page.title, f"{where}: no title"
        assert len(list(page.tree.iter("h1"))) == 1, f"{where}: {len(list(page.tree.iter('h1')))} main headings"
    doubled = [name for name, many in Counter(node.get("id") for node in nodes if node.get("id")).items() if many > 1]
    assert not doubled, f"{where}: ids used twice: {doubled}"
    ids = {node.get("id") for node in nodes}
    for node in nodes:
        _check_node(node, ids, where)
    labelled = {field for label in page.tree.iter("label") for field in label.iter()}
    named = {label.get("for") for label in page.tree.iter("label")}
    for field in nodes:
        if field.tag in ("input", "select", "textarea") and field.get("type") not in _UNLABELLED:
            has_label = field in labelled or field.get("id") in named or field.get("aria-label") or field.get("aria-labelledby")
            assert has_label, f"{where}: field {field.get('name')} without label"


def _check_node(node: Element, ids: set[str | None], where: str) -> None:
    tag = str(node.tag)
    assert not any(name.startswith("on") for name in node.attrib), f"{where}: inline handler on {tag}"
    assert node.get("style") is None, f"{where}: inline style on {tag}"
    if tag == "script":
        assert node.get("src") and not "".join(node.itertext()).strip(), f"{where}: inline script"
    if tag == "style":
        raise AssertionError(f"{where}: inline style sheet")
    if tag == "img":
        assert node.get("alt") is not None, f"{where}: picture without alternative text"
    if tag == "form":
        assert node.get("action"), f"{where}: form without address"
        assert node.get("method", "get").lower() == "get" or any(field.get("name") == "csrf_token" for field in node.iter("input")), (
            f"{where}: form without token"
        )
    if tag in ("a", "button"):
        assert words(node) or node.get("aria-label") or any(child.get("alt") for child in node.iter("img")), f"{where}: {tag} without words"
    for name in ("aria-describedby", "aria-labelledby", "for"):
        for target in (node.get(name) or "").split():
            assert target in ids, f"{where}: {tag} {name} points at {target}, which is not there"
    if tag == "label":
        inside = [field for kind in ("input", "select", "textarea") for field in node.iter(kind)]
        assert node.get("for") or inside, f"{where}: label “{words(node)}” belongs to no field"
