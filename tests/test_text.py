"""Both engines and the sanitiser: what comes through, what never does, and what it may cost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from clustercourse.language import speaking
from clustercourse.text import (
    COURSE,
    LEARNER,
    CourseText,
    Finding,
    Link,
    Picture,
    TextTooComplex,
    framed,
    plain_text,
    render_course_markdown,
    render_learner_markdown,
    sanitise,
    trusted,
)
from clustercourse.text.course import new_page, plain_paragraph, read_page
from clustercourse.text.plain import _read_clean, _Words
from clustercourse.text.sanitiser import Rules, _cleaners
from tests.conftest import LONG
from tests.judge import dangers

PAYLOADS = json.loads((Path(__file__).parent / "payloads" / "md_xss_open.json").read_text())
DIGEST = "a" * 64
SECONDS = 10.0


@dataclass
class Known:
    """Targets of a course with one lesson, one term, one picture and one source."""

    def link(self, scheme: str, target: str) -> Link | None:
        known = {
            ("lesson", "bridges"): Link("/courses/small/bridges/", text="Bridges"),
            ("term", "cluster"): Link("/glossary#cluster", "Firms of one field in one region.", "term"),
        }
        return known.get((scheme, target))

    def picture(self, address: str) -> Picture | None:
        return Picture(f"/media/{DIGEST}/ring.svg", 60, 40) if address == "media/ring.svg" else None

    def citation(self, tag: str) -> Link | None:
        return Link("#source-1", "A report", text="1") if tag == "P1" else None


def course(source: str) -> CourseText:
    return render_course_markdown(source, targets=Known())


def html(source: str) -> str:
    return course(source).html.strip()


# What comes through


SHAPES = {
    "link to a lesson": ("[words](lesson:bridges)", '<p><a href="/courses/small/bridges/">words</a></p>'),
    "link without words": ("[](lesson:bridges)", '<p><a href="/courses/small/bridges/">Bridges</a></p>'),
    "term": (
        "[a cluster](term:cluster)",
        '<p><a class="term" href="/glossary#cluster" title="Firms of one field in one region.">a cluster</a></p>',
    ),
    "citation": ("So [@P1].", '<p>So <sup class="cite"><a href="#source-1" title="A report">1</a></sup>.</p>'),
    "two citations": (
        "So [@P1, P1].",
        '<p>So <sup class="cite"><a href="#source-1" title="A report">1</a>, <a href="#source-1" title="A report">1</a></sup>.</p>',
    ),
    "figure": (
        '![Firms](media/ring.svg "Near each other")',
        f'<figure><img alt="Firms" height="40" src="/media/{DIGEST}/ring.svg" width="60"><figcaption>Near each other</figcaption></figure>',
    ),
    "picture in a sentence": (
        "A ![ring](media/ring.svg) here",
        f'<p>A <img alt="ring" height="40" src="/media/{DIGEST}/ring.svg" width="60"> here</p>',
    ),
    "heading": ("## Hvad å betyder", '<h2 id="text-hvad-aa-betyder">Hvad å betyder</h2>'),
    "heading twice": ("## A\n\n## A", '<h2 id="text-a">A</h2>\n<h2 id="text-a-2">A</h2>'),
    "task list": (
        "- [ ] open\n- [x] done",
        (
            '<ul>\n<li class="task"><span class="task-box">☐</span> open</li>\n'
            '<li class="task task-done"><span class="task-box">☑</span> done</li>\n</ul>'
        ),
    ),
    "box": (
        "!!! tool\n    Inside.",
        '<div class="admonition tool">\n<p class="admonition-title">Course tool</p>\n<p>Inside.</p>\n</div>',
    ),
    "box with a title": (
        '!!! case "Gothenburg"\n    Inside.',
        '<div class="admonition case">\n<p class="admonition-title">Gothenburg</p>\n<p>Inside.</p>\n</div>',
    ),
    "details": (
        '??? question "And you?"\n    Inside.',
        '<details class="question">\n<summary>And you?</summary>\n<p>Inside.</p>\n</details>',
    ),
    "tabs": (
        '=== "One"\n    a\n\n=== "Two"\n    b',
        (
            '<div class="tabs"><div class="tab"><p class="tab-title">One</p><p>a</p>\n</div>'
            '<div class="tab"><p class="tab-title">Two</p><p>b</p>\n</div></div>'
        ),
    ),
    "aligned table": (
        "| a |\n|--:|\n| 1 |",
        (
            '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
            '<td class="align-right">1</td>\n</tr>\n</tbody>\n</table>'
        ),
    ),
    "an empty corner is no heading": (
        "|  | b |\n|--|--|\n| 1 | 2 |",
        (
            "<table>\n<thead>\n<tr>\n<td></td>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
            "<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>"
        ),
    ),
    "maths": ("Area $a^2$", '<p>Area <span class="arithmatex">\\(a^2\\)</span></p>'),
    "money is no maths": ("From $5 to $6", "<p>From $5 to $6</p>"),
    "definition": ("Term\n:   Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
    "marked": ("==seen== ~~gone~~ H~2~O m^2^", "<p><mark>seen</mark> <del>gone</del> H<sub>2</sub>O m<sup>2</sup></p>"),
    "code keeps its signs": ("`[@P1] <b>`", "<p><code>[@P1] &lt;b&gt;</code></p>"),
    "smile": (":smile:", "<p>😄</p>"),
    "bare address": ("https://example.org/a", '<p><a href="https://example.org/a">https://example.org/a</a></p>'),
    "emphasis": ("**a** *b*", "<p><strong>a</strong> <em>b</em></p>"),
}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_course_text(name: str) -> None:
    source, expected = SHAPES[name]
    assert html(source) == expected
    assert course(source).findings == ()
    assert course(source).removed == ()


def test_footnotes_lead_there_and_back() -> None:
    assert html("A[^1].\n\n[^1]: Why.") == (
        '<p>A<sup id="text-fnref-1"><a class="footnote-ref" href="#text-fn-1">1</a></sup>.</p>\n'
        '<div class="footnote">\n<hr>\n<ol>\n<li id="text-fn-1">\n'
        '<p>Why.\u00a0<a class="footnote-backref" href="#text-fnref-1" title="Back to the text">↩</a></p>\n</li>\n</ol>\n</div>'
    ).replace("\u00a0", "&nbsp;")


def test_texts_on_one_page_have_places_of_their_own() -> None:
    first = render_course_markdown("## A\n\nB[^1]\n\n[^1]: C", prefix="one").html
    second = render_course_markdown("## A\n\nB[^1]\n\n[^1]: C", prefix="two").html
    assert first.replace("one-", "two-") == second
    assert first.count('id="one-') == first.count("id=") == 3


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    course("A[^1].\n\n[^1]: Why.\n\n*[SME]: small firm\n\n[x]: https://example.org")
    assert html("SME [^1] [x]") == "<p>SME [^1] [x]</p>"


def test_headings_and_what_points_nowhere() -> None:
    text = course("# A\n\n### B *c*\n\n[x](lesson:no) [y](term:no) [z](http://a.org) [r](b.md) ![ ](no.png) [@P9]")
    assert text.headings == ((1, "text-a", "A"), (3, "text-b-c", "B c"))
    assert sorted((finding.what, finding.target) for finding in text.findings) == [
        ("alternative text", "no.png"),
        ("http link", "http://a.org"),
        ("link", "lesson:no"),
        ("link", "term:no"),
        ("picture", "no.png"),
        ("relative link", "b.md"),
        ("source", "P9"),
    ]
    assert Finding("source", "P9") in text.findings


def test_links_lead_to_headings_of_the_same_text() -> None:
    text = course("## Why nearness pays\n\n[a](#why-nearness-pays) [b](#Why%20nearness%20pays) [c](#no-such) [d](#) [^1]\n\n[^1]: Note.")
    assert text.html.count('href="#text-why-nearness-pays"') == 2
    assert [(finding.what, finding.target) for finding in text.findings] == [("place", "#no-such"), ("place", "#")]


def test_what_is_taken_out_is_named() -> None:
    text = course('<iframe src="x"></iframe><b onclick="x()" style="y">bold</b><a href="javascript:x()">l</a>')
    assert text.removed == ("<iframe>", "<b onclick>", "<b style>", "<a href>")
    assert text.html.strip() == "<p><b>bold</b><a>l</a></p>"


def test_boxes_speak_the_language_of_the_page() -> None:
    with speaking("en"):
        assert "Take care" in html("!!! warning\n    Text.")


# What is made by a shorter way


WORDS = "Firms År ﬁ 9 2) ³ www http / x.org AT T ' \" ( ) () (c) % – -- --- - € “ ” ’ ‘ ..."
TRAPS = "1. www. WWW.x https://a.b // a@b.org :smile: :: : … ! _ * & <b> [ ` $ = \\ | # { \u200b \n \t \u00a0"
WORD = st.sampled_from((*WORDS.split(), *(" ", "  ", ". ", ", ", "; ", "? ", ": ") * 2)) | st.characters(categories=("L", "N"))
SOME = st.lists(WORD, max_size=8).map("".join)
EDGE = st.characters(categories=("L", "N")) | st.sampled_from(["a", "A", "9", "."])
PLAIN = st.builds("{}{}{}{}{}".format, EDGE, SOME, st.sampled_from(["", " ", "9"] * 8 + TRAPS.split(" ")), SOME, EDGE)


@given(PLAIN)
@example("a" * 30_000)
@example("12 % of 3 firms, and 5 %")
@example("Term\n")
@example("Term: meaning (so far), it says.")
@settings(max_examples=10_000 if LONG else 300, deadline=None)
def test_the_short_way_for_plain_texts_gives_what_the_long_way_gives(source: str) -> None:
    short, page = plain_paragraph(source), new_page(Known(), "text")
    assert short is None or read_page(source, page) == short
    assert short is None or page.asked == {}


def test_a_number_stays_with_its_sign() -> None:
    assert html("5 % and *7 %*\n\n| a |\n|---|\n| 2.0 % |\n").count("&nbsp;%") == 3
    assert "5 % 2" in html("`5 % 2`")
    assert "&nbsp;" not in html("$5 % 2$ and 5 & 6")


LONG_WAY = "1. a|1) a|- a|a_b|a & b|a < b|*a*|a [b]|a`b|see www.a.org|a//b|a:b|a\\b|# a|a@b.org|a#b|H~2~O|{a}|5 = 5|$5|!!! a| a|a |    a"


@pytest.mark.parametrize("source", [*LONG_WAY.split("|"), "", "a|b", "a\n\n", "a\nb", "a\u00a0b", "a\tb", "a" * 30_001])
def test_what_may_mean_something_goes_the_long_way(source: str) -> None:
    assert plain_paragraph(source) is None


CLEANED = st.lists(st.sampled_from([*"<>\"'&;=/[]{}!`*_#-|:^\n abp1", "[@P1]", "[^1]", "[^1]: x", "&lt;", '<sup id="a">', "</sup>"])).map(
    "".join
)


@given(CLEANED)
@example("a <b>\n\n![x](media/ring.svg)\n\n- [ ] b[^1]\n\n[^1]: c")
@example("**[^1]: x*[^1]")
@settings(max_examples=2_000 if LONG else 200, deadline=None)
def test_the_quick_reader_of_cleaned_html_finds_the_same_words(source: str) -> None:
    try:
        cleaned = framed(html(source))
    except TextTooComplex:
        return
    parsed, read = _Words(), _Words()
    parsed.feed(cleaned)
    parsed.close()
    assert _read_clean(cleaned, read)
    assert "".join(read.parts) == "".join(parsed.parts)


def test_the_quick_reader_leaves_other_html_to_the_parser() -> None:
    for other in ("a < b", "<p class=x>a</p>", "<P>a</P>", "<script>a<b></script>", "<!-- a -->b", "<p", "<br/>"):
        assert not _read_clean(other, _Words())
    assert plain_text("<!-- a -->b<P>c</P>") == "b c"


@given(st.lists(st.sampled_from(["<p>a", "<table><td>x", "<b", "</b><a href='#x'>y", "<pre>\nq", "&amp", "<ul><li>1<li>2"]), max_size=6))
@settings(deadline=None)
def test_a_sanitiser_that_is_kept_remembers_nothing(htmls: list[str]) -> None:
    alone = {}
    for each in htmls:
        _cleaners.made.clear()
        alone[each] = sanitise(each)
    assert [sanitise(each) for each in htmls] == [alone[each] for each in htmls]


class Unlucky(Rules):
    """Rules that cannot be asked."""

    def keep(self, tag: str, name: str, value: str) -> str | None:
        raise RuntimeError(name)


def test_a_sanitiser_that_failed_is_not_used_again() -> None:
    rules = Unlucky(tags=COURSE.tags, attributes=COURSE.attributes)
    assert sanitise("<p>a</p>", rules) == "<p>a</p>"
    assert rules in _cleaners.made
    with pytest.raises(RuntimeError):
        sanitise('<p id="b">a</p>', rules)
    assert rules not in _cleaners.made


# What learners write


LEARNERS = {
    "plain": ("Hello *you*", "<p>Hello <em>you</em></p>"),
    "html is text": ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    "heading stands below those of the page": ("# A", "<h3>A</h3>"),
    "small heading": ("###### A", "<h6>A</h6>"),
    "link": ("[a](https://b.org)", '<p><a href="https://b.org" rel="noopener noreferrer nofollow">a</a></p>'),
    "no scripts": ("[a](javascript:x)", "<p>[a](javascript:x)</p>"),
    "no pictures": (
        "![a](https://b.org/c.png)",
        '<p>!<a href="https://b.org/c.png" rel="noopener noreferrer nofollow">a</a></p>',
    ),
    "address without a scheme": (
        "[a](//b.org) [c](d)",
        '<p><a rel="noopener noreferrer nofollow">a</a> <a rel="noopener noreferrer nofollow">c</a></p>',
    ),
    "table": (
        "|a|\n|-|\n|1|",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>",
    ),
    "nul": ("a\x00b", "<p>a\ufffdb</p>"),
    "empty": ("", ""),
}


@pytest.mark.parametrize("name", sorted(LEARNERS))
def test_learner_text(name: str) -> None:
    source, expected = LEARNERS[name]
    assert render_learner_markdown(source).strip() == expected


def test_a_text_that_is_too_long_is_shown_as_typed() -> None:
    assert render_learner_markdown("**a**\n\n<b>" + "x" * 20_000) == f"<p>**a**</p>\n<p>&lt;b&gt;{'x' * 20_000}</p>\n"
    assert render_learner_markdown("*" + "x" * 19_998 + "*") == f"<p><em>{'x' * 19_998}</em></p>\n"


# What never comes through


def test_all_payloads_are_there() -> None:
    assert len(PAYLOADS) == 78


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload["id"])
def test_payload(payload: dict[str, str], figure: Callable[[str, object], None]) -> None:
    figure("payloads", 1)
    assert dangers(course(payload["md"]).html) == []
    assert dangers(render_learner_markdown(payload["md"])) == []


def test_the_judge_sees_what_an_engine_alone_lets_through() -> None:
    assert dangers('<p onclick="x">a</p><script>x</script><a href="javascript:x">b</a><img src="https://c.org/d">') == [
        "<p onclick>",
        "<script>",
        "href=javascript:x",
        "src=https://c.org/d",
    ]


HREFS = [
    "javascript:x",
    "java\u200bscript:x",
    "JAVASCRIPT:x",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:\u2028//x",
    "https://a b",
    "x:y",
    "ｊavascript:x",
    "mailto:",
    "#",
]


@pytest.mark.parametrize("href", HREFS)
@pytest.mark.parametrize("rules", [COURSE, LEARNER], ids=["course", "learner"])
def test_hrefs_that_are_dropped(href: str, rules: object) -> None:
    cleaned = sanitise(f'<a href="{href}">x</a>', COURSE if rules is COURSE else LEARNER)
    assert cleaned == ("<a>x</a>" if rules is COURSE else '<a rel="noopener noreferrer nofollow">x</a>')


@pytest.mark.parametrize("href", ["https://a.org/b?c=d#e", "http://a.org", "mailto:a@b.org", "/glossary#x", "/", "#text-a"])
def test_hrefs_that_stay(href: str) -> None:
    assert sanitise(f'<a href="{href}">x</a>') == f'<a href="{href}">x</a>'


def test_learners_get_no_ids_classes_or_course_elements() -> None:
    assert sanitise('<p id="a" class="term">x<figure>y</figure></p>', LEARNER) == "<p>x\ny</p>"
    assert sanitise('<p id="a" class="term other">x</p>', COURSE) == '<p id="a" class="term">x</p>'
    assert sanitise('<p id="A B">x</p>', COURSE) == "<p>x</p>"


def test_cleaning_twice_changes_nothing() -> None:
    once = html("\n\n".join(source for source, _expected in SHAPES.values()))
    assert sanitise(once) == once


@given(st.text(alphabet=st.sampled_from(list("<>\"'&;:/=[](){}!`*_~#-|\\\n \tajvscriptonx0%\u200b\x01")), max_size=80))
@settings(max_examples=1500 if LONG else 100, deadline=None)
def test_no_text_gets_anything_through(source: str) -> None:
    assert dangers(render_learner_markdown(source)) == []
    try:
        rendered = course(source).html
    except TextTooComplex:
        rendered = ""
    assert dangers(rendered) == []


# What it may cost


SIGNS = 20_000 if LONG else 6_000
COSTLY = [
    "[", "[x](", "<![", "- ", "> ", "*", "**a ", "_", "`", "``a`", "<", "<a ", "<a href=", "![", "![x](", "](", "[[", "[a]: ", "$", "~~a",
    "^a", "==a", "&#", "<!--", "<div>", "<b>", "1. ", "\\", "|", "|-|\n", "a|b\n-|-\n", "[^", "-\n", ":a:", "!!! a\n    ", "```\n",
]  # fmt: skip


@pytest.mark.parametrize("pattern", COSTLY, ids=repr)
def test_many_signs_are_answered(pattern: str, figure: Callable[[str, object], None]) -> None:
    """The limit tells an answer from a hang: each of these takes less than two seconds here."""
    source = (pattern * SIGNS)[:SIGNS]
    began = time.monotonic()
    shown = render_learner_markdown(source)
    assert time.monotonic() - began < SECONDS
    assert len(shown) < 200_000
    began = time.monotonic()
    try:
        course(source)
    except TextTooComplex as refusal:
        assert str(refusal.sentence)[-1] == "."
    figure("patterns", 1)
    figure("slowest, s", round(time.monotonic() - began, 2))
    assert time.monotonic() - began < SECONDS


def test_the_largest_text_of_costly_paragraphs_is_refused() -> None:
    began = time.monotonic()
    with pytest.raises(TextTooComplex):
        course(("[x](" * 500 + "\n\n") * 95)
    assert time.monotonic() - began < SECONDS


def test_a_text_that_would_become_a_huge_page_is_refused() -> None:
    began = time.monotonic()
    with pytest.raises(TextTooComplex):
        course("a|b\n-|-\n\n" * SIGNS)
    assert time.monotonic() - began < 4 * SECONDS


def test_what_trips_the_library_over_is_refused_in_words() -> None:
    with pytest.raises(TextTooComplex, match="could not be read"):
        render_course_markdown("**[^1]: x*[^1]")
    assert html("After *it*.") == "<p>After <em>it</em>.</p>"


def test_limits() -> None:
    with pytest.raises(TextTooComplex):
        course("word " * 40_001)
    with pytest.raises(TextTooComplex):
        sanitise("<div>" * 101)
    assert sanitise("<div>" * 100 + "x" + "</div>" * 100) == "<div>" * 100 + "x" + "</div>" * 100
    with pytest.raises(TextTooComplex):
        sanitise("<div>" * 20_000)


# Plain text and trust


def test_plain_text() -> None:
    assert plain_text(
        '<h2>A</h2><p>b<em>c</em> &amp; d<sup class="cite"><a href="#source-1">1</a></sup></p><ul><li>e</li><li>f</li></ul>'
    ) == ("A bc & d e f")
    assert plain_text(html("x m^2^ y[^1]\n\n[^1]: Why.")) == "x m2 y Why."
    assert plain_text("") == ""


def test_trusted_is_shown_as_it_stands() -> None:
    assert trusted("<b>x</b>") == Markup("<b>x</b>")


def test_a_table_stands_in_a_frame_that_the_keyboard_reaches() -> None:
    framed_table = framed(html("a\n\n|b|\n|-|\n|1|"))

    assert framed_table.startswith('<p>a</p>\n<div class="table-frame" role="group" aria-label="Table" tabindex="0"><table>')
    assert framed_table.endswith("</table></div>")
