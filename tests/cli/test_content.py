"""`flask content`: what it prints, how it ends, and the way from files to a version and back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from clustercourse.content.folders import LARGEST_FILE, read_folder
from clustercourse.content.publishing import prepare
from clustercourse.db import writing
from clustercourse.models.content import Course, GlossaryTerm, Version
from tests.content.small import changed, course, introduced
from tests.content.test_publishing import BESIDE, counts


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one course and what stands beside it."""
    folder = tmp_path / "content"
    write(folder / "small", course())
    write(folder, BESIDE)
    return folder


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["content", *map(str, words)])


NOTE = "small/course.yaml:4: 3 of 6 files are not in Dansk yet. The original is shown there, with a note. (note)\n"
LACKING = "content/glossary.yaml:1: “cluster” has no word in Svenska, Deutsch yet. The English one is shown there. (warning)\n"


def test_check(app: Flask, home: Path) -> None:
    assert (run(app, "check", home).exit_code, run(app, "check", home).output) == (0, LACKING + "content/" + NOTE)
    (home / "small" / "10-first" / "20-bridges.md").write_bytes(b"")
    result = run(app, "check", home)
    assert (result.exit_code, result.output) == (
        1,
        LACKING + "content/small/10-first/20-bridges.md:1: This file is empty. Write its text, or remove it.\n",
    )


def test_publish_and_again(app: Flask, home: Path) -> None:
    first = run(app, "publish", home, "--note", "First.")
    assert (first.exit_code, first.output) == (0, "small: This is the first version of the course.\nsmall: published as version 1\n")
    again = run(app, "publish", home)
    assert (again.exit_code, again.output) == (0, "small: Nothing has changed since version 1.\n")
    assert counts(Course, Version, GlossaryTerm) == [1, 1, 1]


def test_a_note_without_a_new_version_is_not_lost_in_silence(app: Flask, home: Path) -> None:
    run(app, "publish", home)
    same = "small: Nothing has changed since version 1.\n"
    lost = "small: The note was not kept. It belongs to a new version, and version 1 stays as it is.\n"
    assert run(app, "publish", home, "--note", "Two new examples.").output == same + lost
    write(home / "small", changed("10-first/20-bridges.md", "## Building", "## More"))
    assert run(app, "publish", home, "--note", "Two new examples.").output.splitlines()[-1] == "small: published as version 2"
    assert run(app, "publish", home, "--note", "Two new examples. ").output == same.replace("1", "2")
    with writing() as session:
        assert list(session.scalars(select(Version.note).order_by(Version.number))) == ["", "Two new examples."]


def test_what_cannot_be_taken_in_is_told_before_publishing(app: Flask, home: Path) -> None:
    with (home / "small" / "media" / "ring.svg").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    result = run(app, "publish", home)
    assert (result.exit_code, [line for line in result.output.splitlines() if "(note)" not in line]) == (
        1,
        [
            "content/small/media/ring.svg:1: This file is larger than 20 MB. Make it smaller.",
            "Error: 1 error must be mended before publishing.",
        ],
    )
    assert counts(Version) == [0]


def test_a_publication_repeats_warnings_but_not_what_is_still_to_be_translated(app: Flask, home: Path) -> None:
    write(home / "small", {"10-first/forgotten.md": b"Once a lesson."})
    said = run(app, "publish", home).output.splitlines()
    assert said[0].startswith("small/10-first/forgotten.md:1: ")
    assert said[0].endswith(" (warning)")
    assert not [line for line in said if "not in Dansk yet" in line]


def test_nothing_is_published_where_there_is_an_error(app: Flask, home: Path) -> None:
    write(home / "broken", {**course(), "course.yaml": b"id: broken\n"})
    result = run(app, "publish", home)
    assert result.exit_code == 1
    assert result.output.splitlines()[2] == "broken/course.yaml:1: “language” is missing. Add a line “language: …”."
    assert result.output.splitlines()[-1] == "Error: 6 errors must be mended before publishing."
    assert counts(Course, Version) == [0, 0]


def test_diff_changes_nothing(app: Flask, home: Path) -> None:
    run(app, "publish", home)
    write(home / "small", changed("10-first/20-bridges.md", "## Building", "## More"))
    result = run(app, "diff", home / "small")
    assert (result.exit_code, result.output) == (
        0,
        "small: 1 lesson changed.\nsmall: 0 people are in the course now.\n",
    )
    assert counts(Version) == [1]


def test_export_into_a_folder_and_an_archive(app: Flask, home: Path, tmp_path: Path) -> None:
    run(app, "publish", home)
    before = read_folder(home)
    assert run(app, "export", "small", tmp_path / "out").exit_code == 0
    assert read_folder(tmp_path / "out") == before
    digests = []
    for name in ("one.zip", "two.zip"):
        assert run(app, "export", "small", tmp_path / name).output == f"12 files written to {tmp_path / name}\n"
        digests.append(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert digests[0] == digests[1]
    again = run(app, "publish", tmp_path / "one.zip")
    assert again.output == "small: Nothing has changed since version 1.\n"
    assert counts(Version) == [1]


def test_a_course_that_is_only_introduced_in_a_language_comes_back_as_it_was(app: Flask, home: Path, tmp_path: Path) -> None:
    write(home / "small", introduced())
    before = read_folder(home)
    run(app, "publish", home)
    assert run(app, "export", "small", tmp_path / "out").exit_code == 0
    assert read_folder(tmp_path / "out") == before
    assert "small/course.de.yaml" in before
    again = run(app, "publish", tmp_path / "out")
    assert again.output == "small: Nothing has changed since version 1.\n"


def test_export_of_an_older_version(app: Flask, home: Path, tmp_path: Path) -> None:
    run(app, "publish", home)
    before = read_folder(home / "small")
    write(home / "small", changed("10-first/20-bridges.md", "## Building", "## More"))
    run(app, "publish", home)
    run(app, "export", "small", tmp_path / "old", "--version", "1")
    assert read_folder(tmp_path / "old" / "small") == before


def test_export_of_nothing(app: Flask, tmp_path: Path) -> None:
    result = run(app, "export", "nothing", tmp_path / "out")
    assert (result.exit_code, result.output) == (1, "Error: There is no course “nothing”.\n")
    assert not (tmp_path / "out").exists()


def test_an_archive_that_is_none(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no archive")
    result = run(app, "publish", tmp_path / "a.zip")
    assert (result.exit_code, result.output) == (1, "Error: This is not a zip archive that can be read. Make it again.\n")


def test_an_empty_folder(app: Flask, tmp_path: Path) -> None:
    assert run(app, "publish", tmp_path).exit_code == 1


def test_new_files_can_be_read(app: Flask, home: Path) -> None:
    assert run(app, "new", "lesson", home / "small" / "10-first", "Words: again").exit_code == 0
    assert (home / "small" / "10-first" / "30-words-again.md").is_file()
    run(app, "new", "lesson", home / "small" / "10-first", "Words")
    text = (home / "small" / "10-first" / "40-words.md").read_text()
    assert text.splitlines()[1] == "id: words-2"
    assert run(app, "new", "exercise", home / "small", "Recall bridges").exit_code == 0
    assert (home / "small" / "exercises" / "recall-bridges.yaml").is_file()
    run(app, "new", "module", home / "small", "Second module")
    assert (home / "small" / "20-second-module" / "module.yaml").read_text().splitlines()[0] == "id: module-second-module"
    twice = run(app, "new", "exercise", home / "small", "Recall bridges")
    assert (twice.exit_code, twice.output) == (1, "Error: recall-bridges.yaml is there already. Choose another title.\n")
    outside = run(app, "new", "lesson", home.parent, "A lesson")
    assert outside.output == "Error: This folder is not inside a course: there is no course.yaml in it or above it.\n"


def test_a_course_begun_with_new_can_be_published(app: Flask, tmp_path: Path) -> None:
    run(app, "new", "course", tmp_path, "My first course")
    folder = tmp_path / "my-first-course"
    run(app, "new", "module", folder, "First module")
    run(app, "new", "lesson", folder / "10-first-module", "First lesson")
    prepared = prepare(read_folder(folder), slug=folder.name)
    assert [item.key for item in prepared.course.items] == ["module-first-module", "first-lesson"]


def test_refresh_with_nothing_to_do(app: Flask, home: Path) -> None:
    run(app, "publish", home)
    assert (run(app, "refresh").exit_code, run(app, "refresh").output) == (0, "")
