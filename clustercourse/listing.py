"""Long lists, in pages of fifty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from clustercourse.db import rows, value

PAGE_SIZE = 50
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Listing(Generic[Shown]):
    """One page of a list: its rows, how many there are on all pages, the number of this one and of the last."""

    rows: tuple[Shown, ...]
    total: int
    number: int
    page_count: int


def listing(ordered: Select[*tuple[Any, ...]], shape: Callable[[Any], Shown], number: int, **values: Any) -> Listing[Shown]:
    """A page of what an ordered statement finds, each row made into what is shown. Two statements, at any length.

    A number below the first page is the first, one beyond the end the last.
    """
    count = ordered.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    total = int(value(count, **values))
    page_count = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), page_count)
    found = rows(ordered.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE), **values)
    return Listing(tuple(shape(each) for each in found), total, number, page_count)
