"""How the own text of a section is read: always something to show, nothing that runs, headings in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clustercourse.text.blocks import Heading, Paragraph, Run, linked_text, plain, read_own_text, safe_link
from clustercourse.text.cleaning import cleaned
from clustercourse.typesetting.columns import column_shares
from clustercourse.workbook.writers import WRITERS
from tests.workbook.documents import hostile, sample

TANGLED = ("> " * 400 + "x", "- " * 300 + "x", "[" * 3000, "*a " * 3000, "| a |\n|---|\n" + "| b |\n" * 500, "`" * 999)


def test_headings_stand_one_below_the_other() -> None:
    blocks = read_own_text("###### Six\n\n# One\n\n### Three\n\n#\n\n- # Inside")
    assert [(block.level, plain(block.runs)) for block in blocks if isinstance(block, Heading)] == [(1, "Six"), (1, "One"), (2, "Three")]


def test_only_links_that_lead_somewhere_are_links() -> None:
    kept = {
        "https://a.dk/x?y=1": "https://a.dk/x?y=1",
        "mailto:a@b.dk": "mailto:a@b.dk",
        "http://a.dk/å b": "",
        "http://a.dk/å": "http://a.dk/%C3%A5",
    }
    lost = (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "/courses/",
        "#x",
        "//evil.dk",
        "file:///etc/passwd",
        "https://a.dk/\\x",
        "",
    )
    assert {address: safe_link(address) for address in (*kept, *lost)} == kept | dict.fromkeys(lost, "")
    assert linked_text("Se (https://a.dk/x). Slut") == (Run("Se ("), Run("https://a.dk/x", link="https://a.dk/x"), Run("). Slut"))


def test_what_is_too_long_stands_word_for_word() -> None:
    text = "**a**\n\n" * 5000
    assert read_own_text(text) == (Paragraph((Run("**a**"),)),) * 5000


@pytest.mark.parametrize("ending", sorted(WRITERS))
@pytest.mark.parametrize("text", TANGLED, ids=range(len(TANGLED)))
def test_tangled_texts_are_written_all_the_same(ending: str, text: str) -> None:
    [section, *_rest] = sample().sections
    assert WRITERS[ending].write(replace(sample(), sections=(replace(section, own_text=text),)))


def test_a_document_is_cleaned_in_every_place() -> None:
    dirty = hostile("a\x00b\r\nc\ud800\ufffe\x85")
    assert cleaned(dirty) == cleaned(hostile("ab\nc"))
    assert (cleaned(dirty).title, cleaned(dirty).remarks[0].address) == ("ab\nc", "")
    assert cleaned(cleaned(dirty)) == cleaned(dirty)


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    shares = column_shares(("Navn", "Antal", "Bemærkning"), [("Små og mellemstore medlemmer", "5", "x" * 200)])
    assert sum(shares) == pytest.approx(1)
    assert shares[2] > shares[0] > shares[1]
    assert sum(column_shares(("A", "B"), [("1", "2")])) < 0.2


def test_where_the_page_is_narrow_sentences_are_broken_before_words_are() -> None:
    heads = ("Gap", "Evidence", "How wide?", "How important?", "Bridge", "Priority", "Place")
    shares = column_shares(heads, [("Education", "x " * 60, "4", "5", "y " * 40, "20", "1")])
    assert sum(shares) == pytest.approx(1)
    letters = dict(zip(heads, (share * 74 for share in shares), strict=True))
    assert letters["How important?"] >= len("important?")
    assert letters["Priority"] >= len("Priority")
    assert letters["Evidence"] > letters["How important?"] > letters["Place"]
