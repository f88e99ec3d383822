"""Whether translations fit their originals: nothing of their own, the same exercises, and what they lack."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from clustercourse.content.package import Exercise, Lesson, Module, Package, Written
from clustercourse.content.problems import Problem
from clustercourse.kinds import KINDS
from clustercourse.language import LANGUAGE_NAMES, _, ngettext


def translation_problems(package: Package) -> list[Problem]:
    """Everything about the other languages of a course."""
    found = [*_course(package)]
    for part in package.parts:
        for language, written in part.translations.items():
            if language in package.introduced and not isinstance(part, Module):
                found.append(_not_introduced(written, language))
            elif language not in (*package.languages, *package.introduced):
                found.append(_not_offered(written, language))
            if isinstance(part, Exercise):
                found += _exercise(part, written, language)
            else:
                lacking = ["summary"] if part.original.source.summary and not written.source.summary else []
                found += _lacking(written, lacking, language, is_error=language in package.introduced)
            if isinstance(part, Lesson):
                found += _same_exercises(part, written)
    for language in package.languages[1:] if package.is_read else ():
        found += _untranslated(package, [part.translations for part in package.parts], language)
    for language in package.introduced if package.is_read else ():
        found += _introduced(package, language)
    return found


def _course(package: Package) -> Iterator[Problem]:
    original = package.original.source
    for language, written in package.translations.items():
        if language not in (*package.languages, *package.introduced):
            yield _not_offered(written, language)
        known = {outcome.id for outcome in original.outcomes}
        for id_ in written.source.outcomes:
            if id_ not in known:
                yield written.problem("outcomes", id_, sentence=_("The course has no outcome “{id}”.", id=id_))
        keys = ("title", "summary", "about", "audience", "certifies")
        lacking = [key for key in keys if getattr(original, key) and not getattr(written.source, key)]
        lacking += sorted(f"outcomes.{id_}" for id_ in known - set(written.source.outcomes))
        yield from _lacking(written, lacking, language, is_error=language in package.introduced)


def _introduced(package: Package, language: str) -> Iterator[Problem]:
    """The course and every module have a file: an introduction is whole, because it promises nothing more."""
    parts: list[tuple[Written[Any], Mapping[str, Any]]] = [(package.original, package.translations)]
    parts += [(module.original, module.translations) for module in package.modules]
    for original, translations in parts:
        if language not in translations:
            path = original.path.replace(".yaml", f".{language}.yaml")
            sentence = _("There is no file {path}. Write it, or take “{language}” out of “introduced”.", path=path, language=language)
            yield package.original.problem("introduced", sentence=sentence)


def _not_introduced(written: Written[Any], language: str) -> Problem:
    sentence = _(
        "In “{language}” only the course and its modules are written. Move it to “languages” in course.yaml, or remove this file.",
        language=language,
    )
    return Problem(written.path, 1, sentence)


def _not_offered(written: Written[Any], language: str) -> Problem:
    sentence = _("“{language}” is not in the list “languages” of course.yaml. Add it there, or remove this file.", language=language)
    return Problem(written.path, 1, sentence)


def _exercise(exercise: Exercise, written: Written[Any], language: str) -> list[Problem]:
    kind = KINDS[exercise.kind]
    found = kind.translation_problems(exercise.original.source, written.source)
    if found:
        return [written.problem(*where, sentence=sentence) for where, sentence in found]
    lacking = [".".join(str(step) for step in path) for path in kind.untranslated(exercise.original.source, written.source)]
    return _lacking(written, lacking, language)


def _lacking(written: Written[Any], keys: list[str], language: str, *, is_error: bool = False) -> list[Problem]:
    """One sentence for a file, naming the first few texts it lacks: a warning, but an introduction has to be whole."""
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


def _same_exercises(lesson: Lesson, written: Written[Any]) -> Iterator[Problem]:
    original = [key for key, _line in lesson.original.blocks.exercises]
    here = [key for key, _line in written.blocks.exercises]
    for key, line in written.blocks.exercises:
        if key not in original:
            yield Problem(written.path, line, _("The original does not place the exercise “{id}” here. Remove it.", id=key))
    for key in original:
        if key not in here:
            yield Problem(written.path, written.body_line, _("The original places the exercise “{id}”. Place it here as well.", id=key))
    if sorted(original) == sorted(here) and original != here:
        yield Problem(written.path, written.body_line, _("The exercises stand in another order than in the original."), "warning")


def _untranslated(package: Package, parts: list[Mapping[str, Any]], language: str) -> Iterator[Problem]:
    without = sum(language not in translations for translations in (package.translations, *parts))
    if without:
        sentence = _(
            "{without} of {all} files are not in {language} yet. The original is shown there, with a note.",
            without=without,
            all=len(parts) + 1,
            language=LANGUAGE_NAMES.get(language, language),
        )
        yield replace(package.original.problem("languages", sentence=sentence), level="note")
