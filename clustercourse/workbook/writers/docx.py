"""The strategy document for Word and its relatives: real headings, lists and tables, so that people can go on writing in it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

from docx.document import Document as Word
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.kinds.pictures.standalone import png
from clustercourse.text.blocks import Run, linked_text, read_own_text
from clustercourse.typesetting.sizes import width_on_paper
from clustercourse.workbook.queries.document import Part, Section, StrategyDocument
from clustercourse.workbook.writers.answers import Answer, answer_tables
from clustercourse.workbook.writers.word_contents import add_contents
from clustercourse.workbook.writers.word_pieces import (
    add_field,
    add_link,
    blank_document,
    describe,
)
from clustercourse.workbook.writers.word_tables import (
    Fill,
    add_grid,
    add_table,
    end_with_a_paragraph,
    keep_with_next,
    shared_width,
)
from clustercourse.workbook.writers.word_text import add_listed, add_own_text
from clustercourse.workbook.writers.words import Words, accepted, made_on, source_line, words

_LOCALES = {"en": "en-GB", "da": "da-DK", "sv": "sv-SE", "de": "de-DE"}
_LETTERS_OF_A_PROPERTY = 255
_WIDTH_IN_PIXELS = 700
_ANSWER_SHARES = (0.36, 0.64)


def docx_of(document: StrategyDocument) -> bytes:
    word, said = blank_document(_LOCALES.get(document.language, document.language)), words()
    _set_properties(word, document)
    word.add_paragraph(document.organisation, "Subtitle")
    word.add_paragraph(document.title, "Title")
    front = word.add_paragraph(made_on(document), "Quiet Text")
    if not document.sections:
        word.add_paragraph(said.empty_document)
    for section in document.sections:
        _add_section(word, section, said)
    _add_end(word, document, said)
    add_contents(word, front, said.contents)
    _add_footer(word, document, said)
    kept = io.BytesIO()
    word.save(kept)
    return kept.getvalue()


def _set_properties(word: Word, document: StrategyDocument) -> None:
    made = datetime.combine(document.made_on, time(12), UTC)
    properties = word.core_properties
    properties.title, properties.author = document.title[:_LETTERS_OF_A_PROPERTY], document.organisation[:_LETTERS_OF_A_PROPERTY]
    properties.last_modified_by, properties.comments = properties.author, ""
    properties.language = _LOCALES.get(document.language, document.language)
    properties.created = properties.modified = made.replace(tzinfo=None)


def _add_section(word: Word, section: Section, said: Words) -> None:
    word.add_heading(section.title, 1)
    own = read_own_text(section.own_text)
    add_own_text(word, own)
    if not own and not section.parts:
        word.add_paragraph(said.empty_section, "Quiet Text")
    for part in section.parts:
        word.add_heading(part.title, 2)
        _add_part(word, part, said)


def _add_part(word: Word, part: Part, said: Words) -> None:
    line = word.add_paragraph(accepted(part), "Part Line")
    if part.address:
        line.add_run(" · ")
        add_link(line, part.address, said.open_sheet)
    for picture in part.pictures:
        _add_picture(word, picture, said)
    for number, table in enumerate(answer_tables(part)):
        if number or part.pictures:
            word.add_paragraph(style="Gap")
        rows = [(_plain(answer.label), _answered(answer)) for answer in table.answers]
        add_table(word, table.caption, [_plain(head) for head in table.heads], rows, shared_width(_ANSWER_SHARES))
    for grid in part.grids:
        word.add_paragraph(grid.caption, "caption")
        add_grid(word, grid.caption, grid.heads, grid.rows, grid.numbers)
        if grid.source.strip():
            keep_with_next(word)
            word.add_paragraph(source_line(grid.source), "Quiet Text")
    if part.note.strip():
        keep_with_next(word)
        note = word.add_paragraph(style="Limits")
        note.add_run(f"{said.limits}\n").bold = True
        note.add_run(part.note.strip())


def _plain(text: str) -> Fill:
    def fill(paragraph: Paragraph) -> None:
        paragraph.add_run(text)

    return fill


def _answered(answer: Answer) -> Fill:
    def fill(paragraph: Paragraph) -> None:
        paragraph.add_run(answer.text)
        if answer.state:
            paragraph.add_run(f"{' ' if answer.text else ''}{answer.state}", "Outcome Word")
        if answer.below:
            paragraph.add_run().add_break()
            paragraph.add_run(answer.below, "Quiet")

    return fill


def _add_picture(word: Word, picture: Drawing, said: Words) -> None:
    word.add_paragraph(picture.finding, "caption")
    if picture.svg:
        line = word.add_paragraph(style="Picture Text")
        shape = line.add_run().add_picture(io.BytesIO(png(picture.svg, _WIDTH_IN_PIXELS)), width=Mm(width_on_paper(picture.svg)))
        describe(shape, picture.finding, picture.description)
    table = picture.table
    if table.heads:
        add_grid(word, f"{said.values}: {picture.finding}", table.heads, table.rows, table.numbers)
    if picture.note.strip():
        word.add_paragraph(picture.note.strip(), "Quiet Text")


def _add_end(word: Word, document: StrategyDocument, said: Words) -> None:
    if document.sources:
        word.add_heading(said.sources, 1)
        add_listed(word, [linked_text(each) for each in document.sources])
    if document.remarks:
        word.add_heading(said.remarks, 1)
        word.add_paragraph(said.remarks_lead)
        add_listed(word, [(Run(remark.sentence, link=remark.address),) for remark in document.remarks])
    end_with_a_paragraph(word)


def _add_footer(word: Word, document: StrategyDocument, said: Words) -> None:
    line = word.sections[0].footer.paragraphs[0]
    line.style = "footer"
    line.add_run(f"{document.title}\t")
    before, between = said.page.split("{n}")
    between, after = between.split("{all}")
    line.add_run(before)
    add_field(line, "PAGE", "1")
    line.add_run(between)
    add_field(line, "NUMPAGES", "1")
    line.add_run(after)
