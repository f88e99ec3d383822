"""Whether a translated question fits its original, and what it still lacks."""

from clustercourse.kinds.questions.gap import mark_problems
from clustercourse.kinds.questions.gaps import GapsSource
from clustercourse.kinds.questions.question import QuestionSource, refuse
from clustercourse.kinds.questions.translation import (
    QuestionTranslation,
    texts_of,
    words_of,
)
from clustercourse.kinds.source import Path, Problem
from clustercourse.language import _


def question_translation_problems(question: QuestionSource, translation: QuestionTranslation) -> list[Problem]:
    known = {path[:length] for path in texts_of(question) for length in range(1, len(path) + 1)}
    strange: dict[Path, None] = {}
    for path in words_of(translation):
        unknown = [path[:length] for length in range(1, len(path) + 1) if path[:length] not in known]
        strange.update(dict.fromkeys(unknown[:1]))
    found = [refuse(*path, sentence=_("The original question has no text for “{key}”.", key=path[-1])) for path in strange]
    return found + (_gap_problems(question, translation) if isinstance(question, GapsSource) else [])


def missing_texts(question: QuestionSource, translation: QuestionTranslation | None) -> list[Path]:
    """Texts without a translation. Units may stay, and a gap with choices is decided by its choices."""
    has = words_of(translation) if translation else {}
    texts = texts_of(question)
    decided = {(*path[:-1], "accept") for path in texts if path[-1] == "choices"}
    return [path for path in texts if path not in has and path[-1] != "unit" and path not in decided]


def _gap_problems(question: GapsSource, translation: QuestionTranslation) -> list[Problem]:
    found = mark_problems(translation.text, [gap.id for gap in question.gaps]) if translation.text else []
    translated = translation.gaps or {}
    for gap in question.gaps:
        words = translated.get(gap.id)
        if words and words.choices is not None and gap.choices and len(words.choices) != len(gap.choices):
            sentence = _("Translate all {n} choices, in the order of the original.", n=len(gap.choices))
            found.append(refuse("gaps", gap.id, "choices", sentence=sentence))
    return found
