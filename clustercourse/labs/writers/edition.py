"""A published version with everything its readers need to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clustercourse.house import address_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.products import ProductRow
from clustercourse.labs.words import LICENCE_ADDRESSES, LICENCE_WORDS
from clustercourse.language import _, day


@dataclass(frozen=True)
class Edition:
    """`authors` are those who agree to be named now: who takes that back is missing from what is fetched afterwards."""

    title: str
    lab: str
    number: int
    language: str
    licence: str
    authors: tuple[str, ...]
    address: str
    published_at: datetime
    html: str
    blocks: list[Any]

    @property
    def by(self) -> str:
        """Those who wrote it; the lab where nobody wants to be named."""
        return ", ".join(self.authors) or str(_("Cluster Lab “{title}”", title=self.lab))

    @property
    def citation(self) -> str:
        """One line: authors, year, title, version, address, licence."""
        line = _("{by} ({year}). {title}. Version {number}. {address}. {licence}.")
        return str(
            line.format(
                by=self.by,
                year=str(self.published_at.year),
                title=self.title.rstrip("."),
                number=str(self.number),
                address=self.address,
                licence=str(LICENCE_WORDS[self.licence]),
            )
        )

    @property
    def version_line(self) -> str:
        return str(_("Version {number}, {day}", number=str(self.number), day=day(self.published_at)))

    @property
    def licence_word(self) -> str:
        return str(LICENCE_WORDS[self.licence])

    @property
    def licence_address(self) -> str:
        return LICENCE_ADDRESSES[self.licence]


def edition_of(lab: LabRow, version: ProductRow) -> Edition:
    assert version.published_at is not None
    return Edition(
        title=version.title,
        lab=lab.title,
        number=version.number,
        language=version.language,
        licence=version.licence,
        authors=tuple(each.name for each in version.authors if each.name),
        address=address_of(f"{lab.address}product/{version.number}/"),
        published_at=version.published_at,
        html=version.html,
        blocks=version.blocks,
    )
