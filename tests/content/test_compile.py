"""What a course becomes: items with rules and digests, pages with blocks, everything as JSON and back."""

from __future__ import annotations

import json
import time
from fractions import Fraction

import pytest

from clustercourse.content.compile import compile_package
from clustercourse.content.compiled import CompiledCourse, CompiledItem, CompiledPage, CourseTexts, Rule, SourceNote
from clustercourse.content.queries import Requirement
from clustercourse.kinds import KINDS
from tests.content.small import BRIDGES, MODULE, WORDS, changed, course, introduced, package


def compiled(files: dict[str, bytes] | None = None) -> CompiledCourse:
    return compile_package(package(files))


def page(key: str, language: str = "en", files: dict[str, bytes] | None = None) -> CompiledPage:
    return next(page for page in compiled(files).pages if (page.item_key, page.language) == (key, language))


def item(key: str, files: dict[str, bytes] | None = None) -> CompiledItem:
    return next(item for item in compiled(files).items if item.key == key)


def test_the_course() -> None:
    made = compiled()
    assert (made.key, made.slug, made.language, made.languages, made.access) == ("small-course", "small", "en", ("en", "da"), "open")
    assert (made.topics, made.trainer, made.minutes, made.retired) == (("theory",), "Johan Berg", 30, ())
    assert made.texts["da"] == CourseTexts(
        "Et lille kursus",
        "Hvad det handler om.",
        "<p>To ord om <strong>det</strong>.</p>",
        "For alle.",
        "At du var her.",
        (("tell-apart", "Skelne mellem to ting."),),
    )
    assert made.texts["en"].outcomes == (("tell-apart", "Tell two things apart."),)
    assert list(made.media) == ["media/ring.svg"]


def test_a_course_is_introduced_in_a_language_without_being_offered_in_it() -> None:
    made = compiled(introduced())
    assert (made.languages, made.introduced) == (("en", "da"), ("de",))
    assert made.texts["de"] == CourseTexts(
        "Ein kleiner Kurs",
        "Worum es geht.",
        "<p>Zwei Worte <strong>darüber</strong>.</p>",
        "Für alle.",
        "Dass Sie hier waren.",
        (("tell-apart", "Zwei Dinge unterscheiden."),),
    )
    assert {item.key: item.titles.get("de") for item in made.items if item.kind != "exercise"} == {
        "module-first": "Das erste Modul",
        "words": None,
        "bridges": None,
    }
    assert {page.language for page in made.pages} == {"en", "da"}
    assert CompiledCourse.from_json(json.loads(json.dumps(made.to_json()))) == made
    before = made.to_json()
    del before["introduced"]
    assert CompiledCourse.from_json(before).introduced == ()


def test_items_stand_in_the_order_in_which_a_learner_meets_them() -> None:
    assert [(item.position, item.kind, item.key, item.slug, item.parent_key, item.placed_in) for item in compiled().items] == [
        (0, "module", "module-first", "first", None, None),
        (1, "lesson", "words", "words", "module-first", None),
        (2, "exercise", "recall-words", "recall-words", "module-first", "words"),
        (3, "lesson", "bridges", "bridges", "module-first", None),
        (4, "exercise", "check-first", "check-first", "module-first", None),
    ]


def test_rules() -> None:
    assert {item.key: item.rule for item in compiled().items} == {
        "module-first": (),
        "words": (Rule("read", "words"),),
        "recall-words": (Rule("submit", "recall-words"),),
        "bridges": (Rule("read", "bridges"), Rule("pass", "check-first", 80)),
        "check-first": (Rule("pass", "check-first", 80),),
    }
    assert item("bridges").requires == ("words",)
    assert (item("words").titles, item("bridges").titles) == ({"en": "Words", "da": "Ord"}, {"en": "Bridges", "da": "Bridges"})


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("post", (Rule("post", "bridges", 1),)),
        ("{post: 1}", (Rule("post", "bridges", 1),)),
        ('{post: "20"}', (Rule("post", "bridges", 20),)),
        ("[post]", (Rule("post", "bridges", 1),)),
        (
            "[{attend: day-1}, {post: 3}, {pass: check-first}, read]",
            (
                Rule("attend", "bridges", None, "day-1"),
                Rule("post", "bridges", 3),
                Rule("pass", "check-first", 80),
                Rule("read", "bridges"),
            ),
        ),
    ],
)
def test_a_lesson_may_ask_for_posts(said: str, rule: tuple[Rule, ...]) -> None:
    files = changed("10-first/20-bridges.md", "[read, {pass: check-first}]", said)
    assert (item("bridges", files).rule, item("words", files).rule) == (rule, (Rule("read", "words"),))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("post", (Rule("submit", "check-first"), Rule("post", "check-first", 1))),
        ("{post: 2}", (Rule("submit", "check-first"), Rule("post", "check-first", 2))),
        ("[{post: 2}, pass]", (Rule("pass", "check-first", 80), Rule("post", "check-first", 2))),
        (
            "[post, pass, {attend: day-1}]",
            (Rule("pass", "check-first", 80), Rule("attend", "check-first", None, "day-1"), Rule("post", "check-first", 1)),
        ),
    ],
)
def test_an_exercise_may_ask_for_posts(said: str, rule: tuple[Rule, ...]) -> None:
    files = changed("exercises/check-first.yaml", "done: pass", f"done: {said}")
    assert (item("check-first", files).rule, item("recall-words", files).rule) == (rule, (Rule("submit", "recall-words"),))
    assert page("check-first", files=files).specification["done"] == rule[0].what  # type: ignore[index]


def test_posts_come_into_the_outline_as_they_were_said() -> None:
    made = compiled(changed("10-first/20-bridges.md", "[read, {pass: check-first}]", "[read, {post: 2}]"))
    assert CompiledCourse.from_json(json.loads(json.dumps(made.to_json()))) == made
    kept = next(item for item in json.loads(json.dumps(made.to_json()))["items"] if item["key"] == "bridges")
    assert [Requirement.from_json(rule) for rule in kept["rule"]] == [Requirement("read", "bridges"), Requirement("post", "bridges", 2)]


def test_blocks_of_a_lesson() -> None:
    made = page("words")
    assert [list(block) for block in made.blocks] == [["html"], ["exercise"], ["html"]]
    assert made.blocks[1] == {"exercise": "recall-words"}
    assert made.blocks[2] == {"html": '<p>More in <a href="/courses/small/bridges/">bridges</a>.</p>'}
    assert made.headings == (("text-what-a-cluster-is", "What a cluster is"),)
    assert made.terms == ("cluster",)
    assert made.sources == (SourceNote(1, "P1", "A report", "https://example.org/report", "read in part"),)
    assert made.words == len(("What a cluster is Firms stand near each other More in bridges. " + WORDS).split())
    assert (made.has_maths, made.has_diagram, made.fallback) == (False, False, False)


def test_a_page_is_in_its_language_or_says_that_it_is_not() -> None:
    assert page("words", "da").headings == (("text-hvad-en-klynge-er", "Hvad en klynge er"),)
    assert 'title="Virksomheder på ét felt i én region."' in page("words", "da").blocks[0]["html"]
    assert (page("words", "da").fallback, page("bridges", "da").fallback) == (False, True)
    assert page("bridges", "da").blocks == page("bridges", "en").blocks


def test_a_picture_written_as_html_is_not_in_the_result() -> None:
    typed = '\nSee <img src="media/ring.svg" alt="A > B src="> here.\n\n<img src="https://example.org/x.png" alt="y">\n'
    html = "".join(
        block.get("html", "") for block in page("bridges", files={**course(), "10-first/20-bridges.md": (BRIDGES + typed).encode()}).blocks
    )
    assert "<p>See  here.</p>" in html
    assert "<img" not in html
    assert 'alt="Three firms in a ring"' in str(page("words").blocks)


def test_pictures_have_an_address_of_their_bytes_and_a_size() -> None:
    made = compiled()
    digest = made.media["media/ring.svg"]
    html = page("words").blocks[0]["html"]
    assert f'<img alt="Three firms in a ring" height="40" src="/media/{digest}/ring.svg" width="60">' in html


def test_film_sound_and_diagram() -> None:
    more = (
        "\n::: video media/film.webm\ntitle: A film\nposter: media/ring.svg\n"
        "captions: {en: media/film.en.vtt}\ntranscript: |\n  What is *said*.\n:::\n"
        "\n::: audio media/talk.mp3\ntitle: A talk\ntranscript: Words.\n:::\n"
        "\n::: diagram\ntitle: Firms meet\ndescription: Two firms and a line.\ncode: |\n  graph LR\n    a --> b\n:::\n"
    )
    files = {
        **course(),
        "10-first/20-bridges.md": (BRIDGES + more).encode(),
        "media/film.webm": b"\x1a\x45\xdf\xa3film",
        "media/film.en.vtt": b"WEBVTT\n",
        "media/talk.mp3": b"ID3talk",
    }
    made = page("bridges", files=files)
    media = compiled(files).media
    assert made.blocks[1:] == (
        {
            "video": {
                "title": "A film",
                "address": f"/media/{media['media/film.webm']}/film.webm",
                "type": "video/webm",
                "poster": f"/media/{media['media/ring.svg']}/ring.svg",
                "captions": [{"language": "en", "address": f"/media/{media['media/film.en.vtt']}/film.en.vtt"}],
                "transcript_html": "<p>What is <em>said</em>.</p>",
            }
        },
        {
            "audio": {
                "title": "A talk",
                "address": f"/media/{media['media/talk.mp3']}/talk.mp3",
                "type": "audio/mpeg",
                "poster": "",
                "captions": [],
                "transcript_html": "<p>Words.</p>",
            }
        },
        {"diagram": {"title": "Firms meet", "description": "Two firms and a line.", "code": "graph LR\n  a --> b"}},
    )
    assert made.has_diagram is True
    assert made.text.endswith("Firms meet Two firms and a line. A film What is said. A talk Words.")


def test_blocks_in_code_stay_code() -> None:
    files = {**course(), "10-first/20-bridges.md": (BRIDGES + "\n```\n::: exercise recall-words\n```\n").encode()}
    made = page("bridges", files=files)
    assert [list(block) for block in made.blocks] == [["html"]]
    assert "::: exercise recall-words" in made.blocks[0]["html"]


def test_an_exercise_is_compiled_by_its_kind_and_can_be_scored() -> None:
    made = page("check-first")
    assert made.specification is not None
    kind = KINDS["quiz"]
    paper = kind.paper(made.specification, draw_seed=1)
    assert kind.score(made.specification, paper, {"q1": "a"}).points == Fraction(1)
    assert kind.score(made.specification, paper, {"q1": "b"}).points == Fraction(0)
    assert page("recall-words").specification["questions"][0]["text"] == "<p>A cluster is in <strong>one</strong> region.</p>"  # type: ignore[index]


def test_texts_of_an_exercise_have_places_of_their_own() -> None:
    files = changed(
        "exercises/recall-words.yaml",
        "text: A cluster is in **one** region.",
        'text: "A[^1]\\n\\n[^1]: One."\n    explanation: "B[^1] [@S4]\\n\\n[^1]: Two."',
    )
    made = page("recall-words", files=files)
    html = json.dumps(made.specification)
    assert [html.count(f'id=\\"in-recall-words-{n}-fn-1\\"') for n in (1, 2)] == [1, 1]
    assert 'href=\\"#source-recall-words-1\\"' in html
    assert [source.tag for source in made.sources] == ["S4"]


def test_maths_is_noticed() -> None:
    assert page("bridges", files={**course(), "10-first/20-bridges.md": (BRIDGES + "\n$a^2$\n").encode()}).has_maths is True


def test_a_digest_follows_every_file_of_an_item_and_no_other() -> None:
    before = {item.key: item.digest for item in compiled().items}

    def touched(path: str, old: str, new: str) -> list[str]:
        return [item.key for item in compiled(changed(path, old, new)).items if before[item.key] != item.digest]

    assert touched("10-first/10-words.md", "More in", "Again in") == ["words"]
    assert touched("10-first/10-words.da.md", "Mere i", "Igen i") == ["words"]
    assert touched("media/ring.svg", "Ring", "Rings") == ["words"]
    assert touched("exercises/check-first.yaml", "threshold: 80", "threshold: 70") == ["check-first"]
    assert touched("10-first/module.yaml", "Its sentence", "Another sentence") == ["module-first"]
    assert touched("course.yaml", "trainer: Johan", "trainer: Jon") == []


def test_moving_a_file_keeps_its_digest() -> None:
    files = course()
    files["10-first/25-bridges-again.md"] = files.pop("10-first/20-bridges.md")
    files["10-first/module.yaml"] = MODULE.replace("20-bridges", "25-bridges-again").encode()
    assert item("bridges", files).digest == item("bridges").digest
    assert item("bridges", files).slug == "bridges-again"


def test_json_and_back() -> None:
    made = compiled()
    assert CompiledCourse.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert [CompiledPage.from_json(json.loads(json.dumps(page.to_json()))) for page in made.pages] == list(made.pages)


def test_the_same_files_give_the_same_course() -> None:
    assert compiled() == compiled()
    windows = {path: data.replace(b"\n", b"\r\n") if path.endswith(".md") else data for path, data in course().items()}
    assert compiled(windows).pages == compiled().pages


def test_two_hundred_lessons_are_compiled_in_time() -> None:
    files = course()
    names = [f"{at + 100}-lesson-{at}.md" for at in range(200)]
    for at, name in enumerate(names):
        files[f"10-first/{name}"] = BRIDGES.replace("id: bridges", f"id: lesson-{at}").replace("Building", f"Part {at}").encode()
    files["10-first/module.yaml"] = MODULE.replace("20-bridges.md", ", ".join(["20-bridges.md", *names])).encode()
    files["course.yaml"] = files["course.yaml"].replace(b"[en, da]", b"[en]")
    files = {path: data for path, data in files.items() if ".da." not in path}
    made = package(files)
    began = time.monotonic()
    assert len(compile_package(made).pages) == 204
    assert time.monotonic() - began < 50
