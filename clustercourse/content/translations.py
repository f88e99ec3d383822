"""Whether translations fit their originals: nothing of their own, the same exercises, and what they lack."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from clustercourse.content.package import Exercise, Lesson, Module, Package, Written
from clustercourse.content.problems import Problem
from clustercourse.content.reading import translation_of
from clustercourse.kinds import KINDS
from clustercourse.language import LANGUAGE_NAMES, _, ngettext


def translation_problems(package: Package) -> list[Problem]:
    """Everything about the other languages of a course."""
    found = [*_course(package)]
    for part in package.parts:
        for language, written in part.translations.items():
            if language in package.introduced and not isinstance(part, Module):
                found.append(_not_introduced(written, language))
            else:
                found += _not_offered(package, written, language)
            if isinstance(part, Exercise):
                found += _exercise(part, written, language)
            else:
                lacking = ["summary"] if part.original.source.summary and not written.source.summary else []
                found += _lacking(written, lacking, language, is_error=language in package.introduced)
            if isinstance(part, Lesson):
                found += _same_exercises(package, part, written)
    for language in package.languages[1:] if package.is_read else ():
        found += _untranslated(package, language)
    for language in package.introduced if package.is_ordered else ():
        found += _introduced(package, language)
    return found


def _course(package: Package) -> Iterator[Problem]:
    original = package.original.source
    for language, written in package.translations.items():
        yield from _not_offered(package, written, language)
        known = {outcome.id for outcome in original.outcomes}
        is_sure = "outcomes" not in package.original.unsure
        for id_ in written.source.outcomes:
            if is_sure and id_ not in known:
                yield written.problem("outcomes", id_, sentence=_("The course has no outcome “{id}”.", id=id_))
        keys = ("title", "summary", "about", "audience", "certifies")
        lacking = [key for key in keys if getattr(original, key) and not getattr(written.source, key)]
        lacking += sorted(f"outcomes.{id_}" for id_ in known - set(written.source.outcomes))
        yield from _lacking(written, lacking, language, is_error=language in package.introduced)


def _introduced(package: Package, language: str) -> Iterator[Problem]:
    """The course and every module have a file: an introduction is whole, because it promises nothing more."""
    for original in (package.original.path, *(module.original.path for module in package.modules)):
        path = translation_of(original, language)
        if path not in package.files:
            sentence = _("There is no file {path}. Write it, or take “{language}” out of “introduced”.", path=path, language=language)
            yield package.original.problem("introduced", sentence=sentence)


def _not_introduced(written: Written[Any], language: str) -> Problem:
    sentence = _(
        "In “{language}” only the course and its modules are written. Move it to “languages” in course.yaml, or remove this file.",
        language=language,
    )
    return Problem(written.path, 1, sentence)


def _not_offered(package: Package, written: Written[Any], language: str) -> Iterator[Problem]:
    is_sure = not package.original.unsure & {"language", "languages", "introduced"}
    if is_sure and language not in (*package.languages, *package.introduced):
        sentence = _("“{language}” is not in the list “languages” of course.yaml. Add it there, or remove this file.", language=language)
        yield Problem(written.path, 1, sentence)


def _exercise(exercise: Exercise, written: Written[Any], language: str) -> list[Problem]:
    kind = KINDS[exercise.kind]
    found = kind.translation_problems(exercise.original.source, written.source)
    if found:
        return [written.problem(*where, sentence=sentence) for where, sentence in found]
    lacking = [".".join(str(step) for step in path) for path in kind.untranslated(exercise.original.source, written.source)]
    return _lacking(written, lacking, language)


def _lacking(written: Written[Any], keys: list[str], language: str, *, is_error: bool = False) -> list[Problem]:
    """One sentence for a file, naming the first few texts it lacks: a warning, but an introduction has to be whole."""
    keys = [key for key in keys if key.partition(".")[0] not in written.unsure]
    if not keys:
        return []
    named = ", ".join(keys[:3]) + (" …" if len(keys) > 3 else "")
    values = {"language": LANGUAGE_NAMES.get(language, language), "named": named}
    if is_error:
        missing = ngettext(
            "{n} text is missing in {language}: {named}.", "{n} texts are missing in {language}: {named}.", len(keys), **values
        )
        return [Problem(written.path, 1, missing)]
    sentence = ngettext(
        "{n} text is not in {language} yet: {named}. The original is shown there.",
        "{n} texts are not in {language} yet: {named}. The original is shown there.",
        len(keys),
        **values,
    )
    return [Problem(written.path, 1, sentence, "note")]


def _same_exercises(package: Package, lesson: Lesson, written: Written[Any]) -> Iterator[Problem]:
    """Only as far as both place exercises that there are: the others are told already, and may stand for any that seems to be missing."""
    original = [key for key, _line in lesson.original.blocks.exercises]
    here = [key for key, _line in written.blocks.exercises]
    if _is_sound(package, lesson.original):
        for key, line in written.blocks.exercises:
            if key in package.exercises and key not in original:
                yield Problem(written.path, line, _("The original does not place the exercise “{id}” here. Remove it.", id=key))
    for key in original if _is_sound(package, written) else ():
        if key in package.exercises and key not in here:
            yield Problem(written.path, written.body_line, _("The original places the exercise “{id}”. Place it here as well.", id=key))
    if sorted(original) == sorted(here) and original != here:
        yield Problem(written.path, written.body_line, _("The exercises stand in another order than in the original."), "warning")


def _is_sound(package: Package, written: Written[Any]) -> bool:
    placed = [key for key, _line in written.blocks.exercises]
    return not written.blocks.problems and all(key in package.exercises or package.may_hold(key) for key in placed)


def _untranslated(package: Package, language: str) -> Iterator[Problem]:
    originals = [package.original.path, *(part.original.path for part in package.parts)]
    without = sum(translation_of(path, language) not in package.files for path in originals)
    if without:
        sentence = _(
            "{without} of {all} files are not in {language} yet. The original is shown there, with a note.",
            without=without,
            all=len(originals),
            language=LANGUAGE_NAMES.get(language, language),
        )
        yield replace(package.original.problem("languages", sentence=sentence), level="note")
