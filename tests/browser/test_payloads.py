"""Hostile text in a real browser: nothing that somebody wrote is ever carried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from clustercourse.content.check import inspect_course
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.learning import Note
from clustercourse.text import render_course_markdown, render_learner_markdown
from tests.browser.courses import small_course
from tests.browser.pages import places
from tests.browser.windows import Window
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAYLOADS = json.loads((Path(__file__).parent.parent / "payloads" / "md_xss_open.json").read_text("utf-8"))
SHORT = (
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "\"'><script>alert(1)</script>",
    "{{ 7*7 }}<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "</title></textarea><img src=x onerror=alert(1)>",
)
TEX = (
    r"\href{javascript:alert(1)}{x}",
    r"\url{javascript:alert(1)}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\mbox{</span><script>alert(1)</script>}",
    r"\htmlData{onclick=alert(1)}{x}",
    r"\htmlId{location}{x}",
    r"\htmlStyle{background:url(javascript:alert(1))}{x}",
    r"\includegraphics{javascript:alert(1)}",
    r"\unicode{<img src=x onerror=alert(1)>}",
    r"\class{x onmouseover=alert(1)}{x}",
    r"\def\a{\b\b\b\b\b\b\b\b}\def\b{\c\c\c\c\c\c\c\c}\def\c{\d\d\d\d\d\d\d\d}\def\d{\e\e\e\e\e\e\e\e}\def\e{xxxxxxxx}\a",
    r"\rule{999999em}{999999em}",
)
SINKS = {
    "accounts.settings.show",
    "learning.learners.index",
    "learning.lessons.show",
    "learning.notes.show",
    "learning.records.show",
    "catalogue.organisations.index",
    "catalogue.organisations.show",
    "catalogue.organisations.edit",
    "admin.people.index",
    "admin.people.show",
    "admin.events.index",
}
"""The pages that show what people wrote about themselves, their organisation or for themselves."""
SECONDS_FOR_A_BOMB = 5_000
_COUNT = """
window.ran = 0;
for (const name of ["alert", "prompt", "confirm", "print"]) window[name] = () => { window.ran += 1; };
window.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link && !/^\\s*(javascript|vbscript|data):/i.test(link.href)) event.preventDefault();
}, true);
window.addEventListener("submit", (event) => event.preventDefault(), true);
"""
_TOUCH_EVERYTHING = """async () => {
  for (const node of document.querySelectorAll("body *")) {
    for (const type of ["mouseover", "click", "focus", "pointerenter", "toggle", "animationstart", "error"]) {
      node.dispatchEvent(new MouseEvent(type, {bubbles: true, cancelable: true}));
    }
    node.focus?.();
  }
  await new Promise((done) => setTimeout(done, 150));
  return window.ran;
}"""
_VALUES = "() => [...document.querySelectorAll('input, textarea')].map((field) => field.value)"
_UNSAFE = """() => [...document.querySelectorAll("*")].filter((node) =>
  [...node.attributes].some((each) => each.name.startsWith("on") || /^\\s*(javascript|vbscript|data:text)/i.test(each.value))).length"""


@pytest.fixture
def bare(chromium: Browser) -> object:
    """A page without any policy, that counts what runs."""
    context = chromium.new_context()
    context.add_init_script(_COUNT)
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(status=204))
    page.on("dialog", lambda dialog: dialog.dismiss())
    yield page
    context.close()


def _ran(page: Page, html: str) -> int:
    page.set_content(f"<!doctype html><body><main>{html}</main>", wait_until="load")
    ran: int = page.evaluate(_TOUCH_EVERYTHING)
    return ran


def test_the_open_payloads_run_when_nothing_cleans_them(bare: Page) -> None:
    assert sum(_ran(bare, markdown.markdown(payload["md"])) > 0 for payload in PAYLOADS[::3]) > 8


def test_no_open_payload_runs_through_either_engine(bare: Page, figure: Callable[[str, object], None]) -> None:
    ran = {}
    for name, render in (("course", lambda text: render_course_markdown(text).html), ("learner", render_learner_markdown)):
        ran[name] = _ran(bare, "".join(f"<div>{render(payload['md'])}</div>" for payload in PAYLOADS))
        assert bare.evaluate(_UNSAFE) == 0

    figure("payloads in Chromium", 2 * len(PAYLOADS))
    assert ran == {"course": 0, "learner": 0}


def test_no_open_payload_runs_on_a_published_lesson(workshop: Server, windows: Callable[..., Window], tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    texts = {f"lesson-{payload['id']}": f"## Text\n\n{payload['md']}\n" for payload in PAYLOADS}
    accepted = {key: text for key, text in texts.items() if _passes_the_check(tmp_path / "one", key, text)}
    assert len(accepted) > len(PAYLOADS) // 4
    small_course(folder, {"everything": "\n\n".join(accepted.values())})
    workshop.flask("content", "publish", str(folder))

    window = windows(workshop, "desktop", "ada", bypass_csp=True)
    window.allow("Failed to load resource", "net::ERR")
    window.context.add_init_script(_COUNT)
    page = window.open("/courses/hostile/everything/")

    assert page.evaluate(_TOUCH_EVERYTHING) == 0
    assert page.evaluate(_UNSAFE) == 0


def _passes_the_check(folder: Path, key: str, text: str) -> bool:
    package, problems = inspect_course(small_course(folder, {key: text}), slug=folder.name, glossary={}, sources={}, courses={})
    return package is not None and not any(problem.level == "error" for problem in problems)


def test_names_and_plain_texts_of_people_are_shown_as_text(own_site: Server, windows: Callable[..., Window]) -> None:
    text = "\n".join(SHORT)
    with own_site.engine.begin() as connection:
        connection.execute(update(Person).values(name=text, about=text))
        connection.execute(update(Organisation).values(name=text, about=text))
        connection.execute(update(Note).values(text=text))
    shown = []
    for person in ("ada", "greta", "root"):
        window = windows(own_site, "desktop", person, bypass_csp=True)
        window.context.add_init_script(_COUNT)
        for place in (place for place in places(own_site.cast["organisation"]) if place.person == person and place.endpoint in SINKS):
            page = window.open(place.path)
            if SHORT[0] in page.inner_text("body") or SHORT[0] in str(page.evaluate(_VALUES)):
                shown.append(place.endpoint)
            assert page.evaluate("window.ran") == 0, place.path
            assert page.evaluate(_UNSAFE) == 0, place.path

    assert set(shown) == SINKS


def test_hostile_tex_runs_nothing_and_a_bomb_ends(workshop: Server, windows: Callable[..., Window], tmp_path: Path) -> None:
    folder = tmp_path / "formulas"
    small_course(folder, {"formulas": "## Formulas\n\n" + "\n\n".join(f"$$\n{tex}\n$$" for tex in (*TEX, r"\frac{1}{2}"))})
    workshop.flask("content", "publish", str(folder))

    window = windows(workshop, "desktop", bypass_csp=True)
    window.allow("KaTeX", "LaTeX", "No character metrics")
    window.most_shift = 1.0
    window.context.add_init_script(_COUNT)
    page = window.open("/courses/formulas/formulas/")
    expect(page.locator(".arithmatex .mfrac").last).to_be_visible(timeout=SECONDS_FOR_A_BOMB)

    assert page.evaluate(_TOUCH_EVERYTHING) == 0
    assert page.evaluate(_UNSAFE) == 0
    assert page.locator(".arithmatex a, .arithmatex img").count() == 0
    assert window.overflow() == 0


def test_a_diagram_is_drawn_in_its_frame_and_hostile_code_runs_nothing(
    workshop: Server, windows: Callable[..., Window], tmp_path: Path
) -> None:
    folder = tmp_path / "diagrams"
    good = _diagram("Firms meet research", "graph LR\n    a[Firms] --> b[Research]")
    bad = _diagram("A trap", 'graph LR\n    a["<img src=x onerror=alert(1)>"] --> b\n    click a "javascript:alert(1)"')
    small_course(folder, {"diagrams": f"## Pictures\n\n{good}\n\n{bad}\n"})
    workshop.flask("content", "publish", str(folder))

    window = windows(workshop, "desktop")
    window.allow("Executing inline event handler violates")
    window.most_shift = 1.0
    window.context.add_init_script(_COUNT)
    page = window.open("/courses/diagrams/diagrams/")
    drawing = page.locator(".diagram-drawing img").first
    expect(drawing).to_be_visible()
    window.shot("diagram")

    assert drawing.evaluate("image => image.complete && image.naturalWidth > 50")
    assert drawing.get_attribute("alt") == "In words: Firms meet research"
    assert [frame.evaluate("window.ran") for frame in page.frames] == [0] * len(page.frames)
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts"


def _diagram(title: str, code: str) -> str:
    lines = "\n".join(f"  {line}" for line in code.split("\n"))
    return f'::: diagram\ntitle: "{title}"\ndescription: "In words: {title}"\ncode: |\n{lines}\n:::'
