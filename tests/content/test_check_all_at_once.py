"""A fault hides no other fault, and no fault is told a second time by what follows from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clustercourse.content.check import check_content
from clustercourse.content.folders import LARGEST_FILE
from tests.conftest import LONG
from tests.content.faults import BRIDGES_MD, CHECK_YAML, MODULE_YAML, RECALL_YAML, VIDEO, WORDS_DA, WORDS_MD, lesson
from tests.content.small import CHECK, changed, course, said, with_file
from tests.content.test_check import write

DEAD = b"\n[it](http://example.org) and [that](lesson:nowhere)\n"
DEAD_SAID = [
    "! 10-first/20-bridges.md:13: Link with https: http://example.org",
    "! 10-first/20-bridges.md:13: There is no lesson with the id “nowhere”.",
]
THINK = "id: think-of-it\nkind: reflection\ntitle: Think\nquestions:\n  - {id: q1, text: Why?}\n"


def with_dead_links(path: str, old: str, new: bytes) -> list[str]:
    """What is said of a course with one thing replaced in one file and two dead links in a lesson, without the dead links."""
    files = course()
    files[path] = files[path].replace(old.encode(), new)
    files[BRIDGES_MD] += DEAD
    found = said(files)
    assert [line for line in found if line in DEAD_SAID] == DEAD_SAID
    return [line for line in found if line not in DEAD_SAID]


HEADS = [
    (BRIDGES_MD, "summary:", b"sumary:", ["! 10-first/20-bridges.md:4: “sumary” is not a known key here. Did you mean “summary”?"]),
    (BRIDGES_MD, "minutes: 15", b"minutes: long", ["! 10-first/20-bridges.md:5: “minutes” must be a whole number."]),
    (BRIDGES_MD, "title: Bridges", b'title: "Bridges', ["! 10-first/20-bridges.md:3: A quotation mark is opened here and never closed."]),
    (
        BRIDGES_MD,
        "title: B",
        b"title: &b B",
        ["! 10-first/20-bridges.md:3: “&” and “*” at the start of a value are not supported. Put the text in quotes."],
    ),
    (BRIDGES_MD, "[words]", b"words", ["! 10-first/20-bridges.md:6: “requires” must be a list, such as [first, second]."]),
    (MODULE_YAML, "summary:", b"sumary:", ["! 10-first/module.yaml:3: “sumary” is not a known key here. Did you mean “summary”?"]),
    (MODULE_YAML, "title: The", b"title: \xff", ["! 10-first/module.yaml:2: A letter on this line is not UTF-8. Save the file as UTF-8."]),
    (MODULE_YAML, "items:", b"itms:", ["! 10-first/module.yaml:4: “itms” is not a known key here. Did you mean “items”?"]),
    (
        MODULE_YAML,
        "[10-words.md, ",
        b"[{10-words.md: 1}, ",
        ["! 10-first/module.yaml:4: “items, entry 1” must be one text, without keys below it."],
    ),
    (MODULE_YAML, "id: module-first\n", b"", ["! 10-first/module.yaml:1: “id” is missing. Add a line “id: …”."]),
    ("course.yaml", "[theory]", b"theory", ["! course.yaml:8: “topics” must be a list, such as [first, second]."]),
    (
        "course.yaml",
        "language: en",
        b"language: english",
        ["! course.yaml:3: “english” is not a language of this site. Possible: en, da, sv, de."],
    ),
    ("course.yaml", "[en, da]", b"en, da", ["! course.yaml:4: “languages” must be a list, such as [first, second]."]),
    ("course.yaml", "outcomes:", b"outcoms:", ["! course.yaml:11: “outcoms” is not a known key here. Did you mean “outcomes”?"]),
    ("course.yaml", "modules: [10-first]", b"modules: 10-first", ["! course.yaml:13: “modules” must be a list, such as [first, second]."]),
    (
        "course.yaml",
        "[10-first]",
        b"[10-first",
        ["! course.yaml:14: The indentation or a bracket does not fit here. Compare with the lines above."],
    ),
    ("course.yaml", "title: A", b"title: \xff", ["! course.yaml:2: A letter on this line is not UTF-8. Save the file as UTF-8."]),
    (WORDS_DA, "title:", b"titel:", ["! 10-first/10-words.da.md:2: “titel” is not a known key here. Did you mean “title”?"]),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), HEADS)
def test_a_fault_above_hides_none_below_and_makes_none(path: str, old: str, new: bytes, expected: list[str]) -> None:
    assert with_dead_links(path, old, new) == expected


def keys_of(path: str) -> list[tuple[str, str]]:
    """Every line of a file (of a lesson: above its text) that begins with a key, with the key."""
    text = course()[path].decode()
    head = text.split("\n---\n")[0] if path.endswith(".md") else text
    return [(line, line.partition(":")[0]) for line in head.split("\n") if re.match(r"[a-z]+:", line)]


MISTAKES = {
    "a key that is not known": "known: 1\n{line}",
    "a key with one letter more": "{key}q:{value}",
    "a second colon": "{key}: a: b",
    "a bracket left open": "{key}: [a",
    "a quotation mark left open": '{key}: "{value}',
    "a mapping": "{key}: {{a: 1}}",
    "a sign of YAML": "{key}: @a",
    "another alphabet": "{line}\xff",
    "a key twice": "{line}\n{line}",
}
SIMPLE = [path for path in sorted(course()) if not path.startswith("media/")]


@pytest.mark.parametrize("path", SIMPLE)
@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_one_mistake_gives_one_line(path: str, mistake: str) -> None:
    keys = keys_of(path) if LONG else keys_of(path)[sorted(MISTAKES).index(mistake) % 3 :: 3]
    for line, key in keys:
        if line.endswith(":") and mistake in (
            "a mapping",
            "a bracket left open",
            "a second colon",
            "a quotation mark left open",
            "a sign of YAML",
        ):
            continue  # What stands below the key would be a second mistake.
        wrong = (
            MISTAKES[mistake]
            .format(line=line, key=key, value=line.partition(":")[2])
            .encode("latin-1" if "\xff" in MISTAKES[mistake] else "utf-8")
        )
        files = {**course(), path: course()[path].replace(line.encode(), wrong, 1)}
        found = [each for each in said(files) if "not in Dansk yet" not in each]
        assert [each.split(":")[0] for each in found] == [f"! {path}"], (line, found)


def test_twelve_faults_give_twelve_lines() -> None:
    files = {
        **course(),
        "course.yaml": course()["course.yaml"].replace(b"[theory]", b"towns"),
        MODULE_YAML: course()[MODULE_YAML].replace(b"title: The", b"title: \xff"),
        WORDS_MD: course()[WORDS_MD].replace(b"minutes:", b"minuts:").replace(b"lesson:bridges", b"lesson:bridge")
        + b"\n<script>1</script>\n",
        BRIDGES_MD: course()[BRIDGES_MD].replace(b"[words]", b"words") + DEAD + b"\n![](media/none.svg)\n",
        RECALL_YAML: course()[RECALL_YAML].replace(b"    lesson:", b"    leson:").replace(b"**one**", b"[one](lesson:no-such)"),
    }
    assert [line.split(": ", 1)[0] for line in said(files)] == [
        "! 10-first/10-words.md:5",
        "! 10-first/10-words.md:17",
        "10-first/10-words.md:19",
        "! 10-first/20-bridges.md:6",
        "! 10-first/20-bridges.md:13",
        "! 10-first/20-bridges.md:13",
        "! 10-first/20-bridges.md:15",
        "! 10-first/20-bridges.md:15",
        "! 10-first/module.yaml:2",
        "! course.yaml:8",
        "! exercises/recall-words.yaml:7",
        "! exercises/recall-words.yaml:9",
    ]


def test_faults_beside_one_that_cannot_be_read() -> None:
    files = changed("course.yaml", "[theory]", "[Theory]")
    files["course.yaml"] += b"title: Another\n"
    assert said(files) == [
        "! course.yaml:8: Write topics in small letters: “theory”.",
        "! course.yaml:14: The key “title” stands twice here. Keep one.",
    ]


def test_keys_that_are_not_fenced_off() -> None:
    assert said(with_file(BRIDGES_MD, course()[BRIDGES_MD].removeprefix(b"---\n") + DEAD)) == [
        "! 10-first/20-bridges.md:1: A lesson begins with a line “---”, then its keys, then another line “---”.",
        *(line.replace(":13:", ":12:") for line in DEAD_SAID),
    ]
    assert said(with_file(BRIDGES_MD, course()[BRIDGES_MD].replace(b"---\n## ", b"\n## ") + DEAD)) == [
        "! 10-first/20-bridges.md:1: The keys on top are not closed. Add a line “---” before the text.",
        *DEAD_SAID,
    ]


def test_each_place_of_a_fault_has_its_line() -> None:
    more = "\nSee [one](lesson:bridge), not [two](lesson:bridges).\n\nSee [one](lesson:bridge).\n"
    assert [line.split(": ", 1)[0] for line in said(lesson(more))] == ["! 10-first/20-bridges.md:13", "! 10-first/20-bridges.md:15"]


def test_what_a_broken_block_or_text_names_is_not_called_unnamed() -> None:
    film = {"media/film.webm": b"\x1a\x45\xdf\xa3film", "media/film.vtt": b"WEBVTT"}
    files = {**lesson("\n" + VIDEO + "captons: {en: media/film.vtt}\n:::\n"), **film}
    assert said(files) == ["! 10-first/20-bridges.md:16: “captons” is not a known key here. Did you mean “captions”?"]


def test_the_texts_of_an_exercise_with_a_fault() -> None:
    files = changed(CHECK_YAML, "right: true, ", "")
    files[CHECK_YAML] = files[CHECK_YAML].replace(b"That is it.", b'"That is [it](lesson:nowhere)."')
    assert said(files) == [
        "! exercises/check-first.yaml:10: A single choice has exactly one right option. Mark one with “right: true”, or use the kind “multiple”.",
        "! exercises/check-first.yaml:11: There is no lesson with the id “nowhere”.",
    ]


@pytest.mark.parametrize(
    ("glossary", "expected"),
    [
        (
            "- {id: other, en: {term: other}}\n- {id: cluster, en: {term: c, meaning: m}}\n",
            "1: “meaning” is missing. Add a line “meaning: …”.",
        ),
        ("- {id: cluster, en: {term: cluster}\n", "2: The indentation or a bracket does not fit here. Compare with the lines above."),
        ("- \xff", "1: A letter on this line is not UTF-8. Save the file as UTF-8."),
    ],
)
def test_a_fault_of_the_glossary_is_told_once(tmp_path: Path, glossary: str, expected: str) -> None:
    root = tmp_path / "content"
    write(root / "one", course())
    write(root, {"glossary.yaml": glossary.encode("latin-1"), "sources.yaml": b"P1: {title: A report}\n"})
    assert [str(problem) for problem in check_content(root) if problem.level == "error"] == [f"content/glossary.yaml:{expected}"]


def test_a_fault_of_the_sources_or_of_another_course_is_told_once(tmp_path: Path) -> None:
    root = tmp_path / "content"
    write(root / "one", changed(WORDS_MD, "lesson:bridges", "course:other-course"))
    write(root / "two", {**course(), "course.yaml": course()["course.yaml"].replace(b"id: small-course\n", b"")})
    glossary = b"- {id: cluster, en: {term: cluster, meaning: Firms.}}\n"
    write(root, {"glossary.yaml": glossary, "sources.yaml": b"P1: {titel: A report}\nS4: {title: Another}\n"})
    assert [str(problem) for problem in check_content(root) if problem.level == "error"] == [
        "content/sources.yaml:1: “titel” is not a known key here. Did you mean “title”?",
        "content/two/course.yaml:1: “id” is missing. Add a line “id: …”.",
    ]


def test_a_course_whose_file_is_cut_is_still_known_by_its_id(tmp_path: Path) -> None:
    root = tmp_path / "content"
    write(root / "one", changed(WORDS_MD, "lesson:bridges", "course:other-course"))
    cut = course()["course.yaml"].replace(b"small-course", b"other-course").replace(b"[10-first]", b"[10-first")
    write(root / "two", {**course(), "course.yaml": cut})
    write(root, {"glossary.yaml": b"- {id: cluster, en: {term: c, meaning: m}}\n", "sources.yaml": b"P1: {title: A report}\n"})
    assert [str(problem).split(": ")[0] for problem in check_content(root) if problem.level == "error"] == ["content/two/course.yaml:14"]


def test_what_is_there_and_was_not_taken_in_is_not_called_missing(tmp_path: Path) -> None:
    root = tmp_path / "content"
    files = course()
    write(root / "one", {path: data for path, data in files.items() if path not in (BRIDGES_MD, "media/ring.svg")})
    write(tmp_path, {"bridges.md": files[BRIDGES_MD]})
    (root / "one" / BRIDGES_MD).symlink_to(tmp_path / "bridges.md")
    (root / "one" / "media").mkdir()
    with (root / "one" / "media" / "ring.svg").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    write(root, {"glossary.yaml": b"- {id: cluster, en: {term: c, meaning: m}}\n", "sources.yaml": b"P1: {title: A report}\n"})
    assert [str(problem) for problem in check_content(root) if problem.path.startswith("content/one")] == [
        "content/one/10-first/20-bridges.md:1: This is a link to another place. Put the file itself here.",
        "content/one/media/ring.svg:1: This file is larger than 20 MB. Make it smaller.",
    ]


def test_a_reflection_cannot_be_passed() -> None:
    files = {**changed(BRIDGES_MD, "{pass: check-first}", "{pass: think-of-it}"), "exercises/think-of-it.yaml": THINK.encode()}
    files[BRIDGES_MD] += b"\n::: exercise think-of-it\n"
    found = [line for line in said(files) if line.startswith("!")]
    assert found == [
        "! 10-first/20-bridges.md:7: “think-of-it” is sent and not scored; there is nothing to pass. Write {submit: think-of-it} here."
    ]
    files[BRIDGES_MD] = files[BRIDGES_MD].replace(b"{pass: think", b"{submit: think")
    assert [line for line in said(files) if line.startswith("!")] == []


def test_the_form_of_a_translated_reflection_is_told() -> None:
    files = lesson("\n::: exercise think-of-it\n") | {"exercises/think-of-it.yaml": THINK.encode()}
    files["exercises/think-of-it.da.yaml"] = b"title: T\nquestions: {q1: {text: Hvorfor?}}\n"
    note = "course.yaml:4: 3 of 7 files are not in Dansk yet. The original is shown there, with a note."
    assert said(files) == [note, "! exercises/think-of-it.da.yaml:2: “q1” must be one text, without keys below it."]
    files["exercises/think-of-it.da.yaml"] = b"title: T\nquestions: {q1: Hvorfor?}\n"
    assert said(files) == [note]


def test_a_quiz_to_be_passed_that_its_lesson_does_not_ask_for() -> None:
    files = changed(RECALL_YAML, "kind: quiz", "kind: quiz\ndone: pass")
    sentence = "The lesson is done without “recall-words”, although that says “done: pass”."
    ways = "Add {pass: recall-words} to “done” on top of the lesson, or take “done: pass” out of the exercise."
    assert said(files) == [f"10-first/10-words.md:15: {sentence} {ways}"]
    named = {**files, WORDS_MD: files[WORDS_MD].replace(b"sources:", b"done: [read, {pass: recall-words}]\nsources:")}
    assert said(named) == []
    unsure = {**files, WORDS_MD: files[WORDS_MD].replace(b"sources:", b"done: looked\nsources:")}
    assert [line.split(": ")[0] for line in said(unsure)] == ["! 10-first/10-words.md:7"]


def test_a_footnote_that_is_not_used() -> None:
    more = "\nA word.[^2]\n\n[^1]: Nobody refers to this.\n[^2]: To this they do.\n"
    assert said(lesson(more)) == ["! 10-first/20-bridges.md:15: The footnote [^1] is not used. Write [^1] where it belongs, or remove it."]


@pytest.mark.parametrize(("tag", "opened"), [("div", "<div>\n"), ("b", "And <b>bold"), ("div", '<div class="x">\n\n<div>\n\n</div>\n')])
def test_an_element_that_is_not_closed(tag: str, opened: str) -> None:
    more = f"\n{opened}\n\n::: exercise lonely\n\nAs said[^1] [above](#building).\n\n[^1]: A note.\n\n[c](#building)\n"
    files = {**lesson(more), "exercises/lonely.yaml": CHECK.replace("check-first", "lonely").replace("done: pass\n", "").encode()}
    found = [line for line in said(files) if "Dansk" not in line]
    assert found == [f"! 10-first/20-bridges.md:13: <{tag}> is not closed. Write </{tag}> where it ends."]


def test_an_element_that_is_not_closed_and_takes_nothing_in_is_a_warning() -> None:
    assert said(lesson("\nAnd <b>bold.\n")) == ["10-first/20-bridges.md:13: <b> is not closed. Write </b> where it ends."]
    assert said(changed(RECALL_YAML, "**one**", "<b>one")) == [
        "exercises/recall-words.yaml:7: <b> is not closed. Write </b> where it ends."
    ]


def test_tags_that_are_none() -> None:
    more = "\nWrite `<div>` here, a<b, $a <b> c$, \\<b>, <https://example.org> and <p>one.\n\n```\n<div>\n```\n\n<!-- <b> -->\n"
    assert said(lesson(more)) == []


def test_a_picture_written_as_html() -> None:
    more = '\nSee <img src="media/ring.svg" alt="A ring">.\n\n`<img>` and <img src="media/ring.svg" alt="A > B">\n'
    sentence = "A picture written as <img> is not shown. Write ![What it shows](media/name.svg) instead."
    assert said(lesson(more)) == [f"10-first/20-bridges.md:{line}: {sentence}" for line in (13, 15)]
    placed = f'\n<img src="/media/{"0" * 64}/ring.svg" alt="A ring" onerror="x()">\n'
    assert said(lesson(placed)) == ["10-first/20-bridges.md:13: <img onerror> is not allowed and is taken out."]


def test_a_wrong_exercise_is_told_once() -> None:
    placed = "::: exercise recall-words"
    files = changed(WORDS_MD, placed, "::: exercise recall-wrods")
    assert said(files) == ["! 10-first/10-words.md:15: There is no exercise “recall-wrods”. Did you mean “recall-words”?"]
    other = changed(WORDS_MD, placed, "::: exercise something-else")
    assert said(other) == ["! 10-first/10-words.md:15: There is no exercise “something-else”."]
    lonely = {**files, "exercises/lonely.yaml": CHECK.replace("check-first", "lonely-one").encode()}
    assert [line.split(": ")[0] for line in said(lonely) if line.startswith("!")] == [
        "! 10-first/10-words.md:15",
        "! exercises/lonely.yaml:1",
    ]
    needed = {**files, CHECK_YAML: files[CHECK_YAML].replace(b"done: pass", b"requires: [recall-words]\ndone: pass")}
    assert said(needed) == said(files)
    translated = changed(WORDS_DA, placed, "::: exercise recall-wrods")
    assert said(translated) == ["! 10-first/10-words.da.md:11: There is no exercise “recall-wrods”. Did you mean “recall-words”?"]


def test_a_block_that_is_not_known_is_told_once() -> None:
    sentence = "“::: exercice” is not known here. Possible: exercise, video, audio, diagram. Did you mean “exercise”?"
    assert said(changed(WORDS_MD, "::: exercise", "::: exercice")) == [f"! 10-first/10-words.md:15: {sentence}"]
    assert said(changed(WORDS_DA, "::: exercise", "::: exercice")) == [f"! 10-first/10-words.da.md:11: {sentence}"]


def test_a_translation_with_a_fault_is_a_translation() -> None:
    assert said(changed(WORDS_DA, "summary:", "sumary:")) == [
        "! 10-first/10-words.da.md:3: “sumary” is not a known key here. Did you mean “summary”?"
    ]
    assert said(with_file(WORDS_DA, b"---\ntitle: Br\xf8l\n---\n")) == [
        "! 10-first/10-words.da.md:2: A letter on this line is not UTF-8. Save the file as UTF-8."
    ]
