"""The product of a lab: the version that is written now, those that are published, and who stands under them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.db import row, rows
from clustercourse.models.accounts import Person
from clustercourse.models.methods import Product, ProductAuthor


@dataclass(frozen=True)
class Author:
    person_id: int
    name: str


@dataclass(frozen=True)
class ProductRow:
    """One version with its text. `published_at` None: it is being written."""

    id: int
    number: int
    title: str
    kind: str
    source: str
    licence: str
    language: str
    edits: int
    html: str
    blocks: list[Any]
    changed_at: datetime
    published_at: datetime | None
    authors: tuple[Author, ...] = ()

    def has_author(self, person_id: int | None) -> bool:
        return any(each.person_id == person_id for each in self.authors)


@dataclass(frozen=True)
class Version:
    """A published version, for lists."""

    number: int
    title: str
    kind: str
    licence: str
    language: str
    published_at: datetime


@dataclass(frozen=True)
class Products:
    """`draft` is None while nobody writes one. `versions`: what is published, the newest first."""

    draft: ProductRow | None
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None


_columns = [getattr(Product, name) for name in ProductRow.__dataclass_fields__ if name != "authors"]
_draft = select(*_columns).where(Product.lab_id == bindparam("lab"), Product.published_at.is_(None))
_at = select(*_columns).where(Product.lab_id == bindparam("lab"), Product.number == bindparam("number"), Product.published_at.is_not(None))
_versions = (
    select(*(getattr(Product, name) for name in Version.__dataclass_fields__))
    .where(Product.lab_id == bindparam("lab"), Product.published_at.is_not(None))
    .order_by(Product.number.desc())
)
_authors = (
    select(ProductAuthor.product_id, Person.id, Person.name)
    .join(Person, Person.id == ProductAuthor.person_id)
    .join(Product, Product.id == ProductAuthor.product_id)
    .where(Product.lab_id == bindparam("lab"))
    .order_by(ProductAuthor.consented_at, ProductAuthor.id)
)


def products_of(lab_id: int) -> Products:
    return Products(_with_authors(lab_id, row(_draft, lab=lab_id)), versions_of(lab_id))


def versions_of(lab_id: int) -> tuple[Version, ...]:
    """What is published, the newest first."""
    return tuple(Version(*found) for found in rows(_versions, lab=lab_id))


def version_at(lab_id: int, number: int) -> ProductRow | None:
    """A published version; None where there is none of this number."""
    return _with_authors(lab_id, row(_at, lab=lab_id, number=number))


def _with_authors(lab_id: int, found: Any) -> ProductRow | None:
    if found is None:
        return None
    by_product = defaultdict[int, list[Author]](list)
    for product_id, person_id, name in rows(_authors, lab=lab_id):
        by_product[product_id].append(Author(person_id, name))
    return ProductRow(**found._mapping, authors=tuple(by_product[found.id]))
