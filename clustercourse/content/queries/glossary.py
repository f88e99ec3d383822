"""The words of the house in four languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.models.content import GlossaryTerm
from clustercourse.search.folding import fold

LANGUAGES = ("en", "da", "sv", "de")
_terms = select(GlossaryTerm.key, GlossaryTerm.texts, GlossaryTerm.seen).order_by(GlossaryTerm.position, GlossaryTerm.key)


@dataclass(frozen=True)
class Translation:
    """A term in one language. `is_reviewed`: a source in that language was read."""

    language: str
    term: str
    is_reviewed: bool


@dataclass(frozen=True)
class Term:
    """A term for readers of one language. `is_reviewed` is about the form they see; English is the original and always is."""

    key: str
    term: str
    meaning: str
    meaning_language: str
    language: str
    is_reviewed: bool
    others: tuple[Translation, ...]

    @property
    def has_unreviewed(self) -> bool:
        return not (self.is_reviewed and all(other.is_reviewed for other in self.others))


_some = select(GlossaryTerm.key, GlossaryTerm.texts, GlossaryTerm.seen).where(GlossaryTerm.key.in_(bindparam("keys", expanding=True)))


def glossary(language: str, text: str = "") -> tuple[Term, ...]:
    """All terms in alphabetical order of a language, or those in which the text occurs in any language."""
    found = [(term_in(language, term.key, term.texts, term.seen), term.texts) for term in rows(_terms)]
    wanted = fold(text).split()
    kept = [term for term, texts in found if all(word in _everything(texts) for word in wanted)]
    return tuple(sorted(kept, key=lambda term: fold(term.term)))


def terms_named(keys: Sequence[str], language: str) -> tuple[Term, ...]:
    """The terms with these keys in their order, for readers of a language. One statement, or none."""
    found = {term.key: term for term in rows(_some, keys=list(keys))} if keys else {}
    return tuple(term_in(language, key, found[key].texts, found[key].seen) for key in keys if key in found)


def term_in(language: str, key: str, texts: dict[str, Any], seen: list[str]) -> Term:
    """A term for readers of a language. Where that has no meaning of its own, the English one stands."""
    own = texts.get(language) or texts["en"]
    shown = language if language in texts else "en"
    meaning_language = shown if own.get("meaning") else "en"
    forms = [Translation(code, texts[code]["term"], code == "en" or code in seen) for code in LANGUAGES if code in texts]
    others = tuple(form for form in forms if form.language != shown)
    is_reviewed = shown == "en" or shown in seen
    return Term(key, own["term"], texts[meaning_language].get("meaning", ""), meaning_language, shown, is_reviewed, others)


def _everything(texts: dict[str, Any]) -> str:
    return fold(" ".join(words for text in texts.values() for words in text.values()))
