"""A translated question: texts by the ids of the original, laid over it. Which texts a question has is read from its model."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator

from clustercourse.kinds.questions.question import QuestionSource
from clustercourse.kinds.questions.true_false import true_false_keys
from clustercourse.kinds.source import Path, Strict, Words

_TEXTS = {"text", "left", "right", "feedback", "explanation", "unit"}
_LISTS = {"accept", "choices"}


class OptionWords(Strict):
    text: Words | None = None
    feedback: Words | None = None


class PairWords(Strict):
    left: Words | None = None
    right: Words | None = None
    feedback: Words | None = None


class GapWords(Strict):
    accept: list[Words] | None = None
    choices: list[Words] | None = None
    feedback: Words | None = None


class ReasonWords(Strict):
    true: Words | None = None
    false: Words | None = None


class QuestionTranslation(Strict):
    """No ids, no rules: `wrong` lists feedback in the order of the original."""

    text: Words | None = None
    explanation: Words | None = None
    unit: Words | None = None
    options: dict[str, OptionWords] | None = None
    pairs: dict[str, PairWords] | None = None
    others: dict[str, Words] | None = None
    items: dict[str, Words] | None = None
    gaps: dict[str, GapWords] | None = None
    feedback: Annotated[ReasonWords, BeforeValidator(true_false_keys)] | None = None
    wrong: list[Words] | None = None
    accept: list[Words] | None = None


Q = TypeVar("Q", bound=QuestionSource)


def translated(question: Q, translation: QuestionTranslation | None) -> Q:
    """The question with every text that the translation has."""
    if translation is None:
        return question
    laid = _overlaid(question.model_dump(), translation.model_dump(exclude_none=True))
    return type(question).model_validate(laid)


def texts_of(question: QuestionSource) -> dict[Path, Any]:
    """Every text of a question that can be translated, by where a translation has it."""
    return dict(_source_texts(question.model_dump(), ()))


def words_of(translation: QuestionTranslation) -> dict[Path, Any]:
    return dict(_leaves(translation.model_dump(exclude_none=True), ()))


def _overlaid(original: Any, words: Any) -> Any:
    if isinstance(words, dict) and isinstance(original, list):
        return [_overlaid(part, words[part["id"]]) if part["id"] in words else part for part in original]
    if isinstance(words, dict) and isinstance(original, dict):
        return {key: _overlaid(value, words[key]) if key in words else value for key, value in original.items()}
    if isinstance(words, list) and original and isinstance(original[0], dict):
        return [{**part, "feedback": text} for part, text in zip(original, words, strict=False)] + original[len(words) :]
    if isinstance(words, str) and isinstance(original, dict):
        return {**original, "text": words}
    return words


def _source_texts(value: dict[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    for key, inner in value.items():
        here = (*path, key)
        if key == "wrong":
            yield from (((*here, position), entry["feedback"]) for position, entry in enumerate(inner))
        elif key in ("others", "items"):
            yield from (((*here, part["id"]), part["text"]) for part in inner)
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            for part in inner:
                yield from _source_texts(part, (*here, part["id"]))
        elif isinstance(inner, dict):
            yield from (((*here, name), text) for name, text in inner.items() if text)
        elif (key in _TEXTS and isinstance(inner, str) and inner) or (key in _LISTS and inner):
            yield here, inner


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and path[-1] == "wrong":
        yield from (((*path, position), text) for position, text in enumerate(value))
    else:
        yield path, value
