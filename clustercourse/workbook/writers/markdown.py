"""The strategy document as Markdown: readable as it stands. A picture is its finding, what it shows in words, and its table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.text.blocks import (
    Block,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quotation,
    Rule,
    Run,
    Runs,
    Table,
    linked_text,
    read_own_text,
)
from clustercourse.workbook.queries.document import Part, Section, StrategyDocument
from clustercourse.workbook.writers.answers import Answer, answer_tables
from clustercourse.workbook.writers.words import Words, accepted, made_on, source_line, words

_SIGNS = re.compile(r"[\\`*\[\]<|~]|(?<!\w)_|_(?!\w)|(?<!\S)#|^>|&(?=#?\w+;)")
_BEGINS = re.compile(r"^(?:(?=[-+](?:\s|$)|-[-\s]*$|=+\s*$)|(\d{1,9})(?=[.)](?:\s|$)))")


def markdown_of(document: StrategyDocument) -> bytes:
    said = words()
    blocks = [f"# {_line(document.title)}", " · ".join(filter(None, (_line(document.organisation), _line(made_on(document)))))]
    if not document.sections:
        blocks.append(said.empty_document)
    for section in document.sections:
        blocks += _section(section, said)
    if document.sources:
        blocks += [f"## {said.sources}", "\n".join(f"- {_line(each)}" for each in document.sources)]
    if document.remarks:
        listed = [f"- {_line(each.sentence)}{_link(each.address, said.open_sheet)}" for each in document.remarks]
        blocks += [f"## {said.remarks}", said.remarks_lead, "\n".join(listed)]
    return ("\n\n".join(block for block in blocks if block.strip()) + "\n").encode()


def _section(section: Section, said: Words) -> list[str]:
    own = [_own(block) for block in read_own_text(section.own_text)]
    parts = [block for part in section.parts for block in _part(part, said)]
    return [f"## {_line(section.title)}", *(own + parts or [said.empty_section])]


def _part(part: Part, said: Words) -> list[str]:
    blocks = [f"### {_line(part.title)}", f"*{accepted(part)}*{_link(part.address, said.open_sheet)}"]
    for picture in part.pictures:
        blocks += _picture(picture, said)
    for number, table in enumerate(answer_tables(part)):
        listed = "\n".join(_answer(answer) for answer in table.answers)
        blocks += [_strong(table.heads[0]) if number else "", listed]
    for grid in part.grids:
        blocks += [_strong(grid.caption), _table(grid.heads, grid.rows, grid.numbers), _lines(source_line(grid.source))]
    return [*blocks, f"> **{said.limits}**\n>\n{_quoted(_lines(part.note))}" if part.note.strip() else ""]


def _answer(answer: Answer) -> str:
    state = f"*{_line(answer.state)}*" if answer.state else ""
    first = " ".join(filter(None, (_strong(_named(answer.label)), _lines(answer.text, "\\\n  "), state)))
    return f"- {first}" + (f"\\\n  {_line(answer.below)}" if answer.below else "")


def _named(label: str) -> str:
    label = label.rstrip()
    return f"{label}:" if label and label[-1] not in "?:.…" else label


def _picture(picture: Drawing, said: Words) -> list[str]:
    table = picture.table
    values = [said.values + ":", _table(table.heads, table.rows, table.numbers)] if table.heads else []
    return [_strong(picture.finding), _lines(picture.description), *values, _lines(picture.note)]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    return _piped([_line(head) for head in heads], [[_line(cell) for cell in row] for row in rows], numbers)


def _piped(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    under = ["---:" if at in numbers else "---" for at in range(len(heads))]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, under, *rows))


def _line(text: str) -> str:
    return _lines(" ".join(text.split()))


def _lines(text: str, between: str = "\\\n") -> str:
    """The text as it was typed: no sign in it means anything, and an address stays one that can be followed."""
    lines = (_literal(line.strip()) for line in text.split("\n"))
    return between.join(line for line in lines if line)


def _literal(text: str) -> str:
    return "".join(f"<{run.link}>" if run.link else _escaped(run.text) for run in linked_text(text))


def _escaped(text: str) -> str:
    return _BEGINS.sub(lambda found: f"{found[1] or ''}\\", _SIGNS.sub(r"\\\g<0>", text))


def _strong(text: str) -> str:
    return f"**{_line(text)}**" if text.strip() else ""


def _link(address: str, words: str) -> str:
    return f" · [{words}](<{address}>)" if address else ""


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _own(block: Block) -> str:
    match block:
        case Paragraph():
            return _runs(block.runs)
        case Heading():
            return f"{'#' * (block.level + 2)} {_runs(block.runs)}"
        case Listing():
            marks = ["-" if block.start is None else f"{block.start + at}." for at in range(len(block.items))]
            return "\n".join(_item(mark, item) for mark, item in zip(marks, block.items, strict=True))
        case Quotation():
            return _quoted("\n\n".join(_own(each) for each in block.blocks))
        case Code():
            return _code(block)
        case Table():
            return _piped([_cell(head) for head in block.heads], [[_cell(cell) for cell in row] for row in block.rows])
        case Rule():
            return "***"


def _item(mark: str, blocks: Sequence[Block]) -> str:
    inside = "".join(("" if not at else "\n" if isinstance(block, Listing) else "\n\n") + _own(block) for at, block in enumerate(blocks))
    return f"{mark} " + re.sub(r"\n(?=[^\n])", "\n" + " " * (len(mark) + 1), inside)


def _code(block: Code) -> str:
    fence = "`" * max(3, *(len(found) + 1 for found in re.findall("`+", block.text)), 0)
    return f"{fence}\n{block.text}\n{fence}"


def _cell(runs: Runs) -> str:
    return _runs(tuple(replace(run, text=run.text.replace("|", "\\|")) if run.is_code else run for run in runs), " ")


def _runs(runs: Runs, between: str = "\\\n") -> str:
    """Marks are opened and closed as runs differ, so that what stood inside each other does so again."""
    written, opened = list[str](), list[str]()
    for run in runs:
        wanted = _marks(run)
        kept = list(takewhile(lambda pair: pair[0] == pair[1], zip(opened, _ordered(wanted, opened), strict=False)))
        written += [_closing(mark) for mark in reversed(opened[len(kept) :])]
        opened = opened[: len(kept)]
        begun = [mark for mark in wanted if mark not in opened]
        opened += begun
        if run.link in begun and written and written[-1].endswith("!"):
            written[-1] = written[-1][:-1] + "\\!"
        written += [_opening(mark) for mark in begun] + [_words(run, between)]
    return "".join([*written, *(_closing(mark) for mark in reversed(opened))])


def _ordered(wanted: Iterable[str], opened: Sequence[str]) -> list[str]:
    wanted = list(wanted)
    return [mark for mark in opened if mark in wanted] + [mark for mark in wanted if mark not in opened]


def _marks(run: Run) -> list[str]:
    return [mark for mark, is_set in ((run.link, run.link), ("**", run.is_bold), ("*", run.is_italic)) if is_set]


def _opening(mark: str) -> str:
    return mark if mark.startswith("*") else "["


def _closing(mark: str) -> str:
    return mark if mark.startswith("*") else f"](<{mark}>)"


def _words(run: Run, between: str) -> str:
    if not run.is_code:
        return between.join(_escaped(line) for line in run.text.split("\n"))
    ticks = "`" * (1 + max((len(found) for found in re.findall("`+", run.text)), default=0))
    inside = run.text.replace("\n", " ")
    space = " " if inside.startswith("`") or inside.endswith("`") else ""
    return f"{ticks}{space}{inside}{space}{ticks}"
