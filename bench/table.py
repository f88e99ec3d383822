"""The one table: what was found beside what was wanted."""

from __future__ import annotations

from bench.compiling import Published
from bench.digests import Digested
from bench.inprocess import Measured
from bench.load import Driven, Weighed
from bench.pages import PAGES, Page

_HEAD = (
    ("page", 26),
    ("% of hello (quartiles)", 24),
    ("target", 11),
    ("CPU ms", 8),
    ("alone ms", 15),
    ("SQL", 9),
    ("KB gz", 7),
    ("DOM", 6),
    ("req/s", 8),
    ("p50", 8),
    ("p99", 8),
    ("", 12),
)


def print_pages(measured: list[Measured], driven: list[Driven], before: list[Measured] | None = None) -> None:
    """`before`: the same pages on a tenth of the data, for the ratio of CPU time."""
    _line([name for name, _width in _HEAD[:-1]] + ["×10 CPU" if before else ""])
    loads = {each.page: each for each in driven}
    smaller = {each.page: each for each in before or ()}
    pages = {page.name: page for page in PAGES}
    for each in measured:
        _line(_cells(pages[each.page], each, loads.get(each.page), smaller.get(each.page)))


def _cells(page: Page, found: Measured, load: Driven | None, smaller: Measured | None) -> list[str]:
    low, middle, high = found.shares
    target = page.target
    wanted = f"{target.floor:g} / {target.goal:g}" if target.floor else "–"
    cells = [
        page.name,
        f"{_mark(None if target.floor is None else middle >= target.floor)} {middle:.2f} ({low:.2f}–{high:.2f})",
        wanted,
        f"{found.cpu:.2f}",
        _at_most(load.alone, target.p50, ".1f") if load else "–",
        _at_most(found.statements, target.sql, "d"),
        f"{found.packed_kb:.1f}",
        str(found.elements or "–"),
        *((f"{load.rate:.0f}", f"{load.p50:.1f}", f"{load.p99:.1f}") if load else ("–", "–", "–")),
    ]
    troubles = [found.trouble] if found.trouble else []
    troubles += [f"{load.failed} failed"] if load and load.failed else []
    troubles += [f"{found.cpu / smaller.cpu:.2f}"] if smaller and smaller.cpu else []
    return [*cells, ", ".join(troubles)]


def print_house(weighed: Weighed, published: Published) -> None:
    resident = ", ".join(f"{size:.0f}" for size in weighed.resident)
    shared = ", ".join(f"{size:.0f}" for size in weighed.shared)
    print(f"{_mark(max(weighed.resident) <= 100)} memory a worker: {resident} MiB resident, {shared} MiB proportional (≤ 100)")
    starts = f"{weighed.first_start:.2f} s; second start {weighed.second_start:.2f} s"
    print(f"{_mark(weighed.first_start <= 2)} start to first answer: {starts} (≤ 2)")
    print(f"{_mark(published.first <= 10)} a course of {published.lessons} lessons is published in {published.first:.1f} s of CPU (≤ 10)")
    print(f"{_mark(published.again <= 1)} with one lesson changed again in {published.again:.1f} s (≤ 1)")


def print_digests(found: Digested) -> None:
    each = f"{found.statements} statements a hundred people, {found.slowest:.0f} ms at most, {found.grown:.1f} MiB more memory at the end"
    print(f"  the daily letters of {found.people:,} people are written in {found.seconds:.1f} s of CPU: {each}")


def _at_most(figure: float, limit: float | None, form: str) -> str:
    shown = format(figure, form)
    return f"  {shown}" if limit is None else f"{_mark(figure <= limit)} {shown} (≤ {limit:g})"


def _mark(is_good: bool | None) -> str:
    """None: nothing is wanted."""
    return " " if is_good is None else "✓" if is_good else "✗"


def _line(cells: list[str]) -> None:
    print("  ".join(cell.ljust(width) for cell, (_name, width) in zip(cells, _HEAD, strict=True)).rstrip(), flush=True)
