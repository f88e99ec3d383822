"""From files to a package: each file is decoded, parsed and compared with its model; all problems of all files at once."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from clustercourse.content.decoding import front_matter, text_of
from clustercourse.content.manuscript import (
    CourseSource,
    CourseTranslation,
    LessonSource,
    ModuleSource,
    PartTranslation,
)
from clustercourse.content.package import Exercise, Files, Lesson, Module, Package, Site, Written, slug_of_name
from clustercourse.content.problems import Problem
from clustercourse.content.salvage import rest_of
from clustercourse.content.validation import did_you_mean, read_as
from clustercourse.content.yaml_source import YamlSource, read_yaml
from clustercourse.kinds import KINDS
from clustercourse.kinds.source import ExerciseSource
from clustercourse.language import Message, _
from clustercourse.text import KeptTexts

T = TypeVar("T", bound=BaseModel)
COURSE = "course.yaml"
MODULE = "module.yaml"
EXERCISES = "exercises/"
_TRANSLATED = re.compile(r"(.*)\.([a-z]{2})\.([^.]*)", re.DOTALL)
_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]{3,64})[\"']?[ \t]*$", re.MULTILINE)


def read_package(
    files: Files, *, slug: str, site: Site, texts: KeptTexts | None = None, left_out: Collection[str] = ()
) -> tuple[Package, list[Problem]]:
    """The course in ``files``, with what is right in files that have faults. `left_out` are files that are there and were not taken in."""
    reader = _Reader(files, left_out)
    package = reader.package(slug, site)
    return (replace(package, texts=texts) if texts else package), reader.problems


def original_of(path: str) -> str:
    """The path of the file that a translation belongs to; that of an original is its own."""
    match = _TRANSLATED.fullmatch(path)
    return f"{match[1]}.{match[3]}" if match else path


def translation_of(path: str, language: str) -> str:
    """Where the translation of a file stands."""
    before, _dot, ending = path.rpartition(".")
    return f"{before}.{language}.{ending}"


def taken_ids(files: Files) -> set[str]:
    """Every id that stands in the files, whether or not the rest of them can be read."""
    return {key for data in files.values() for key in _ID.findall(data.decode("utf-8", "replace"))}


class _Reader:
    def __init__(self, files: Files, left_out: Collection[str]) -> None:
        self.files = files
        self.left_out = frozenset(left_out)
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.rough: dict[str, tuple[str, YamlSource]] = {}
        self.is_whole = True
        self.is_ordered = True
        self.translated: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(files):
            if match := _TRANSLATED.fullmatch(name):
                self.translated.setdefault(f"{match[1]}.{match[3]}", []).append((match[2], name))

    def package(self, slug: str, site: Site) -> Package:
        course = self._rest(CourseSource, COURSE)
        modules = [self._module(folder) for folder in self._listed(course)]
        exercises: dict[str, Exercise] = {}
        for path in sorted(self.files):
            if path.startswith(EXERCISES) and path.count("/") == 1 and _is_original(path, ".yaml"):
                exercise = self._exercise(path)
                if exercise and exercise.id not in exercises:
                    exercises[exercise.id] = exercise
                elif exercise:
                    self._twice(exercise.original, exercises[exercise.id].original)
        by_path = {exercise.original.path: exercise for exercise in exercises.values()}
        return Package(
            slug,
            course,
            self._translations(COURSE, CourseTranslation),
            tuple(self._filled(module, by_path) for module in modules),
            exercises,
            self.files,
            site,
            unread=frozenset(self.unread),
            left_out=self.left_out,
            rough=self.rough,
            is_whole=self.is_whole,
            is_ordered=self.is_ordered,
        )

    def _twice(self, again: Written[Any], first: Written[Any]) -> None:
        self.is_whole = False
        sentence = _("The id “{id}” is also used in {path}. Give each its own.", id=again.source.id, path=first.path)
        self.problems.append(again.problem("id", sentence=sentence))

    def _folders(self) -> list[str]:
        return sorted({path.split("/")[0] for path in self.files if path.endswith(f"/{MODULE}")})

    def _listed(self, course: Written[CourseSource]) -> list[str]:
        """The folders of the modules that are there; all of them where the list cannot be followed to its end."""
        found: list[str] = []
        is_sure = "modules" not in course.unsure
        for at, folder in enumerate(course.source.modules):
            path = f"{folder}/{MODULE}"
            if path in self.files:
                found.append(folder)
                continue
            self.is_whole = is_sure = False
            if path not in self.left_out:
                sentence = _("There is no file {path}. Write it, or remove “{folder}” from the list.", path=path, folder=folder)
                self.problems.append(course.problem("modules", at, sentence=str(sentence) + did_you_mean(folder, self._folders())))
        return found if is_sure else self._and_others(found, self._folders())

    def _and_others(self, found: list[str], others: list[str]) -> list[str]:
        """What a list names, then what else is there: it may be what a wrong entry of the list means."""
        self.is_ordered = False
        return list(dict.fromkeys([*found, *others]))

    def _module(self, folder: str) -> Module:
        path = f"{folder}/{MODULE}"
        original = self._rest(ModuleSource, path)
        items = [self._lesson(f"{folder}/{name}") for name in self._named(original, folder) if name.endswith(".md")]
        return Module(slug_of_name(folder), original, tuple(item for item in items if item), self._translations(path, PartTranslation))

    def _named(self, module: Written[ModuleSource], folder: str) -> list[str]:
        """The items of a module whose files are there; a sentence about each that is not."""
        found: list[str] = []
        is_sure = "items" not in module.unsure
        for at, name in enumerate(module.source.items):
            path = _item_path(folder, name)
            is_there = path in self.files
            if not name.endswith((".md", ".yaml")) or (name.endswith(".yaml") and not name.startswith(EXERCISES)):
                sentence: Message | str = _("“{name}” is neither a lesson (10-name.md) nor an exercise (exercises/name.yaml).", name=name)
                is_sure = False
            elif not is_there:
                self.is_whole = is_sure = False
                sentence = self._no_such_file(folder, name, module.source.items)
            elif name in found:
                sentence = _("“{name}” stands twice in this list.", name=name)
            else:
                found.append(name)
                continue
            if path not in self.left_out:
                self.problems.append(module.problem("items", at, sentence=sentence))
        lessons = [_item_name(folder, path) for path in sorted(self.files) if path.startswith(f"{folder}/") and _is_original(path, ".md")]
        return found if is_sure else self._and_others(found, lessons)

    def _no_such_file(self, folder: str, name: str, listed: Collection[str]) -> str:
        others = [_item_name(folder, path) for path in self.files]
        near = did_you_mean(name, [other for other in others if other not in listed])
        return str(_("There is no file {path}. Write it, or remove it from the list.", path=_item_path(folder, name))) + near

    def _filled(self, module: Module, exercises: Mapping[str, Exercise]) -> Module:
        """The module with its exercises between its lessons, in the order of its list."""
        folder = module.original.path.removesuffix(f"/{MODULE}")
        parts: dict[str, Lesson | Exercise] = {**exercises, **{item.original.path: item for item in module.items}}
        listed = [_item_path(folder, name) for name in module.original.source.items]
        paths = dict.fromkeys([*listed, *(item.original.path for item in module.items)])
        return Module(module.slug, module.original, tuple(parts[path] for path in paths if path in parts), module.translations)

    def _lesson(self, path: str) -> Lesson | None:
        original = self._markdown(LessonSource, path)
        translations = {
            language: text
            for language, name in self._translated(path)
            if (text := self._markdown(PartTranslation, name, translation=True)) is not None
        }
        if original and "id" in original.unsure:
            self._lost(path)
        return Lesson(slug_of_name(path.rpartition("/")[2]), original, translations) if original else None

    def _exercise(self, path: str) -> Exercise | None:
        text = self._text(path)
        if text is None:
            self._lost(path)
            return None
        yaml = read_yaml(text)
        named = yaml.partial.get("kind", "") if isinstance(yaml.partial, dict) else None
        kind = KINDS.get(str(named))
        if kind is None and named is not None:
            self._unknown_kind(path, yaml, str(named))
            self._unreadable(path, yaml, "")
            return None
        shape: Any = kind.Source if kind else ExerciseSource
        source, problems = read_as(shape, yaml, path)
        self.problems += problems
        translations = self._translations(path, kind.Translation) if kind else {}
        if kind is None or source is None:
            self._unreadable(path, yaml, kind.name if kind else "")
            self.rough |= {written.path: (kind.name, written.yaml) for written in translations.values() if kind}
            return None
        return Exercise(slug_of_name(path.rpartition("/")[2]), kind.name, Written(path, source, yaml), translations)

    def _unreadable(self, path: str, yaml: YamlSource, kind: str) -> None:
        self._lost(path)
        self.rough[path] = kind, yaml

    def _unknown_kind(self, path: str, yaml: YamlSource, name: str) -> None:
        known = ", ".join(KINDS)
        if name:
            said = _("“{kind}” is not a known kind of exercise. Possible: {known}.", kind=name, known=known)
        else:
            said = _("“kind” is missing. Add a line “kind: …”. Possible: {known}.", known=known)
        if yaml.last != "kind" and (name or not yaml.is_cut):
            self.problems.append(Problem(path, yaml.line(("kind",)), str(said) + did_you_mean(name, KINDS)))
        self.problems += [Problem(path, line, sentence) for line, sentence in yaml.problems]

    def _lost(self, path: str) -> None:
        """Remember what a file that cannot be read may have held."""
        found = _ID.findall(self.files[path].decode("utf-8", "replace"))
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
            if path not in self.left_out:
                self.problems.append(Problem(path, 1, _("There is no such file. A course needs it.")))
            return None
        text, problems = text_of(path, self.files[path])
        self.problems += problems
        return text

    def _yaml(self, shape: type[T], path: str, *, translation: bool = False) -> Written[T] | None:
        text = self._text(path)
        return None if text is None else self._written(shape, path, text, translation=translation)

    def _rest(self, shape: type[T], path: str) -> Written[T]:
        """A file without which others could not be looked at: where none of it can be read, its stand-in."""
        text = self._text(path)
        if text is not None:
            return self._written(shape, path, text)
        source, yaml, unsure = rest_of(shape, YamlSource(), path)
        return Written(path, source, yaml, unsure=unsure)

    def _markdown(self, shape: type[T], path: str, *, translation: bool = False) -> Written[T] | None:
        text = self._text(path)
        if text is None:
            if not translation:
                self._lost(path)
            return None
        front, problems = front_matter(path, text)
        if not problems:
            return self._written(shape, path, front.yaml, body=front.body, body_line=front.body_line, translation=translation)
        self.problems += problems
        source, yaml, unsure = rest_of(shape, replace(read_yaml(front.yaml, first_line=2), is_cut=True), path)
        return Written(path, source, yaml, front.body, front.body_line, unsure)

    def _written(
        self, shape: type[T], path: str, text: str, *, body: str = "", body_line: int = 0, translation: bool = False
    ) -> Written[T]:
        yaml = read_yaml(text, first_line=2 if body_line else 1)
        source, problems = read_as(shape, yaml, path, translation=translation)
        self.problems += problems
        unsure: frozenset[str] = frozenset()
        if source is None:
            source, yaml, unsure = rest_of(shape, yaml, path)
        return Written(path, source, yaml, body, body_line or 1, unsure)


def _is_original(path: str, ending: str) -> bool:
    return path.endswith(ending) and "." not in path.rpartition("/")[2].removesuffix(ending)


def _item_path(folder: str, name: str) -> str:
    return name if name.startswith(EXERCISES) else f"{folder}/{name}"


def _item_name(folder: str, path: str) -> str:
    return path.removeprefix(f"{folder}/")
