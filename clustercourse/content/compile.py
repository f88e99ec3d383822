"""From a package without errors to a compiled course: items with their rules and digests, pages in every language."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from clustercourse.content import media
from clustercourse.content.compiled import CompiledCourse, CompiledItem, CompiledPage, CourseTexts, Opens, Rule
from clustercourse.content.package import Exercise, Lesson, Module, Package, Part, Written
from clustercourse.content.pages import exercise_page, lesson_page
from clustercourse.content.targets import PageTargets
from clustercourse.language import speaking


def compile_package(package: Package) -> CompiledCourse:
    """Everything that is served of a course. Only for a package in which the check found no error."""
    source = package.original.source
    items = _Items(package).all()
    return CompiledCourse(
        key=source.id,
        slug=package.slug,
        language=source.language,
        languages=package.languages,
        introduced=package.introduced,
        access=source.access,
        texts={language: _course_texts(package, language) for language in (*package.languages, *package.introduced)},
        topics=tuple(source.topics),
        trainer=source.trainer,
        order=source.order,
        minutes=sum(item.minutes for item in items if not item.optional),
        items=items,
        pages=_pages(package),
        retired=tuple(source.retired),
        media={path: media.digest(data) for path, data in package.files.items() if path.startswith(media.FOLDER)},
    )


def _pages(package: Package) -> tuple[CompiledPage, ...]:
    return tuple(page for key in package.order for page in _in_every_language(package, key))


def _in_every_language(package: Package, key: str) -> Iterator[CompiledPage]:
    """The page of the original is made once; it stands in for every translation that there is not."""
    original: CompiledPage | None = None
    for language in package.languages:
        part = package.lessons.get(key) or package.exercises[key]
        if original is not None and language not in part.translations:
            yield replace(original, language=language, fallback=language != package.original.source.language)
            continue
        page = lesson_page(package, part, language) if isinstance(part, Lesson) else exercise_page(package, part, language)
        original = original if language in part.translations else page
        yield page


def _course_texts(package: Package, language: str) -> CourseTexts:
    original = package.original.source
    written = package.translations.get(language)
    translated = written.source if written else None
    said = {key: getattr(translated, key, None) or getattr(original, key) for key in ("title", "summary", "about", "audience", "certifies")}
    outcomes = translated.outcomes if translated else {}
    with speaking(language if translated else original.language):
        about = package.rendered(said["about"], targets=PageTargets(package, language), prefix="about").html
    return CourseTexts(
        title=said["title"],
        summary=said["summary"],
        about_html=about,
        audience=said["audience"],
        certifies=said["certifies"],
        outcomes=tuple((outcome.id, outcomes.get(outcome.id, outcome.text)) for outcome in original.outcomes),
    )


class _Items:
    """The items in the order in which a learner meets them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.found: list[CompiledItem] = []

    def all(self) -> tuple[CompiledItem, ...]:
        for module in self.package.modules:
            self._module(module)
            for item in module.items:
                if isinstance(item, Exercise):
                    self._exercise(item, module, None)
                else:
                    self._lesson(item, module)
        return tuple(self.found)

    def _module(self, module: Module) -> None:
        self._add(module, "module", parent_key=None, rule=())

    def _lesson(self, lesson: Lesson, module: Module) -> None:
        source = lesson.original.source
        rule = tuple(self._condition(asked.what, asked.item or lesson.id, asked.session, asked.posts) for asked in source.done)
        self._add(lesson, "lesson", parent_key=module.id, rule=rule)
        for key, _line in lesson.original.blocks.exercises:
            self._exercise(self.package.exercises[key], module, lesson.id)

    def _exercise(self, exercise: Exercise, module: Module, placed_in: str | None) -> None:
        source = exercise.original.source
        answered = self._condition(source.done.what, exercise.id)
        sessions = [Rule("attend", exercise.id, session=session) for session in source.done.attend]
        posts = [Rule("post", exercise.id, source.done.post)] if source.done.post else []
        rule = (answered, *sessions, *posts)
        self._add(exercise, "exercise", parent_key=module.id, rule=rule, placed_in=placed_in)

    def _condition(self, what: Any, item: str, session: str | None = None, posts: int | None = None) -> Rule:
        return Rule(what, item, self.package.exercises[item].original.source.threshold if what == "pass" else posts, session)

    def _add(self, part: Part, kind: Any, *, parent_key: str | None, rule: tuple[Rule, ...], placed_in: str | None = None) -> None:
        source = part.original.source
        opens = getattr(source, "opens", None)
        self.found.append(
            CompiledItem(
                key=part.id,
                kind=kind,
                slug=part.slug,
                parent_key=parent_key,
                position=len(self.found),
                titles=self._words(part, "title"),
                summaries=self._words(part, "summary"),
                minutes=getattr(source, "minutes", 0),
                optional=getattr(source, "optional", False),
                requires=tuple(getattr(source, "requires", ())),
                outcomes=tuple(getattr(source, "outcomes", ())),
                rule=rule,
                placed_in=placed_in,
                digest=_digest(self.package, part),
                opens=Opens(opens.session, opens.days, opens.hours) if opens else None,
                exercise=part.kind if isinstance(part, Exercise) else "",
            )
        )

    def _words(self, part: Part, key: str) -> dict[str, str]:
        """One text in every language of the course, from the original where a translation lacks it.

        A module also has it in the languages in which the course is only introduced.
        """
        original = getattr(part.original.source, key)
        found: dict[str, str] = {}
        introduced = self.package.introduced if isinstance(part, Module) else ()
        for language in (*self.package.languages, *introduced):
            written: Written[Any] | None = part.translations.get(language)
            found[language] = (getattr(written.source, key) if written else None) or original
        return found


def _digest(package: Package, part: Part) -> str:
    """Over the bytes of the part's files, by language, and of the media that they name."""
    texts: list[tuple[str, str]] = [("", part.original.path), *((code, text.path) for code, text in part.translations.items())]
    whole = hashlib.sha256()
    for role, path in [*sorted(texts), *(("media", path) for path in _named_media(package, (path for _role, path in texts)))]:
        whole.update(f"{role} {media.digest(package.files[path])}\n".encode())
    return whole.hexdigest()


def _named_media(package: Package, paths: Iterable[str]) -> list[str]:
    texts = [text for path in paths if media.FOLDER.encode() in (text := package.files[path])]
    if not texts:
        return []
    return [path for path in sorted(package.files) if path.startswith(media.FOLDER) and any(path.encode() in text for text in texts)]
