"""Whether the parts of a course fit together: ids, slugs, order, rules of completion, and what stands where."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from clustercourse.content.package import SLUG, Exercise, Lesson, Package, Written
from clustercourse.content.problems import Problem
from clustercourse.content.validation import did_you_mean
from clustercourse.language import _

RESERVED = frozenset({"exercises", "discussion", "commitments"})


def structure_problems(package: Package) -> list[Problem]:
    """Everything about how the parts refer to each other."""
    found = [*_ids(package), *_slugs(package), *_course(package), *_placements(package)]
    for lesson in package.lessons.values():
        found += _lesson(package, lesson)
    for exercise in package.exercises.values():
        found += [*_requires(package, exercise.original, exercise.id), *_sessions(exercise.original, exercise.original.source.done.attend)]
    return found + _circles(package)


def _ids(package: Package) -> Iterator[Problem]:
    first: dict[str, Written[Any]] = {}
    for part in package.parts:
        if part.id in first and first[part.id].path != part.original.path:
            sentence = _("The id “{id}” is also used in {path}. Give each its own.", id=part.id, path=first[part.id].path)
            yield part.original.problem("id", sentence=sentence)
        first.setdefault(part.id, part.original)
    for at, id_ in enumerate(package.original.source.retired):
        if id_ in first:
            sentence = _("“{id}” is called retired but still stands in {path}. Remove one of the two.", id=id_, path=first[id_].path)
            yield package.original.problem("retired", at, sentence=sentence)


def _slugs(package: Package) -> Iterator[Problem]:
    if not SLUG.fullmatch(package.slug):
        yield Problem("course.yaml", 1, _("Name the folder of the course with small letters, digits and hyphens: it becomes its address."))
    pages: dict[str, str] = {}
    exercises: dict[str, str] = {}
    for part in package.parts:
        path = part.original.path
        taken = exercises if isinstance(part, Exercise) else pages
        if not SLUG.fullmatch(part.slug):
            yield Problem(path, 1, _("Name files and folders with small letters, digits and hyphens: the name becomes the address."))
        elif part.slug in RESERVED and taken is pages:
            yield Problem(path, 1, _("The name “{slug}” is kept for a page of the site. Choose another.", slug=part.slug))
        elif taken.setdefault(part.slug, path) != path:
            yield Problem(path, 1, _("The address “{slug}” is also that of {path}. Rename one.", slug=part.slug, path=taken[part.slug]))


def _course(package: Package) -> Iterator[Problem]:
    course = package.original
    source = course.source
    is_sure = not course.unsure & {"language", "languages"}
    if is_sure and source.languages and source.language not in source.languages:
        yield course.problem("languages", sentence=_("Add “{language}”, the language the course is written in.", language=source.language))
    for at, name in enumerate(source.introduced):
        if name == source.language or name in source.languages:
            sentence = _("“{language}” is offered already. Take it out of “introduced”.", language=name)
            yield course.problem("introduced", at, sentence=sentence)
    outcomes = [outcome.id for outcome in source.outcomes]
    for key, values in (("introduced", source.introduced), ("modules", source.modules), ("outcomes", outcomes)):
        for at, value in enumerate(values):
            if value in values[:at]:
                yield course.problem(key, at, sentence=_("“{value}” stands twice in this list.", value=value))


def _lesson(package: Package, lesson: Lesson) -> Iterator[Problem]:
    original = lesson.original
    known = [outcome.id for outcome in package.original.source.outcomes]
    for at, outcome in enumerate(original.source.outcomes):
        if outcome not in known and "outcomes" not in package.original.unsure:
            said = str(_("The course has no outcome “{id}”.", id=outcome))
            yield original.problem("outcomes", at, sentence=said + did_you_mean(outcome, known))
    for at, tag in enumerate(original.source.sources):
        if tag not in package.site.sources and "source" not in package.site.partial:
            said = str(_("There is no source “{tag}” in sources.yaml.", tag=tag))
            yield original.problem("sources", at, sentence=said + did_you_mean(tag, package.site.sources))
    for at, condition in enumerate(original.source.done):
        exercise = package.exercises.get(condition.item or "")
        if exercise and condition.what == "pass" and exercise.kind != "quiz":
            asked = f"{{submit: {exercise.id}}}"
            said = str(_("“{id}” is sent and not scored; there is nothing to pass. Write {asked} here.", id=exercise.id, asked=asked))
            yield original.problem("done", at, sentence=said)
        if exercise or condition.item is None or package.may_hold(condition.item):
            continue
        said = str(_("“done” names the exercise “{id}”, which is not in this course.", id=condition.item))
        yield original.problem("done", at, sentence=said + did_you_mean(condition.item, package.exercises))
    yield from _requires(package, original, lesson.id)
    yield from _passed_unasked(package, lesson)
    yield from _sessions(original, [condition.session for condition in original.source.done if condition.session])


def _passed_unasked(package: Package, lesson: Lesson) -> Iterator[Problem]:
    """A quiz inside a lesson is no step of the course by itself."""
    named = {condition.item for condition in lesson.original.source.done}
    for key, line in lesson.original.blocks.exercises if "done" not in lesson.original.unsure else ():
        exercise = package.exercises.get(key)
        if exercise and key not in named and exercise.original.source.done.what == "pass":
            said = _(
                "The lesson is done without “{id}”, although that says “done: pass”. Add {asked} to “done” on top of the lesson, "
                "or take “done: pass” out of the exercise.",
                id=key,
                asked=f"{{pass: {key}}}",
            )
            yield Problem(lesson.original.path, line, said, "warning")


def _sessions(written: Written[Any], attended: list[str]) -> Iterator[Problem]:
    """What hangs on the sessions of a cohort is right, and means nothing to those who learn without one."""
    for at, key in enumerate(attended):
        if key in attended[:at]:
            yield written.problem("done", sentence=_("“{value}” stands twice in this list.", value=key))
            continue
        said = _("Only people in a cohort with a session “{key}” are asked to take part in it. Others finish without it.", key=key)
        yield written.problem("done", sentence=said, warning=True)
    if written.source.opens is not None:
        said = _(
            "This opens with the session “{key}” of a cohort. In a cohort without it, and for people without a cohort, it is open at once.",
            key=written.source.opens.session,
        )
        yield written.problem("opens", sentence=said, warning=True)


def _requires(package: Package, written: Written[Any], own: str) -> Iterator[Problem]:
    order = {key: at for at, key in enumerate(package.order)} if written.source.requires else {}
    for at, key in enumerate(written.source.requires):
        if key == own:
            sentence: Any = _("This requires itself. Remove it.")
        elif key not in order:
            if package.may_hold(key) or key in package.exercises:
                continue
            said = str(_("“requires” names “{id}”, which is not a lesson or exercise of this course.", id=key))
            sentence = said + did_you_mean(key, order)
        elif package.is_ordered and own in order and order[key] > order[own]:
            sentence = _("“{id}” comes later in the course. Only what stands earlier can be required.", id=key)
        else:
            continue
        yield written.problem("requires", at, sentence=sentence)


def _placements(package: Package) -> Iterator[Problem]:
    standing: dict[str, str] = {}
    for module in package.modules:
        for item in module.items:
            if isinstance(item, Exercise):
                again = standing.setdefault(item.id, module.original.path)
                if again != module.original.path:
                    at = module.original.source.items.index(item.original.path)
                    yield module.original.problem("items", at, sentence=_twice(item.id, again))
    for lesson in package.lessons.values():
        for key, line in lesson.original.blocks.exercises:
            if key in standing:
                yield Problem(lesson.original.path, line, _twice(key, standing[key]))
            standing.setdefault(key, lesson.original.path)
    unplaced = {key: package.exercises[key] for key in package.exercises if key not in standing}
    dead = [key for key in standing if key not in package.exercises]
    meant = set(_in_broken_blocks(package))
    for exercise in unplaced.values() if package.is_read else ():
        if exercise.id not in meant and not any(_may_mean(key, exercise.id, unplaced) for key in dead):
            sentence = _(
                "No lesson or module places this exercise. Write “::: exercise {id}” in a lesson, or list it in a module.", id=exercise.id
            )
            yield exercise.original.problem("id", sentence=sentence)


def _in_broken_blocks(package: Package) -> Iterator[str]:
    """What stands behind the ::: of lessons in which one of these lines could not be read."""
    for lesson in package.lessons.values():
        if lesson.original.blocks.problems:
            yield from (word for line in lesson.original.body.split("\n") if line.startswith(":::") for word in line.split())


def _may_mean(dead: str, key: str, unplaced: Collection[str]) -> bool:
    """Whether a place for an exercise that there is not may be meant for this one: the most alike, or any where none is."""
    near = get_close_matches(dead, unplaced, n=1)
    return near in ([], [key])


def _twice(key: str, path: str) -> Any:
    return _("The exercise “{id}” already stands in {path}. Place it once.", id=key, path=path)


def _circles(package: Package) -> list[Problem]:
    """Lessons that could never be finished: what they need to be done needs them first."""
    needs: dict[str, set[str]] = {}
    for exercise in package.exercises.values():
        needs[exercise.id] = set(exercise.original.source.requires)
    for lesson in package.lessons.values():
        needs[lesson.id] = set(lesson.original.source.requires)
        needs[lesson.id] |= {condition.item for condition in lesson.original.source.done if condition.item}
    found: list[Problem] = []
    for lesson in package.lessons.values():
        finishing = [condition.item for condition in lesson.original.source.done if condition.item]
        for key in (item for item in finishing if _leads(needs, item, lesson.id)):
            sentence = _("This lesson is done with “{id}”, and “{id}” can only be opened after this lesson. Change one of them.", id=key)
            found.append(lesson.original.problem("done", sentence=sentence))
    return found


def _leads(needs: dict[str, set[str]], start: str, goal: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        for key in needs.get(waiting.pop(), set()):
            if key == goal:
                return True
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return False
