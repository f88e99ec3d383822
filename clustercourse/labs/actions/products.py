"""The product of a lab: written together in one working draft, published in versions that never change, under the names that agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.composing import compose
from clustercourse.labs.policy import WRITING_STATES
from clustercourse.labs.queries.evidence import evidence_of
from clustercourse.labs.words import LICENCE_WORDS, PRODUCT_WORDS
from clustercourse.labs.writers.html import html_of
from clustercourse.labs.writers.pdf import on_paper
from clustercourse.language import LANGUAGES, _, speaking
from clustercourse.models.methods import Product, ProductAuthor

SHORTEST = 20


@dataclass(frozen=True)
class ProductFacts:
    """What its writers say. `licence` may be empty until it is published."""

    title: str
    kind: str
    source: str
    language: str
    licence: str = ""


def write_product(lab_id: int, facts: ProductFacts, *, number: int, by: int) -> int:
    """Change the working draft, made where there is none; gives its new number. What is the same changes nothing.

    `number` is that of the text that the writer saw. Raises Conflict when somebody changed it meanwhile. Refused: before the lab runs and
    after its end, words that are not among the choices, no title.
    """
    if locked_lab(lab_id).state not in WRITING_STATES:
        raise Refused(_("The product is written from the trial on, until the lab is closed. What you wrote was not saved."))
    _check(facts)
    draft, last = _draft(lab_id), _newest(lab_id)
    known = draft or last
    edits = known.edits if known else 0
    if draft is not None and all(getattr(draft, name) == said for name, said in asdict(facts).items()):
        return edits
    if number != edits:
        raise Conflict(_("Somebody changed the text while you wrote. Both are below: put them together, and save."))
    if draft is None:
        draft = Product(lab_id=lab_id, number=last.number + 1 if last else 1, created_at=now(), **asdict(facts))
        db.session.add(draft)
    for name, said in asdict(facts).items():
        setattr(draft, name, said)
    draft.edits, draft.by_id, draft.changed_at = edits + 1, by, now()
    db.session.flush()
    record("labs.product_written", by=by, thing=("lab", lab_id), detail={"version": draft.number, "edits": draft.edits})
    return draft.edits


def publish_product(lab_id: int, *, number: int, by: int) -> Product:
    """Make the working draft a version for everybody, with the data of this moment. It never changes again. The same draft twice is once.

    `number` is that of the text that was read before. Refused: before the lab is tested and after its end, nothing written, another text
    than the one that was read, no licence, a text that is too short, names in it that stand for nothing.
    """
    lab = locked_lab(lab_id)
    draft, last = _draft(lab_id), _newest(lab_id)
    if draft is None and last is not None and last.edits == number:
        return last
    if lab.state not in WRITING_STATES or lab.state == "running":
        raise Refused(_("A version is published when the lab is tested, and before it is closed."))
    if draft is None:
        raise Refused(_("Nothing is written yet that could be published."))
    if draft.edits != number:
        raise Refused(_("The text has changed since you opened it. Read it again, then publish it."))
    if not draft.licence:
        raise Refused(_("Choose a licence first: it says what others may do with it."))
    if len(draft.source.strip()) < SHORTEST:
        raise Refused(_("Write the text first. Nothing was published."))
    with speaking(draft.language):
        composed = compose(draft.source, evidence_of(lab_id, lab.state))
        draft.html, draft.blocks = html_of(composed.pieces), on_paper(composed.pieces)
    if composed.problems:
        raise Refused(composed.problems[0])
    draft.published_at = draft.changed_at = now()
    draft.by_id = by
    db.session.flush()
    detail = {"version": draft.number, "licence": draft.licence, "language": draft.language}
    record("labs.product_published", by=by, thing=("lab", lab_id), detail=detail)
    return draft


def agree_to_authorship(product_id: int, *, by: int) -> None:
    """Stand as an author under the working draft, by one's own word. Twice is once. Refused: a version that is published already."""
    product = _product(product_id)
    if product.published_at is not None:
        raise Refused(_("This version is published. You can agree to stand under the next one."))
    if _authorship(product_id, by) is None:
        db.session.add(ProductAuthor(product_id=product_id, person_id=by, consented_at=now()))
        db.session.flush()
        record("labs.author_named", by=by, person=by, thing=("lab", product.lab_id), detail={"version": product.number})


def withdraw_authorship(product_id: int, *, by: int) -> None:
    """Take one's own name off a version, published or not. Twice is once."""
    product, row = _product(product_id), _authorship(product_id, by)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        record("labs.author_unnamed", by=by, person=by, thing=("lab", product.lab_id), detail={"version": product.number})


def _draft(lab_id: int) -> Product | None:
    return db.session.scalar(select(Product).where(Product.lab_id == lab_id, Product.published_at.is_(None)))


def _newest(lab_id: int) -> Product | None:
    published = select(Product).where(Product.lab_id == lab_id, Product.published_at.is_not(None))
    return db.session.scalar(published.order_by(Product.number.desc()).limit(1))


def _product(product_id: int) -> Product:
    product = db.session.get(Product, product_id, with_for_update=True, populate_existing=True)
    if product is None:
        raise NotHere
    return product


def _authorship(product_id: int, person_id: int) -> ProductAuthor | None:
    return db.session.scalar(select(ProductAuthor).where(ProductAuthor.product_id == product_id, ProductAuthor.person_id == person_id))


def _check(facts: ProductFacts) -> None:
    if not facts.title.strip():
        raise Refused(_("Enter a title."), field="title")
    for name, words in (("kind", PRODUCT_WORDS), ("language", LANGUAGES), ("licence", {"": "", **LICENCE_WORDS})):
        if getattr(facts, name) not in words:
            raise Refused(_("Choose one from the list."), field=name)
