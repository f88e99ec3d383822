"""Every fault a course can have is said once, with file and line, in words that say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustercourse.content.check import check_content, check_course, read_site
from clustercourse.content.folders import LARGEST_FILE
from clustercourse.content.problems import Problem, has_errors
from clustercourse.language import speaking
from tests.conftest import LONG
from tests.content.faults import FAULTS
from tests.content.small import GLOSSARY, SOURCES, UNTRANSLATED, changed, course, introduced, said, with_file

SAID: dict[str, list[str]] = json.loads((Path(__file__).parent / "said.json").read_text())


def test_a_course_without_a_fault() -> None:
    found = check_course(course(), slug="small", glossary=GLOSSARY, sources=SOURCES)
    assert [(problem.level, str(problem)) for problem in found] == [("note", UNTRANSLATED)]


def test_every_fault_is_known_by_name() -> None:
    assert sorted(FAULTS) == sorted(SAID)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_fault(name: str, figure: Callable[[str, object], None]) -> None:
    figure("broken files", 1)
    assert said(FAULTS[name]) == SAID[name] != []


def test_all_problems_in_one_run() -> None:
    files = {**changed("course.yaml", "trainer:", "teacher:"), "10-first/20-bridges.md": b"", "media/ring.svg": b"<svg"}
    files["exercises/check-first.yaml"] = b"kind: [quiz\n"
    assert [line.split(": ")[0] for line in said(files)] == [
        "! 10-first/20-bridges.md:1",
        "! course.yaml:9",
        "! exercises/check-first.yaml:2",
        "! media/ring.svg:1",
    ]


def test_a_course_that_is_only_introduced_in_a_language_is_no_fault() -> None:
    assert said(introduced()) == []


def test_posts_are_no_fault() -> None:
    files = changed("10-first/20-bridges.md", "[read, {pass: check-first}]", "\n  - read\n  - post: 20")
    files["exercises/check-first.yaml"] = files["exercises/check-first.yaml"].replace(b"done: pass", b"done: [pass, post]")
    assert said(files) == []
    translated = files | {"10-first/20-bridges.da.md": b"---\ntitle: Broer\ndone: post\n---\nTekst.\n"}
    sentence = "A translation holds only texts. Remove “done”: ids and rules stand in the original."
    assert [line for line in said(translated) if "done" in line] == [f"! 10-first/20-bridges.da.md:3: {sentence}"]


def test_windows_line_ends_are_no_fault() -> None:
    files = {path: data.replace(b"\n", b"\r\n") for path, data in course().items()}
    assert said(files) == []


def test_values_that_look_like_something_else_stay_text() -> None:
    files = changed("course.yaml", "trainer: Johan Berg", "trainer: no\naudience: 2026-02-30\ncertifies: 1:30").copy()
    text = files["course.yaml"].decode().replace("audience: For everybody.\n", "").replace("certifies: That you were here.\n", "")
    assert said({**files, "course.yaml": text.encode()}) == []


def test_sentences_are_in_the_language_of_the_reader() -> None:
    problem = check_course(with_file("10-first/20-bridges.md", b""), slug="small", glossary=GLOSSARY, sources=SOURCES)[0]
    with speaking("en"):
        assert str(problem) == "10-first/20-bridges.md:1: This file is empty. Write its text, or remove it."


def write(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def test_a_folder_of_courses(tmp_path: Path) -> None:
    root = tmp_path / "content"
    write(root / "one", course())
    write(root / "two", course())
    write(root / "empty", {"notes.txt": b"Nothing."})
    write(root, {"glossary.yaml": b"- {id: cluster, en: {term: cluster}}\n", "sources.yaml": b"P1: {title: A report}\n"})
    (root / "two" / ".hidden").write_text("not read")
    (root / "two" / "link.md").symlink_to(root / "one" / "course.yaml")
    found = [str(problem) for problem in check_content(root) if problem.level == "error"]
    assert found == [
        "content/empty/course.yaml:1: There is no such file. A course needs it.",
        "content/glossary.yaml:1: “meaning” is missing. Add a line “meaning: …”.",
        "content/two/course.yaml:1: The course id “small-course” is also used in one/course.yaml. Give each its own.",
        "content/two/link.md:1: This is a link to another place. Put the file itself here.",
    ]


def test_the_folder_of_one_course_knows_its_neighbours(tmp_path: Path) -> None:
    root = tmp_path / "content"
    write(root / "one", changed("10-first/10-words.md", "lesson:bridges", "course:other-course"))
    write(root / "other", {**course(), "course.yaml": course()["course.yaml"].replace(b"small-course", b"other-course")})
    glossary = b"- {id: cluster, en: {term: cluster, meaning: Firms.}}\n"
    write(root, {"glossary.yaml": glossary, "sources.yaml": b"P1: {title: A report}\n"})
    assert has_errors(check_content(root / "one")) is False
    assert {problem.path.split("/")[1] for problem in check_content(root / "one")} == {"one"}


WORDS = b"""\
- {id: cluster, en: {term: cluster, meaning: Firms.}, da: {term: klynge}, sv: {term: kluster}, de: {term: Cluster}}
- {id: network, en: {term: network, meaning: Ties.}, da: {term: netv\xc3\xa6rk}, de: {term: Netzwerk}}
- id: member
  en: {term: member, meaning: One of us.}
"""


def test_a_word_that_lacks_a_language_is_told_and_stops_nothing(tmp_path: Path) -> None:
    root = tmp_path / "content"
    write(root / "one", course())
    write(root, {"glossary.yaml": WORDS, "sources.yaml": b"P1: {title: A report}\n"})
    found = [(problem.level, str(problem)) for problem in check_content(root) if problem.path == "content/glossary.yaml"]
    assert found == [
        ("warning", "content/glossary.yaml:2: “network” has no word in Svenska yet. The English one is shown there."),
        ("warning", "content/glossary.yaml:3: “member” has no word in Dansk, Svenska, Deutsch yet. The English one is shown there."),
    ]
    assert [problem for problem in check_content(root / "one") if problem.path == "content/glossary.yaml"] == []


def test_an_empty_folder(tmp_path: Path) -> None:
    found = check_content(tmp_path)
    assert [problem.sentence.text for problem in found] == ["There is no course here. A course is a folder with a file course.yaml."]  # type: ignore[union-attr]


def test_files_that_are_too_large_are_not_read(tmp_path: Path) -> None:
    write(tmp_path / "content" / "one", course())
    with (tmp_path / "content" / "one" / "media" / "film.webm").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    found = [str(problem) for problem in check_content(tmp_path / "content") if "film" in problem.path]
    assert found == ["content/one/media/film.webm:1: This file is larger than 20 MB. Make it smaller."]


def test_every_word_of_this_repository_stands_in_all_languages() -> None:
    assert [str(problem) for problem in read_site(Path(__file__).parents[2] / "content")[1]] == []


def test_the_courses_of_this_repository_have_no_error() -> None:
    content = Path(__file__).parents[2] / "content"
    assert [str(problem) for problem in check_content(content) if problem.level == "error"] == []


PATHS = sorted(course())


@given(data=st.data())
@settings(max_examples=2000 if LONG else 60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_in_a_file_is_said_in_sentences(data: st.DataObject) -> None:
    """Bytes put in, taken out or doubled anywhere never end in anything but problems."""
    files = course()
    path = data.draw(st.sampled_from(PATHS))
    before = files[path]
    at = data.draw(st.integers(0, len(before)))
    until = data.draw(st.integers(at, min(len(before), at + 40)))
    pieces = st.sampled_from(
        [b"", b"[", b"{", b"- ", b": ", b"\n", b"\x00", b"\xff", b"::: ", b"---\n", b"|", b"null", b"12", b"[@", b"](", b"$", b"<p "]
    )
    files[path] = before[:at] + data.draw(pieces | st.binary(max_size=12)) + before[until:]
    found = check_course(files, slug="small", glossary=GLOSSARY, sources=SOURCES)
    assert all(isinstance(problem, Problem) and str(problem) for problem in found)
    assert all(problem.line >= 1 for problem in found)
