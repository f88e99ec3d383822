"""Texts that were rendered before: used where nothing they ask for has changed, and nowhere else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from clustercourse.content import keeping
from clustercourse.content.compiled import CompiledCourse, CompiledPage
from clustercourse.content.publishing import Faulty, prepare
from clustercourse.house import house
from clustercourse.language import speaking
from clustercourse.text import KeptTexts, Link, Picture, render_course_markdown
from tests.content.small import RING, changed, course, with_file

GLOSSARY = b"- {id: cluster, seen: [da], en: {term: cluster, meaning: Firms.}, da: {term: klynge}}\n"
SOURCES = b"P1: {title: A report}\n"
TEXTS = [
    "*a*",
    "## A [b](term:b)",
    "[](lesson:c) [@P1]",
    "![d](media/e.svg)",
    "!!! tip\n    f",
    "g[^1]\n\n[^1]: h",
    "<i x=1>j</i> [k](term:no)",
]


def compiled(
    files: dict[str, bytes] | None = None, *, glossary: bytes = GLOSSARY, neighbours: dict[str, str] | None = None
) -> CompiledCourse:
    beside = {"glossary.yaml": glossary, "sources.yaml": SOURCES}
    return prepare(files or course(), slug="small", beside=beside, neighbours=neighbours).course


def forget() -> None:
    shutil.rmtree(house().data / "kept-texts", ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask) -> Iterator[None]:
    forget()
    yield
    forget()


def kept_file() -> Path:
    (path,) = (house().data / "kept-texts").iterdir()
    return path


def pages(made: CompiledCourse) -> dict[tuple[str, str], CompiledPage]:
    return {(page.item_key, page.language): page for page in made.pages}


def differing(before: CompiledCourse, after: CompiledCourse) -> set[tuple[str, str]]:
    return {key for key, page in pages(after).items() if pages(before)[key] != page}


def as_if_new(after: CompiledCourse, files: dict[str, bytes] | None = None, **beside: object) -> bool:
    """Whether the course is what it would be had nothing been kept."""
    forget()
    return compiled(files, **beside) == after  # type: ignore[arg-type]


def test_the_same_again_is_the_same_and_nothing_is_rendered(app: Flask) -> None:
    before = compiled()
    first = kept_file().read_bytes()
    assert compiled() == before
    assert kept_file().read_bytes() == first
    assert as_if_new(before)


def test_what_is_kept_is_what_is_shown(app: Flask) -> None:
    """Proof that it is read at all: a house that signs other HTML shows it."""
    compiled()
    body = kept_file().read_bytes().partition(b"\n")[2].replace(b"<strong>one</strong>", b"<strong>eno</strong>")
    kept_file().write_bytes(keeping._signature(body) + b"\n" + body)
    question = (pages(compiled())["recall-words", "en"].specification or {})["questions"][0]
    assert question["text"] == "<p>A cluster is in <strong>eno</strong> region.</p>"


@pytest.mark.parametrize("harm", ["changed", "cut", "emptied", "unsigned"])
def test_what_this_house_did_not_write_is_not_believed(app: Flask, harm: str) -> None:
    before = compiled()
    whole = kept_file().read_bytes()
    harmed = {
        "changed": whole.replace(b"<strong>one</strong>", b"<script>one</script>"),
        "cut": whole[: len(whole) // 2],
        "emptied": b"",
        "unsigned": whole.partition(b"\n")[2],
    }[harm]
    assert harmed != whole
    kept_file().write_bytes(harmed)
    assert compiled() == before
    assert kept_file().read_bytes() == whole


@pytest.mark.parametrize("name", ["RENDERER", "_engines"])
def test_what_another_renderer_made_is_made_again(app: Flask, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    compiled()
    body = kept_file().read_bytes().partition(b"\n")[2].replace(b"<strong>one</strong>", b"<strong>old</strong>")
    kept_file().write_bytes(keeping._signature(body) + b"\n" + body)
    monkeypatch.setattr(keeping, name, 1000 if name == "RENDERER" else lambda: "others")
    question = (pages(compiled())["recall-words", "en"].specification or {})["questions"][0]
    assert question["text"] == "<p>A cluster is in <strong>one</strong> region.</p>"


def test_a_changed_meaning_of_a_term_reaches_the_pages_that_link_it(app: Flask) -> None:
    before = compiled()
    glossary = GLOSSARY.replace(b"Firms.", b"Firms of one field.")
    after = compiled(glossary=glossary)
    assert differing(before, after) == {("words", "en"), ("words", "da")}
    assert 'title="Firms of one field."' in pages(after)["words", "en"].blocks[0]["html"]
    assert as_if_new(after, glossary=glossary)


def test_a_changed_picture_gets_its_new_address_and_size(app: Flask) -> None:
    before = compiled()
    files = with_file("media/ring.svg", RING.replace("0 0 60 40", "0 0 90 50"))
    after = compiled(files)
    assert differing(before, after) == {("words", "en"), ("words", "da")}
    assert 'height="50"' in pages(after)["words", "en"].blocks[0]["html"]
    assert as_if_new(after, files)


def test_a_changed_title_or_name_reaches_the_links_to_it(app: Flask) -> None:
    files = changed("10-first/10-words.md", "[bridges](lesson:bridges)", "[](lesson:bridges)")
    before = compiled(files)
    retitled = {**files, "10-first/20-bridges.md": files["10-first/20-bridges.md"].replace(b"title: Bridges", b"title: Two bridges")}
    after = compiled(retitled)
    assert differing(before, after) == {("words", "en")}
    assert ">Two bridges</a>" in pages(after)["words", "en"].blocks[-1]["html"]
    assert as_if_new(after, retitled)


def test_another_address_of_another_course_reaches_the_links_to_it(app: Flask) -> None:
    files = changed("10-first/20-bridges.md", "## Building", "## Building\n\n[more](course:other-course)")
    before = compiled(files, neighbours={"other-course": "other"})
    after = compiled(files, neighbours={"other-course": "another"})
    assert differing(before, after) == {("bridges", "en"), ("bridges", "da")}
    assert 'href="/courses/another/"' in pages(after)["bridges", "en"].blocks[0]["html"]


def test_what_no_longer_leads_anywhere_is_still_an_error(app: Flask) -> None:
    compiled()
    with pytest.raises(Faulty) as refused:
        compiled(glossary=GLOSSARY.replace(b"id: cluster", b"id: klaster"))
    assert [problem.path for problem in refused.value.problems if problem.level == "error"] == [
        "10-first/10-words.da.md",
        "10-first/10-words.md",
    ]


def test_warnings_are_said_every_time(app: Flask) -> None:
    files = changed("10-first/20-bridges.md", "## Building", "## Building\n\n#### Far <blink>down</blink>")
    first = prepare(files, slug="small", beside={"glossary.yaml": GLOSSARY, "sources.yaml": SOURCES}).warnings
    again = prepare(files, slug="small", beside={"glossary.yaml": GLOSSARY, "sources.yaml": SOURCES}).warnings
    assert again == first
    assert len([each for each in first if each.path == "10-first/20-bridges.md"]) == 2


def test_only_what_was_used_is_kept(app: Flask) -> None:
    compiled(changed("exercises/recall-words.yaml", "**one**", "**two**"))
    compiled()
    assert b"<strong>two</strong>" not in kept_file().read_bytes()
    assert b"<strong>one</strong>" in kept_file().read_bytes()


def test_a_course_is_published_where_nothing_can_be_kept(app: Flask) -> None:
    folder = house().data / "kept-texts"
    folder.write_bytes(b"a file stands where the folder should be")
    made = compiled()
    assert folder.is_file()
    folder.unlink()
    assert as_if_new(made)


def test_courses_do_not_share_what_is_kept(app: Flask) -> None:
    names = [keeping._path(slug).name for slug in ("small", "other", "../small", "Small")]
    assert len(set(names)) == 4
    assert {len(name) for name in names} == {64}


# One text


@dataclass
class Learning:
    """Targets that say what they are told to say, and remember what they were asked, as a page of a course does."""

    said: str = ""
    tags: list[str] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def link(self, scheme: str, target: str) -> Link | None:
        self.asked.append((scheme, target))
        return None if target == "no" else Link(f"/{target}", title=self.said, text=self.said)

    def picture(self, address: str) -> Picture | None:
        self.asked.append((address,))
        return Picture(f"/media/{'a' * 64}/e.svg", len(self.said), 5)

    def citation(self, tag: str) -> Link | None:
        self.asked.append((tag,))
        self.tags += [tag] if tag not in self.tags else []
        return Link(f"#source-{self.tags.index(tag) + 1}", text=str(self.tags.index(tag) + 1))


@pytest.mark.parametrize("source", TEXTS)
def test_kept_texts_are_what_rendering_gives(source: str) -> None:
    texts = KeptTexts()
    first = texts.render(source, targets=Learning("x"), prefix="p")
    again = KeptTexts(json.loads(json.dumps(texts.to_json())))
    assert first == render_course_markdown(source, targets=Learning("x"), prefix="p")
    assert texts.render(source, targets=Learning("x"), prefix="p") is first
    assert again.render(source, targets=Learning("x"), prefix="p") == first
    assert again.to_json() == texts.to_json()
    for said, prefix, tags in (("yy", "p", []), ("x", "q", []), ("x", "p", ["S1"])):
        made = texts.render(source, targets=Learning(said, [*tags]), prefix=prefix)
        assert made == render_course_markdown(source, targets=Learning(said, [*tags]), prefix=prefix)


def test_new_targets_learn_what_a_kept_text_asks() -> None:
    texts = KeptTexts()
    source = "[a](term:a) [b](term:b) [@P1, P2] ![](media/e.svg)"
    kinds = [Learning(), Learning(), Learning("other")]
    for targets in kinds:
        texts.render(source, targets=targets)
    assert [targets.tags for targets in kinds] == [["P1", "P2"]] * 3
    assert [list(dict.fromkeys(targets.asked)) for targets in kinds] == [
        [("P1",), ("P2",), ("term", "a"), ("term", "b"), ("media/e.svg",)]
    ] * 3


def test_boxes_speak_the_language_of_the_moment() -> None:
    texts = KeptTexts()
    titles = []
    for language in ("en", "da", "en"):
        with speaking(language):
            titles.append(texts.render("!!! warning\n    Text.").html.split("</p>")[0].rpartition(">")[2])
    assert titles == ["Take care", "Vær opmærksom", "Take care"]
