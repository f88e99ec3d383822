"""The product: one working draft, versions that never change, names by consent, files to keep."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import db, end_reading, row, rows, value, writing
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import agree_to_be_named
from clustercourse.labs.actions.products import (
    ProductFacts,
    agree_to_authorship,
    publish_product,
    withdraw_authorship,
    write_product,
)
from clustercourse.labs.first_draft import first_draft
from clustercourse.labs.queries.products import products_of, version_at
from clustercourse.labs.words import DATA_WORDS
from clustercourse.language import speaking
from clustercourse.models.catalogue import Organisation
from clustercourse.models.events import Event
from clustercourse.models.methods import Product, ProductAuthor
from clustercourse.text import plain_text
from tests.labs.house import House, furnished, ready, running
from tests.labs.results import TEXT, reported, with_results, written
from tests.page import Browser
from tests.pdf import pages


def published(house: House, facts: ProductFacts = TEXT, *, number: int = 0) -> int:
    edits = written(house, facts, number=number)
    with writing():
        return publish_product(house.lab, number=edits, by=house.finn).number


@pytest.mark.postgresql_first
def test_one_draft_is_written_by_several(app: Flask) -> None:
    house = furnished()
    running(house)
    assert written(house) == 1
    assert written(house) == 1
    with writing():
        assert write_product(house.lab, replace(TEXT, source="Other words."), number=1, by=house.cast.ada) == 2
    with pytest.raises(Conflict), writing():
        write_product(house.lab, replace(TEXT, source="Mine."), number=1, by=house.cast.ben)
    end_reading()
    assert rows(select(Product.number, Product.source, Product.edits, Product.by_id)) == [(1, "Other words.", 2, house.cast.ada)]
    assert value(select(Product.published_at)) is None


def test_what_cannot_be_written(app: Flask) -> None:
    house = furnished()
    ready(house)
    with pytest.raises(Refused, match="from the trial on"):
        written(house)
    with writing():
        step_lab(house.lab, "running", by=house.finn)
    for wrong in ({"title": " "}, {"kind": "song"}, {"language": "xx"}, {"licence": "wtfpl"}):
        with pytest.raises(Refused):
            written(house, replace(TEXT, **wrong))


@pytest.mark.both_databases_when_long
def test_a_version_keeps_the_data_of_its_day(app: Flask) -> None:
    house = furnished()
    participants = with_results(house)
    assert published(house, replace(TEXT, source="# Who tested it\n\n{{context}}")) == 1
    with writing():
        agree_to_be_named(participants[0], is_named=False, by=house.cast.ada)
        db.session.get_one(Organisation, house.cast.organisation_a).member_count = 7
    end_reading()
    first = version_at(house.lab, 1)
    assert first is not None
    assert "<td>Cluster A</td><td>Cluster</td><td>Growing</td><td>Denmark</td><td>1,234</td>" in first.html
    assert first.blocks[1]["rows"][0][4][0]["text"] == "1,234"
    assert published(house, replace(TEXT, source="# Who tested it\n\n{{context}}\n\nMore."), number=1) == 2
    end_reading()
    second = version_at(house.lab, 2)
    assert second is not None
    assert "Cluster A" not in second.html
    assert version_at(house.lab, 1) == first
    assert [each.number for each in products_of(house.lab).versions] == [2, 1]


def test_a_running_lab_publishes_nothing(app: Flask) -> None:
    house = furnished()
    reported(house)
    edits = written(house)
    with pytest.raises(Refused, match="when the lab is tested"), writing():
        publish_product(house.lab, number=edits, by=house.finn)


@pytest.mark.both_databases_when_long
def test_what_cannot_be_published(app: Flask) -> None:
    house = furnished()
    with_results(house)
    with pytest.raises(Refused, match="Nothing is written"), writing():
        publish_product(house.lab, number=0, by=house.finn)
    cases = {
        "Choose a licence": {"licence": ""},
        "Write the text first": {"source": " x "},
        "{{nothing}}” stands for nothing": {"source": "A text that is long enough.\n\n{{nothing}}"},
    }
    edits = 0
    for sentence, wrong in cases.items():
        edits = written(house, replace(TEXT, **wrong), number=edits)
        with pytest.raises(Refused) as refused, writing():
            publish_product(house.lab, number=edits, by=house.finn)
        assert sentence in refused.value.sentence
    edits = written(house, TEXT, number=edits)
    with pytest.raises(Refused, match="has changed since"), writing():
        publish_product(house.lab, number=edits - 1, by=house.finn)
    end_reading()
    assert rows(select(Product.published_at, Product.html, Product.blocks)) == [(None, "", [])]


@pytest.mark.both_databases_when_long
def test_the_same_draft_is_published_once_and_the_next_change_begins_a_version(app: Flask) -> None:
    house = furnished()
    with_results(house)
    assert published(house) == 1
    with writing():
        assert publish_product(house.lab, number=1, by=house.finn).number == 1
    with pytest.raises(Conflict), writing():
        write_product(house.lab, replace(TEXT, source="Begun before anything was written."), number=0, by=house.cast.ada)
    assert written(house, replace(TEXT, title="A better one"), number=1) == 2
    end_reading()
    assert rows(select(Product.number, Product.title, Product.edits).order_by(Product.number)) == [
        (1, TEXT.title, 1),
        (2, "A better one", 2),
    ]
    assert [event.detail["version"] for event in rows(select(Event.detail).where(Event.verb == "labs.product_published"))] == [1]


def test_a_version_speaks_its_own_language(app: Flask) -> None:
    house = furnished()
    with_results(house)
    published(house, replace(TEXT, source="# Tid\n\n{{hypothesis}}", language="da"))
    end_reading()
    version = version_at(house.lab, 1)
    assert version is not None
    with speaking("da"):
        assert "<td>60 %</td>" in version.html


@pytest.mark.both_databases_when_long
def test_everybody_names_only_themselves(app: Flask) -> None:
    house = furnished()
    with_results(house)
    edits = written(house)
    draft = products_of(house.lab).draft
    assert draft is not None
    with writing():
        agree_to_authorship(draft.id, by=house.cast.ada)
        agree_to_authorship(draft.id, by=house.cast.ada)
        agree_to_authorship(draft.id, by=house.finn)
        withdraw_authorship(draft.id, by=house.finn)
        withdraw_authorship(draft.id, by=house.finn)
        publish_product(house.lab, number=edits, by=house.finn)
    with pytest.raises(Refused, match="next one"), writing():
        agree_to_authorship(draft.id, by=house.finn)
    end_reading()
    assert rows(select(ProductAuthor.person_id)) == [(house.cast.ada,)]
    with writing():
        withdraw_authorship(draft.id, by=house.cast.ada)
    with pytest.raises(NotHere), writing():
        withdraw_authorship(999, by=house.cast.ada)
    assert rows(select(ProductAuthor.person_id)) == []


def test_a_text_begins_with_what_readers_look_for(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    assert [line for line in first_draft().split("\n") if line.startswith("#")] == [
        "# For whom",
        "# Steps",
        "# Time and cost",
        "# Pitfalls",
        "# When not to use it",
    ]
    address = f"/labs/{house.slug}/product/"
    page = browser.sign_in(house.cast.ada).visit(address)
    assert "Nobody writes a version now" in page.text
    page = browser.send(f"{address}edit")
    assert "Version 1, being written" in page.text
    assert "The numbers stand here once the lab is tested." in page.text
    assert "It can be published when the lab is tested." in page.text
    assert f"{address}publication" not in [form.get("action") for form in page.forms()]


def test_two_who_write_at_once_see_both_texts(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    written(house)
    address = f"/labs/{house.slug}/product/edit"
    browser.sign_in(house.cast.ada).visit(address)
    written(house, replace(TEXT, source="What Finn wrote."), number=1)
    page = browser.send(address, number="1", source="What Ada wrote.")
    assert page.status == 409
    assert page.texts("pre") == ["What Finn wrote."]
    assert page.texts("textarea") == ["What Ada wrote."]
    assert page.form(address).xpath(".//input[@name='number']/@value") == ["2"]
    page = browser.send(address, source="What both wrote.")
    assert "What both wrote." in page.text


def test_what_is_wrong_stays_on_the_page(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    address = f"/labs/{house.slug}/product/"
    page = browser.sign_in(house.finn).send(f"{address}edit", title="", source="Kept words.")
    assert (page.status, page.errors) == (422, ["Error: Enter a title."])
    assert page.texts("textarea") == ["Kept words."]
    browser.send(f"{address}edit", source="A text that is long enough.\n\n{{nothing}}", licence="cc-by-4.0")
    page = browser.visit(address)
    assert "“{{nothing}}” stands for nothing." in page.text
    page = browser.send(address, f"{address}publication")
    assert page.status == 422
    assert row(select(Product.published_at))[0] is None


def test_published_by_the_page_and_read_by_everybody(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    address = f"/labs/{house.slug}/product/"
    written(house)
    browser.sign_in(house.cast.ada)
    browser.send(address, f"{address}1/authorship")
    assert f"{address}publication" not in [form.get("action") for form in browser.visit(address).forms()]
    browser.sign_in(house.finn)
    page = browser.visit(address)
    filled = {field.get("name"): field.get("value") for field in page.form(f"{address}publication").iter("input")}
    answers = [browser.post(f"{address}publication", data=filled).headers["Location"] for _twice in range(2)]
    assert answers == [f"{address}1/"] * 2
    assert row(select(Product.number, Product.by_id)) == (1, house.finn)
    visitor = app.test_client()
    page = visitor.visit(f"{address}1/")  # type: ignore[attr-defined]
    year = version_at(house.lab, 1).published_at.year  # type: ignore[union-attr]
    cited = f"Ada Holm ({year}). How a small office begins. Version 1. http://127.0.0.1:8000{address}1/. CC BY 4.0."
    assert cited in page.text
    assert "There is a newer version" not in page.text
    assert visitor.get(address).headers["Location"] == f"{address}1/"
    published(house, replace(TEXT, title="A better one"), number=1)
    page = visitor.visit(f"{address}1/")  # type: ignore[attr-defined]
    assert "There is a newer version" in page.text
    assert f"{address}2/" in page.links()
    assert "Cluster Lab “Which CRM system fits?”" in visitor.visit(f"{address}2/").text  # type: ignore[attr-defined]
    browser.sign_in(house.cast.ada).send(f"{address}1/", f"{address}1/authorship/delete")
    assert "Ada Holm" not in visitor.visit(f"{address}1/").text  # type: ignore[attr-defined]


def test_who_does_not_see_what(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    edits = written(house)
    address = f"/labs/{house.slug}/product/"
    with writing():
        agree_to_authorship(products_of(house.lab).draft.id, by=house.cast.ada)  # type: ignore[union-attr]
    browser.sign_in(house.cast.eve)
    for page in ("", "edit", "1/", "1/files/pdf", "2/"):
        browser.visit(f"{address}{page}", status=404)
    for action in ("publication", "1/authorship", "1/authorship/delete"):
        assert browser.post(f"{address}{action}", data=browser.csrf()).status_code == 404
    browser.sign_in(house.cast.ben)
    assert browser.post(f"{address}publication", data={**browser.csrf(), "number": str(edits)}).status_code == 404
    assert row(select(Product.published_at))[0] is None
    with writing():
        publish_product(house.lab, number=edits, by=house.finn)
    for page in ("1/files/docx", "2/", "0/", "99999999999/"):
        browser.visit(f"{address}{page}", status=404)


def test_a_closed_lab_is_written_no_more(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    published(house)
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="The product is all there will be.")
    with pytest.raises(Refused, match="was not saved"):
        written(house, replace(TEXT, title="Later"), number=1)
    address = f"/labs/{house.slug}/product/"
    browser.sign_in(house.finn).visit(f"{address}edit", status=403)
    assert "How a small office begins" in browser.visit(address).text
    assert browser.visit(f"{address}1/").heading == "How a small office begins"


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_version_is_a_file_to_keep(app: Flask, browser: Browser, ending: str) -> None:
    house = furnished()
    with_results(house)
    everything = "\n\n".join(["# Rækkefølge", "1. Først *dette*\n2. [så](https://example.dk)", *(f"{{{{{name}}}}}" for name in DATA_WORDS)])
    published(house, replace(TEXT, source=everything))
    answer = browser.get(f"/labs/{house.slug}/product/1/files/{ending}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{house.slug}-1.{ending}"'
    body = answer.get_data()
    if ending == "pdf":
        assert answer.content_type == "application/pdf"
        assert b"pdfuaid" in body
        text = " ".join("".join(page) for page in pages(body))
    else:
        assert answer.content_type == "text/html; charset=utf-8"
        assert b"<link" not in body and b"<script" not in body and b'src="' not in body
        text = plain_text(body.decode())
    for words in ("How a small office begins", "Rækkefølge", "Cluster A", "Search by <b>name</b>.", "CC BY 4.0"):
        assert words in text
    assert "Secret of" not in text
