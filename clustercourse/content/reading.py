"""From files to a package: each file is decoded, parsed and compared with its model; all problems of all files at once."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from clustercourse.content.decoding import front_matter, text_of
from clustercourse.content.manuscript import (
    CourseSource,
    CourseTranslation,
    LessonSource,
    ModuleSource,
    PartTranslation,
    SourceEntry,
    TermSource,
)
from clustercourse.content.package import Exercise, Files, Lesson, Module, Package, Site, Worksheets, Written, slug_of_name
from clustercourse.content.problems import Problem
from clustercourse.content.validation import did_you_mean, read_as
from clustercourse.content.yaml_source import YamlSource, read_yaml
from clustercourse.kinds import KINDS
from clustercourse.kinds.source import ExerciseSource
from clustercourse.language import LANGUAGE_NAMES, Message, _
from clustercourse.text import KeptTexts

T = TypeVar("T")
COURSE = "course.yaml"
MODULE = "module.yaml"
EXERCISES = "exercises/"
_TRANSLATED = re.compile(r"(.*)\.([a-z]{2})\.([^.]*)", re.DOTALL)
_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]{3,64})[\"']?[ \t]*$", re.MULTILINE)


def read_package(
    files: Files,
    *,
    slug: str,
    glossary: Mapping[str, TermSource],
    sources: Mapping[str, SourceEntry],
    courses: Mapping[str, str] | None = None,
    worksheets: Worksheets | None = None,
    texts: KeptTexts | None = None,
) -> tuple[Package | None, list[Problem]]:
    """The course in ``files``, or None where course.yaml cannot be read; parts that cannot be read are left out."""
    reader = _Reader(files)
    package = reader.package(slug, Site(glossary, sources, courses or {}, worksheets))
    return (replace(package, texts=texts) if package and texts else package), reader.problems


def read_glossary(data: bytes, path: str) -> tuple[dict[str, TermSource], list[Problem]]:
    """The terms of a glossary file by their ids; a warning for each that lacks its word in one of the languages."""
    text, problems = text_of(path, data)
    if text is None:
        return {}, problems
    yaml = read_yaml(text)
    terms, problems = read_as(list[TermSource], yaml, path)
    found: dict[str, TermSource] = {}
    for at, term in enumerate(terms or []):
        if term.id in found:
            problems.append(Problem(path, yaml.line((at, "id")), _("The id “{id}” is used twice.", id=term.id)))
        if lacking := [name for language, name in LANGUAGE_NAMES.items() if term.words(language) is None]:
            sentence = _("“{id}” has no word in {languages} yet. The English one is shown there.", id=term.id, languages=", ".join(lacking))
            problems.append(Problem(path, yaml.line((at, "id")), sentence, "warning"))
        found[term.id] = term
    return found, problems


def read_sources(data: bytes, path: str) -> tuple[dict[str, SourceEntry], list[Problem]]:
    """The sources of a sources file by their tags."""
    text, problems = text_of(path, data)
    if text is None:
        return {}, problems
    found, problems = read_as(dict[str, SourceEntry], read_yaml(text), path)
    return found or {}, problems


def taken_ids(files: Files) -> set[str]:
    """Every id that stands in the files, whether or not the rest of them can be read."""
    return {key for data in files.values() for key in _ID.findall(data.decode("utf-8", "replace"))}


class _Reader:
    def __init__(self, files: Files) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.is_whole = True
        self.translated: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(files):
            if match := _TRANSLATED.fullmatch(name):
                self.translated.setdefault(f"{match[1]}.{match[3]}", []).append((match[2], name))

    def package(self, slug: str, site: Site) -> Package | None:
        course = self._yaml(CourseSource, COURSE)
        folders = course.source.modules if course else self._folders()
        modules = [self._module(folder, at, course) for at, folder in enumerate(folders)]
        exercises: dict[str, Exercise] = {}
        for path in sorted(self.files):
            if path.startswith(EXERCISES) and path.count("/") == 1 and _is_original(path, ".yaml"):
                exercise = self._exercise(path)
                if exercise and exercise.id not in exercises:
                    exercises[exercise.id] = exercise
                elif exercise:
                    self._twice(exercise.original, exercises[exercise.id].original)
        translations = self._translations(COURSE, CourseTranslation)
        if course is None:
            return None
        by_path = {exercise.original.path: exercise for exercise in exercises.values()}
        whole = [self._filled(module, by_path) for module in modules if module]
        return Package(slug, course, translations, tuple(whole), exercises, self.files, site, frozenset(self.unread), self.is_whole)

    def _twice(self, again: Written[Any], first: Written[Any]) -> None:
        self.is_whole = False
        sentence = _("The id “{id}” is also used in {path}. Give each its own.", id=again.source.id, path=first.path)
        self.problems.append(again.problem("id", sentence=sentence))

    def _folders(self) -> list[str]:
        return sorted({path.split("/")[0] for path in self.files if path.endswith(f"/{MODULE}")})

    def _module(self, folder: str, at: int, course: Written[CourseSource] | None) -> Module | None:
        path = f"{folder}/{MODULE}"
        if path not in self.files:
            self.is_whole = False
            if course:
                sentence = _("There is no file {path}. Write it, or remove “{folder}” from the list.", path=path, folder=folder)
                self.problems.append(course.problem("modules", at, sentence=str(sentence) + did_you_mean(folder, self._folders())))
            return None
        original = self._yaml(ModuleSource, path)
        translations = self._translations(path, PartTranslation)
        if original is None:
            for name in sorted(self.files):
                if name.startswith(f"{folder}/") and _is_original(name, ".md") and (lesson := self._lesson(name)):
                    self.unread.add(lesson.id)
            return None
        items = [self._lesson(f"{folder}/{name}") for name in self._named(original, folder) if name.endswith(".md")]
        return Module(slug_of_name(folder), original, tuple(item for item in items if item), translations)

    def _named(self, module: Written[ModuleSource], folder: str) -> list[str]:
        """The items of a module whose files are there; a sentence about each that is not."""
        found: list[str] = []
        for at, name in enumerate(module.source.items):
            path = _item_path(folder, name)
            if not name.endswith((".md", ".yaml")) or (name.endswith(".yaml") and not name.startswith(EXERCISES)):
                sentence: Message | str = _("“{name}” is neither a lesson (10-name.md) nor an exercise (exercises/name.yaml).", name=name)
            elif path not in self.files:
                self.is_whole = False
                others = [_item_name(folder, path) for path in self.files]
                near = did_you_mean(name, [other for other in others if other not in module.source.items])
                sentence = str(_("There is no file {path}. Write it, or remove it from the list.", path=path)) + near
            elif name in found:
                sentence = _("“{name}” stands twice in this list.", name=name)
            else:
                found.append(name)
                continue
            self.problems.append(module.problem("items", at, sentence=sentence))
        return found

    def _filled(self, module: Module, exercises: Mapping[str, Exercise]) -> Module:
        """The module with its exercises between its lessons, in the order of its list."""
        folder = module.original.path.removesuffix(f"/{MODULE}")
        parts: dict[str, Lesson | Exercise] = {**exercises, **{item.original.path: item for item in module.items}}
        paths = dict.fromkeys(_item_path(folder, name) for name in module.original.source.items)
        return Module(module.slug, module.original, tuple(parts[path] for path in paths if path in parts), module.translations)

    def _lesson(self, path: str) -> Lesson | None:
        original = self._markdown(LessonSource, path)
        translations = {
            language: text
            for language, name in self._translated(path)
            if (text := self._markdown(PartTranslation, name, translation=True)) is not None
        }
        return Lesson(slug_of_name(path.rpartition("/")[2]), original, translations) if original else None

    def _exercise(self, path: str) -> Exercise | None:
        text = self._text(path)
        if text is None:
            return None
        yaml = read_yaml(text)
        name = yaml.value.get("kind", "") if isinstance(yaml.value, dict) else None
        kind = KINDS.get(name) if isinstance(name, str) else None
        if kind is None and isinstance(name, str):
            self._unknown_kind(path, yaml, name)
            self._lost(text)
            return None
        shape: Any = kind.Source if kind else ExerciseSource
        source, problems = read_as(shape, yaml, path)
        self.problems += problems
        if kind is None or source is None:
            self._lost(text)
            return None
        original = Written(path, source, yaml)
        return Exercise(slug_of_name(path.rpartition("/")[2]), kind.name, original, self._translations(path, kind.Translation))

    def _unknown_kind(self, path: str, yaml: YamlSource, name: str) -> None:
        known = ", ".join(KINDS)
        if name:
            said = _("“{kind}” is not a known kind of exercise. Possible: {known}.", kind=name, known=known)
        else:
            said = _("“kind” is missing. Add a line “kind: …”. Possible: {known}.", known=known)
        self.problems.append(Problem(path, yaml.line(("kind",)), str(said) + did_you_mean(name, KINDS)))

    def _lost(self, text: str) -> None:
        """Remember what a file that cannot be read may have held."""
        found = _ID.findall(text)
        self.unread.update(found)
        self.is_whole = self.is_whole and bool(found)

    def _translated(self, path: str) -> list[tuple[str, str]]:
        """The languages and paths of a file's translations."""
        return self.translated.get(path, [])

    def _translations(self, path: str, shape: type[T]) -> dict[str, Written[T]]:
        read = ((language, self._yaml(shape, name, translation=True)) for language, name in self._translated(path))
        return {language: written for language, written in read if written is not None}

    def _text(self, path: str) -> str | None:
        if path not in self.files:
            self.problems.append(Problem(path, 1, _("There is no such file. A course needs it.")))
            return None
        text, problems = text_of(path, self.files[path])
        self.problems += problems
        if text is None:
            self._lost(self.files[path].decode("utf-8", "replace"))
        return text

    def _yaml(self, shape: type[T], path: str, *, translation: bool = False) -> Written[T] | None:
        text = self._text(path)
        return None if text is None else self._written(shape, path, text, translation=translation)

    def _markdown(self, shape: type[T], path: str, *, translation: bool = False) -> Written[T] | None:
        text = self._text(path)
        if text is None:
            return None
        front, problems = front_matter(path, text)
        self.problems += problems
        if front is None:
            self._lost(text)
            return None
        return self._written(shape, path, front.yaml, body=front.body, body_line=front.body_line, translation=translation)

    def _written(self, shape: type[T], path: str, text: str, *, body: str = "", body_line: int = 0, translation: bool) -> Written[T] | None:
        yaml = read_yaml(text, first_line=2 if body_line else 1)
        source, problems = read_as(shape, yaml, path, translation=translation)
        self.problems += problems
        if source is None:
            if not translation:
                self._lost(text)
            return None
        return Written(path, source, yaml, body, body_line or 1)


def _is_original(path: str, ending: str) -> bool:
    return path.endswith(ending) and "." not in path.rpartition("/")[2].removesuffix(ending)


def _item_path(folder: str, name: str) -> str:
    return name if name.startswith(EXERCISES) else f"{folder}/{name}"


def _item_name(folder: str, path: str) -> str:
    return path.removeprefix(f"{folder}/")
