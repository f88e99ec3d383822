"""The lesson page, and what a reader keeps beside it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.content.publishing import replace_glossary
from clustercourse.content.queries import versions
from clustercourse.db import row, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.learning import actions
from clustercourse.models.content import Course, Item
from clustercourse.models.learning import Bookmark, Completion, Enrolment, Note, Visit
from tests import make
from tests.cast import join_team
from tests.content import small
from tests.page import Browser

HOME = "/courses/small-course/"
LESSON = f"{HOME}words/"


def enrolled(name: str = "Ada Holm") -> tuple[int, int]:
    person = make.person(name)
    with writing():
        return person, actions.enrol(person, 1, by=person, language="en")


def item(key: str) -> int:
    found: int = value(select(Item.id).where(Item.key == key))
    return found


def test_what_stands_on_the_page(app: Flask, browser: Browser) -> None:
    make.published_course()
    browser.sign_in(enrolled()[0])
    page = browser.visit(LESSON)
    assert page.title == "Words · A small course"
    assert page.texts("dt") == ["cluster"]
    assert page.texts("dd") == [
        "Firms of one field in one region.",
        "Dansk: klynge · Deutsch: Cluster* not yet reviewed by a native speaker",
    ]
    assert page.texts("p", "terms-legend") == ["* not yet reviewed by a native speaker"]
    assert page.texts("ol", "sources") == ["A report. read in part"]
    assert page.texts("section", "lesson-end") == ["This lesson is done when you press the button. Mark as done"]
    assert page.texts("h2", "exercise-title") == ["Recall: words"]
    assert page.texts("nav", "pager") == ["NextBridges"]
    assert page.texts("span", "outline-reason") == ["Opens when “Words” is done"]


def test_words_in_a_lesson_that_a_native_speaker_has_read_have_no_star(app: Flask, browser: Browser) -> None:
    make.published_course()
    with writing():
        replace_glossary({"cluster": small.GLOSSARY["cluster"].model_copy(update={"seen": ["de"]})})
    page = browser.visit(f"{LESSON}?language=da")
    assert page.texts("dt") == ["klynge* endnu ikke gennemgået af en, der har sproget som modersmål"]
    assert page.texts("dd") == ["Virksomheder på ét felt i én region.", "English: cluster · Deutsch: Cluster"]
    with writing():
        replace_glossary({"cluster": small.GLOSSARY["cluster"].model_copy(update={"seen": ["da", "de"]})})
    versions.forget()
    page = browser.visit(f"{LESSON}?language=da")
    assert page.texts("dt") == ["klynge"]
    assert page.texts("p", "terms-legend") == []


def test_a_lesson_that_only_a_check_finishes_has_no_button(app: Flask, browser: Browser) -> None:
    only = {"10-first/20-bridges.md": ("requires: [words]\ndone: [read, {pass: check-first}]", "done: {pass: check-first}")}
    make.published_course(files=make.course_files(changes=only))
    page = browser.sign_in(enrolled()[0]).visit(f"{HOME}bridges/")
    assert page.texts("section", "lesson-end") == [
        "This lesson is done when all of this is true: You pass “Check: first module” with 80% or more. Not yet"
    ]


def test_a_visitor_reads_without_progress(app: Flask, browser: Browser) -> None:
    make.published_course()
    page = browser.visit(LESSON)
    assert [form.get("action") for form in page.forms() if form.get("action", "").startswith("/courses")] == []
    assert "You are reading without joining the course." in page.text
    assert page.texts("span", "outline-count") == []
    assert browser.visit(f"{LESSON}?language=da").heading == "Ord"
    assert browser.visit(f"{HOME}bridges/").texts("h2", "empty-title") == ["This lesson is still locked"]


def test_a_lesson_without_translation_says_so(app: Flask, browser: Browser) -> None:
    make.published_course()
    person, mine = enrolled()
    with writing():
        actions.mark_read(mine, item("words"), version_id=1, by=person)
        actions.choose_language(mine, by=person, language="da")
    page = browser.sign_in(person).visit(f"{HOME}bridges/")
    assert page.texts("div", "note-body") == ["This lesson is shown in English, because it has no translation yet."]
    assert [node.get("lang") for node in page.tree.iter("div") if node.get("class") == "prose"] == ["en"]


def test_the_team_passes_locks(app: Flask, browser: Browser) -> None:
    course = make.published_course()
    trainer = make.person("Cleo Lund")
    join_team(trainer, course)
    page = browser.sign_in(trainer).visit(f"{HOME}bridges/")
    assert page.texts("h2", "empty-title") == []
    assert len(page.texts("div", "prose")) == 1


def test_only_the_team_chooses_a_version(app: Flask, browser: Browser) -> None:
    course = make.published_course()
    make.published_course(files=make.course_files(changes={"10-first/10-words.md": ("title: Words", "title: Newer words")}))
    trainer = make.person("Cleo Lund")
    join_team(trainer, course)
    assert browser.visit(f"{LESSON}?version=1").heading == "Newer words"
    browser.sign_in(trainer)
    assert [browser.visit(f"{LESSON}?version={number}").heading for number in (1, 2)] == ["Words", "Newer words"]
    older = browser.visit(f"{HOME}?version=1")
    assert [link for link in older.links() if link.startswith(LESSON)] == [f"{LESSON}?version=1"]
    assert "This is not the newest version of the course." in browser.visit(f"{LESSON}?version=1").text
    assert browser.get(f"{LESSON}?version=9").status_code == 404
    assert browser.get(f"{LESSON}?version=many").status_code == 200


def test_old_addresses_lead_on_for_ever(app: Flask, browser: Browser) -> None:
    make.published_course()
    renamed = {path.replace("10-words", "10-terms"): data for path, data in make.course_files().items()}
    renamed["10-first/module.yaml"] = renamed["10-first/module.yaml"].replace(b"10-words", b"10-terms")
    make.published_course(slug="tiny-course", files=renamed)
    for old, new in (
        ("/courses/small-course/", "/courses/tiny-course/"),
        ("/courses/small-course/bridges/?language=da", "/courses/tiny-course/bridges/?language=da"),
        ("/courses/tiny-course/words/", "/courses/tiny-course/terms/"),
    ):
        answer = browser.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (308, new)
    assert browser.get("/courses/small-course/words/", follow_redirects=True).request.path == "/courses/tiny-course/terms/"
    assert browser.get("/courses/tiny-course/never/").status_code == 404


def test_old_addresses_of_invited_courses_tell_strangers_nothing(app: Flask, browser: Browser) -> None:
    make.published_course(key="closed-course", access="invited")
    make.published_course(key="closed-course", slug="closed", files=make.course_files(key="closed-course", access="invited"))
    assert browser.get("/courses/closed-course/").status_code == 404


def test_a_page_that_did_not_change_is_not_sent_again(app: Flask, browser: Browser) -> None:
    make.published_course()
    browser.sign_in(enrolled()[0])
    first = browser.get(LESSON)
    assert browser.get(LESSON, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_visit_is_remembered_and_is_not_progress(app: Flask, browser: Browser) -> None:
    make.published_course()
    person, mine = enrolled()
    browser.sign_in(person)
    told = {**browser.csrf(), "kind": "lesson", "thing": item("words")}
    assert browser.post("/me/visits", data={**told, "place": 40}).status_code == 204
    assert browser.post("/me/visits", data=told).status_code == 204
    assert browser.post("/me/visits", data={**told, "place": 900}).status_code == 204
    assert [tuple(line) for line in rows(select(Visit.enrolment_id, Visit.item_id, Visit.place))] == [(mine, item("words"), 100)]
    assert value(select(Enrolment.last_item_id)) == item("words")
    assert rows(select(Completion)) == []
    for wrong in ({"thing": 0}, {"thing": 10**12}, {"thing": "x"}, {"kind": "person"}, {"thing": 999}):
        assert browser.post("/me/visits", data={**told, **wrong}).status_code == 404


def test_visits_of_people_who_are_not_in_the_course_leave_nothing(app: Flask, browser: Browser) -> None:
    make.published_course()
    browser.sign_in(make.person("Eve Friis"))
    assert browser.post("/me/visits", data={**browser.csrf(), "kind": "lesson", "thing": item("words")}).status_code == 404
    assert rows(select(Visit)) == []


def test_a_note_is_kept_and_private(app: Flask, browser: Browser) -> None:
    make.published_course()
    ada, ben = enrolled()[0], enrolled("Ben Berg")[0]
    browser.sign_in(ada)
    page = browser.send(LESSON, f"{LESSON}note", text="Ask <Mette>.\r\nSoon.")
    assert page.texts("textarea") == ["Ask <Mette>. Soon."]
    assert value(select(Note.text)) == "Ask <Mette>.\nSoon."
    assert "Mette" not in browser.sign_in(ben).visit(LESSON).text


def test_a_note_that_was_emptied_is_written_anew(app: Flask, browser: Browser) -> None:
    make.published_course()
    person, _mine = enrolled()
    browser.sign_in(person)
    for text in ("First thought", "", "Second thought"):
        browser.send(LESSON, f"{LESSON}note", text=text)
    assert value(select(Note.text)) == "Second thought"


def test_a_note_is_saved_while_typing(app: Flask, browser: Browser) -> None:
    make.published_course()
    browser.sign_in(enrolled()[0])
    sent = {**browser.csrf(), "text": "One", "version": 0}
    wants_json = {"Accept": "application/json"}
    first = browser.post(f"{LESSON}note", data=sent, headers=wants_json)
    assert (first.status_code, (first.json or {})["version"]) == (200, 1)
    again = browser.post(f"{LESSON}note", data=sent, headers=wants_json)
    assert (again.status_code, (again.json or {})["version"]) == (200, 1)
    second = browser.post(f"{LESSON}note", data={**sent, "text": "One, two", "version": 1}, headers=wants_json)
    assert (second.status_code, (second.json or {})["version"]) == (200, 2)
    late = browser.post(f"{LESSON}note", data={**sent, "text": "Other window", "version": 1}, headers=wants_json)
    assert (late.status_code, (late.json or {})["version"]) == (409, 3)
    both = "One, two\n\nAlso written, in another window:\n\nOther window"
    assert value(select(Note.text)) == both
    repeated = browser.post(f"{LESSON}note", data={**sent, "text": "Other window", "version": 1}, headers=wants_json)
    assert (repeated.status_code, value(select(Note.text))) == (200, both)
    assert browser.visit(f"{LESSON}note").texts("textarea") == [" ".join(both.split())]


def test_a_note_that_is_too_long_is_refused(app: Flask) -> None:
    make.published_course()
    person, mine = enrolled()
    with pytest.raises(Refused, match="at most"), writing():
        actions.keep_note(mine, item("words"), by=person, text="x" * 20_001, number_seen=0)
    with pytest.raises(NotHere), writing():
        actions.keep_note(mine, item("words"), by=make.person("Eve Friis"), text="x", number_seen=0)
    assert rows(select(Note)) == []


def test_bookmarks_come_and_go(app: Flask, browser: Browser) -> None:
    make.published_course()
    person, mine = enrolled()
    browser.sign_in(person)
    for _time in range(2):
        browser.post(f"{LESSON}bookmark", data=browser.csrf())
    assert tuple(row(select(Bookmark.enrolment_id, Bookmark.item_id)) or ()) == (mine, item("words"))
    assert len(rows(select(Bookmark))) == 1
    assert browser.visit("/me/record/").links().count(LESSON) == 1
    browser.send(LESSON, f"{LESSON}bookmark/delete")
    browser.post(f"{LESSON}bookmark/delete", data=browser.csrf())
    assert rows(select(Bookmark)) == []


def test_a_page_costs_the_same_however_much_there_is(app: Flask, browser: Browser, statements) -> None:  # type: ignore[no-untyped-def]
    make.published_course()
    person, mine = enrolled()
    _other, theirs = enrolled("Ben Berg")
    with writing():
        for enrolment, owner in ((mine, person), (theirs, _other)):
            actions.mark_read(enrolment, item("words"), version_id=1, by=owner)
            actions.keep_note(enrolment, item("words"), by=owner, text="A note", number_seen=0)
            actions.keep_bookmark(enrolment, item("words"), by=owner)
            actions.visit(enrolment, item("words"), by=owner, place=20)
    browser.sign_in(person)
    versions.forget()
    browser.visit(LESSON), browser.visit(f"{HOME}bridges/"), browser.visit(HOME)
    with statements() as seen:
        browser.visit(LESSON)
    assert len(seen) == 4
    with statements() as seen:
        browser.visit(HOME)
    assert len(seen) == 3
    with statements() as seen:
        browser.visit(f"{HOME}finish")
    assert len(seen) == 4
    newest = value(select(Course.newest_version_id))
    assert versions.outline(newest) is versions.outline(newest)
