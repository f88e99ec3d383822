"""Publishing: versions, items and slugs that last, what is refused, what it changes for learners, and the way back to files."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse import files
from clustercourse.content import publishing, renewal
from clustercourse.content.compiled import RENDERER, CompiledCourse
from clustercourse.content.impact import impact
from clustercourse.content.publishing import Faulty, prepare, publish
from clustercourse.content.queries import versions
from clustercourse.content.shared import read_glossary
from clustercourse.db import db, now, writing
from clustercourse.errors import Refused
from clustercourse.models.content import CompiledPage, Course, GlossaryTerm, Item, OldSlug, Version, VersionFile
from clustercourse.models.events import Event
from clustercourse.models.exercises import Attempt
from clustercourse.models.files import StoredFile
from clustercourse.models.learning import Enrolment
from clustercourse.models.search import SearchEntry
from tests import make
from tests.content.small import BRIDGES, CHECK, COURSE, RECALL, changed, course, with_file

BESIDE = {
    "glossary.yaml": b"- {id: cluster, seen: [da], en: {term: cluster, meaning: Firms.}, da: {term: klynge}}\n",
    "sources.yaml": b"P1: {title: A report}\n",
}


def put(course_files: dict[str, bytes], slug: str = "small", note: str = "", by: int | None = None) -> int:
    """Publish files; the id of the version."""
    prepared = prepare(course_files, slug=slug, beside=BESIDE)
    with writing():
        return publish(prepared, by=by, note=note)


def counts(*models: type) -> list[int]:
    with writing() as session:
        return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def keys(course_key: str = "small-course") -> dict[str, str]:
    with writing() as session:
        statement = select(Item.key, Item.kind).join(Course, Course.id == Item.course_id).where(Course.key == course_key)
        return {row.key: row.kind for row in session.execute(statement)}


def answered(item_key: str, version_id: int, *people: str) -> None:
    """One submitted attempt of each person at an exercise of the small course."""
    for name in people:
        person = make.person(name)
        with writing() as session:
            found = session.scalar(select(Course).where(Course.key == "small-course"))
            assert found is not None
            item = session.scalar(select(Item).where(Item.key == item_key, Item.course_id == found.id))
            assert item is not None
            enrolment = Enrolment(person_id=person, course_id=found.id, language="en", created_at=now())
            session.add(enrolment)
            session.flush()
            session.add(
                Attempt(
                    enrolment_id=enrolment.id,
                    item_id=item.id,
                    version_id=version_id,
                    number=1,
                    language="en",
                    paper={},
                    criterion={},
                    answers={"q1": "a"},
                    created_at=now(),
                    submitted_at=now(),
                )
            )


def without_recall(retired: str = "") -> dict[str, bytes]:
    """The course without its first exercise."""
    found = course()
    del found["exercises/recall-words.yaml"]
    for path in ("10-first/10-words.md", "10-first/10-words.da.md"):
        found[path] = found[path].replace(b"::: exercise recall-words\n", b"")
    found["course.yaml"] = COURSE.replace("modules:", f"{retired}modules:").encode()
    return found


def test_first_version(app: Flask) -> None:
    by = make.person("Root")
    version_id = put(course(), note=" First. ", by=by)
    with writing() as session:
        version = session.get_one(Version, version_id)
        row = session.get_one(Course, version.course_id)
        assert (row.key, row.slug, row.access, row.newest_version_id) == ("small-course", "small", "open", version_id)
        assert (version.number, version.note, version.renderer, version.by_id) == (1, "First.", RENDERER, by)
        event = session.scalars(select(Event).where(Event.verb == "content.published")).one()
        assert (event.by_id, event.thing, event.thing_id, event.detail) == (by, "version", version_id, {"course": row.id, "number": 1})
        assert "pages" not in version.outline
    assert keys() == {
        "module-first": "module",
        "words": "lesson",
        "recall-words": "exercise",
        "bridges": "lesson",
        "check-first": "exercise",
    }
    assert counts(CompiledPage, VersionFile) == [8, 12]


def test_pages_can_be_read_as_published(app: Flask) -> None:
    with writing():
        publishing.replace_glossary(read_glossary(BESIDE["glossary.yaml"], "glossary.yaml")[0])
    version_id = put(course())
    outline = versions.outline(version_id)
    page = versions.page(version_id, outline.by_key["words"].id, "da")
    assert [block.kind for block in page.blocks] == ["html", "exercise", "html"]
    assert (page.language, page.fallback, page.exercises) == ("da", False, ("recall-words",))
    assert [(term.key, term.term) for term in page.terms] == [("cluster", "klynge")]
    assert versions.page(version_id, outline.by_key["bridges"].id, "da").fallback is True


def test_the_same_again_is_the_same_version(app: Flask) -> None:
    first = put(course())
    assert put(course()) == first
    assert counts(Version, Event, CompiledPage) == [1, 1, 8]


def test_a_change_makes_the_next_version_and_keeps_items(app: Flask) -> None:
    first = put(course())
    before = {key: item.id for key, item in versions.outline(first).by_key.items()}
    second = put(changed("10-first/20-bridges.md", "## Building", "## Building more"), note="More.")
    with writing() as session:
        assert session.get_one(Version, second).number == 2
        assert session.scalar(select(Course.newest_version_id)) == second
    assert {key: item.id for key, item in versions.outline(second).by_key.items()} == before
    assert counts(Version, Item) == [2, 5]


def test_words_of_the_glossary_that_pages_use_make_a_new_version(app: Flask) -> None:
    first = put(course())
    unused = {**BESIDE, "glossary.yaml": BESIDE["glossary.yaml"] + b"- {id: network, en: {term: network, meaning: Ties.}}\n"}
    other = {**BESIDE, "glossary.yaml": BESIDE["glossary.yaml"].replace(b"Firms.", b"Firms of one field.")}
    found = []
    for beside in (unused, other):
        prepared = prepare(course(), slug="small", beside=beside)
        with writing():
            found.append(publish(prepared, by=None, note=""))
    assert [version == first for version in found] == [True, False]


def test_errors_stop_it_and_warnings_do_not(app: Flask) -> None:
    with pytest.raises(Faulty) as refusal:
        prepare(changed("10-first/10-words.md", "lesson:bridges", "lesson:nowhere"), slug="small", beside=BESIDE)
    assert [str(problem) for problem in refusal.value.problems if problem.level == "error"] == [
        "10-first/10-words.md:17: There is no lesson with the id “nowhere”."
    ]
    assert refusal.value.sentence == "1 error must be mended before publishing."
    prepared = prepare(with_file("10-first/30-old.md", "Old."), slug="small", beside=BESIDE)
    assert [problem.path for problem in prepared.warnings] == ["10-first/30-old.md", "course.yaml"]
    assert counts(Course, Version, StoredFile) == [0, 0, 0]


def test_a_broken_glossary_stops_it(app: Flask) -> None:
    with pytest.raises(Faulty) as refusal:
        prepare(course(), slug="small", beside={"glossary.yaml": b"- {id: cluster}\n"})
    assert [str(problem) for problem in refusal.value.problems] == ["glossary.yaml:1: “en” is missing. Add a line “en: …”."]


def test_an_item_stays_what_it_was(app: Flask) -> None:
    put(course())
    renamed = changed("course.yaml", "id: small-course", "id: small-course")
    renamed["10-first/module.yaml"] = renamed["10-first/module.yaml"].replace(b"20-bridges.md, ", b"")
    renamed["10-first/10-words.md"] = renamed["10-first/10-words.md"].replace(b"(lesson:bridges)", b"(exercise:bridges)")
    renamed["10-first/10-words.da.md"] = renamed["10-first/10-words.da.md"].replace(b"(lesson:bridges)", b"(exercise:bridges)")
    renamed["exercises/check-first.yaml"] = CHECK.replace("id: check-first", "id: bridges").encode()
    del renamed["10-first/20-bridges.md"]
    with pytest.raises(Refused) as refusal:
        put(renamed)
    assert refusal.value.sentence == "The id “bridges” stands for something else already (lesson). Give the new exercise an id of its own."
    assert counts(Version) == [1]


def test_what_people_have_worked_on_is_not_lost_by_accident(app: Flask) -> None:
    first = put(course())
    answered("recall-words", first, "Ada", "Ben")
    with pytest.raises(Refused) as refusal:
        put(without_recall())
    assert refusal.value.sentence == (
        "People have worked on what is gone here: recall-words. Put it back, or list it under “retired” in course.yaml. Answers are kept."
    )
    second = put(without_recall("retired: [recall-words]\n"))
    assert "recall-words" not in versions.outline(second).by_key
    assert (counts(Attempt), keys()["recall-words"]) == ([2], "exercise")


def test_what_nobody_has_worked_on_may_go(app: Flask) -> None:
    put(course())
    second = put(without_recall())
    assert sorted(versions.outline(second).by_key) == ["bridges", "check-first", "module-first", "words"]


def test_old_addresses_are_kept(app: Flask) -> None:
    put(course())
    moved = course()
    moved["10-first/20-building-bridges.md"] = moved.pop("10-first/20-bridges.md")
    moved["10-first/module.yaml"] = moved["10-first/module.yaml"].replace(b"20-bridges", b"20-building-bridges")
    put(moved)
    put(moved, slug="smaller")
    with writing() as session:
        statement = select(OldSlug.slug, Item.key).outerjoin(Item, Item.id == OldSlug.item_id).order_by(OldSlug.id)
        assert [tuple(row) for row in session.execute(statement)] == [("bridges", "bridges"), ("small", None)]
        assert session.scalar(select(Course.slug)) == "smaller"
    put(moved, slug="small")
    put(moved, slug="smaller")
    assert counts(OldSlug) == [3]


def test_an_address_leads_to_one_course(app: Flask) -> None:
    put(course())
    other = {**course(), "course.yaml": COURSE.replace("id: small-course", "id: other-course").encode()}
    with pytest.raises(Refused) as refusal:
        put(other)
    assert refusal.value.sentence == "The address “small” leads to the course “small-course”. Rename the folder."
    put(course(), slug="smaller")
    with pytest.raises(Refused):
        put(other)
    put(other, slug="other")
    assert counts(Course) == [2]


def test_files_are_kept_byte_for_byte(app: Flask) -> None:
    given = {path: data.replace(b"\n", b"\r\n") if path.endswith(".md") else data for path, data in course().items()}
    version_id = put(given)
    everything = renewal.version_files(version_id)
    assert renewal.exported(everything, "small") == {**{f"small/{path}": data for path, data in given.items()}, **BESIDE}
    digest = hashlib.sha256(given["media/ring.svg"]).hexdigest()
    assert files.media_type(digest, "media") == "image/svg+xml"
    assert files.media_type(hashlib.sha256(given["exercises/check-first.yaml"]).hexdigest(), "media") is None


def test_published_again_from_the_export_nothing_changes(app: Flask) -> None:
    first = put(course())
    everything = renewal.exported(renewal.version_files(first), "small")
    own = {path.removeprefix("small/"): data for path, data in everything.items() if path.startswith("small/")}
    assert put(own) == first


def test_version_by_number(app: Flask) -> None:
    first = put(course())
    second = put(changed("10-first/20-bridges.md", "## Building", "## More"))
    assert [renewal.version_of("small", number) for number in (None, 1, 2, 3)] == [second, first, second, None]
    assert renewal.version_of("nothing", None) is None


def test_glossary_rows_follow_the_file(app: Flask) -> None:
    terms = publishing.site_of(BESIDE, {}).glossary
    with writing():
        publishing.replace_glossary({**terms, "gone": terms["cluster"].model_copy(update={"id": "gone"})})
    with writing():
        publishing.replace_glossary(terms)
    with writing() as session:
        row = session.scalars(select(GlossaryTerm)).one()
        assert (row.key, row.position, row.seen) == ("cluster", 0, ["da"])
        assert row.texts == {"en": {"term": "cluster", "meaning": "Firms."}, "da": {"term": "klynge", "meaning": ""}}


def test_the_search_finds_the_newest_version_only(app: Flask) -> None:
    put(course())
    put(changed("10-first/20-bridges.md", "## Building", "## Viaducts"))
    with writing() as session:
        bodies = list(session.scalars(select(SearchEntry.body).where(SearchEntry.address == "/courses/small/bridges/")))
    assert [body.count("Viaducts") for body in bodies] == [1]


def test_pages_are_made_again_for_a_new_renderer(app: Flask) -> None:
    version_id = put(course())
    with writing() as session:
        session.get_one(Version, version_id).renderer = RENDERER - 1
        page = session.scalars(select(CompiledPage).order_by(CompiledPage.id)).first()
        assert page is not None
        fresh, page.page = page.page, {"old": True}
    assert renewal.outdated_versions() == [(version_id, "small")]
    compiled = renewal.recompile(version_id, "small")
    assert isinstance(compiled, CompiledCourse)
    with writing():
        renewal.replace_pages(version_id, compiled)
    with writing() as session:
        again = session.scalars(select(CompiledPage).order_by(CompiledPage.id)).first()
        assert again is not None
        assert again.page == fresh
    assert renewal.outdated_versions() == []


# What it changes for learners


def sentences(course_files: dict[str, bytes]) -> list[str]:
    return [str(sentence) for sentence in impact(prepare(course_files, slug="small", beside=BESIDE)).sentences()]


def test_impact_of_the_first_and_of_the_same(app: Flask) -> None:
    assert sentences(course()) == ["This is the first version of the course."]
    put(course())
    assert sentences(course()) == ["Nothing has changed since version 1."]


def test_impact_counts_people_who_have_answered(app: Flask) -> None:
    first = put(course())
    answered("check-first", first, "Ada", "Ben", "Cleo")
    answered("recall-words", first, "Dan")
    files_now = {
        **changed("exercises/check-first.yaml", "Which one is a cluster?", "Which of these is a cluster?"),
        "10-first/20-bridges.md": BRIDGES.replace("## Building", "## More").encode(),
        "exercises/recall-words.yaml": (RECALL + RECALL.split("questions:\n")[1].replace("q1", "q2")).encode(),
    }
    assert sentences(files_now) == [
        "1 lesson changed.",
        "2 exercises changed.",
        "1 question changed.",
        "1 question added.",
        "3 people have answered question “q1” of “check-first” as it was.",
        "4 people are in the course now.",
    ]


def test_impact_of_removing(app: Flask) -> None:
    put(course())
    found = impact(prepare(without_recall(), slug="small", beside=BESIDE))
    assert [(change.key, change.what) for change in found.items] == [("words", "changed"), ("recall-words", "removed")]
    assert (found.newest, found.is_same, found.learners, found.questions) == (1, False, 0, ())


def test_impact_costs_four_statements(app: Flask, statements: object) -> None:
    put(course())
    prepared = prepare(changed("exercises/check-first.yaml", "Which one", "Which"), slug="small", beside=BESIDE)
    with statements() as seen:  # type: ignore[operator]
        impact(prepared)
    assert len(seen) == 4


def test_two_courses_know_each_other(app: Flask) -> None:
    put(course())
    other = changed("10-first/10-words.md", "lesson:bridges", "course:small-course")
    other["course.yaml"] = COURSE.replace("id: small-course", "id: other-course").encode()
    version_id = put(other, slug="other")
    page = versions.page(version_id, versions.outline(version_id).by_key["words"].id, "en")
    assert '<a href="/courses/small/">bridges</a>' in page.blocks[2].html


def test_sources_are_where_the_store_keeps_them(app: Flask) -> None:
    version_id = put(course())
    with writing() as session:
        stored = session.scalars(select(VersionFile.digest).where(VersionFile.version_id == version_id)).all()
    assert [files.store().has(digest) for digest in stored] == [True] * 12
    assert db.session is not None
