"""One page of a course in one language: a lesson's text with its blocks, an exercise's specification."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from clustercourse.content import media
from clustercourse.content.blocks import Block
from clustercourse.content.compiled import CompiledPage, Json, SourceNote
from clustercourse.content.package import Exercise, Lesson, Package, Written
from clustercourse.content.targets import PageTargets
from clustercourse.kinds import KINDS
from clustercourse.language import speaking
from clustercourse.text import framed, plain_text

_MATHS = 'class="arithmatex"'


def lesson_page(package: Package, lesson: Lesson, language: str) -> CompiledPage:
    """The lesson in ``language``, or in the source language where it has no translation."""
    written, spoken = _written(package, lesson, language)
    targets = PageTargets(package, spoken)
    blocks = written.blocks
    with speaking(spoken):
        text = package.rendered(blocks.markdown, targets=targets)
        parts = tuple(_parts(text.html, blocks.mark, blocks.blocks, targets))
    htmls = [part["html"] for part in parts if "html" in part]
    words = plain_text(" ".join(htmls))
    return CompiledPage(
        item_key=lesson.id,
        language=language,
        fallback=spoken != language,
        blocks=parts,
        headings=tuple((place, said) for level, place, said in text.headings if level == 2),
        terms=tuple(targets.terms),
        sources=_sources(targets, lesson.original.source.sources),
        words=len(words.split()),
        has_maths=_has_maths(parts),
        has_diagram=any("diagram" in part for part in parts),
        text=" ".join([words, *_described(parts)]),
    )


def exercise_page(package: Package, exercise: Exercise, language: str) -> CompiledPage:
    """The specification in ``language``; what a translation lacks is in the source language."""
    written, spoken = _written(package, exercise, language)
    targets = PageTargets(package, spoken, anchor=f"source-{exercise.id}")
    with speaking(spoken):
        translation = None if written is exercise.original else written.source
        render = exercise_renderer(targets, exercise.id)
        specification = KINDS[exercise.kind].compile(exercise.original.source, translation, render)
    intro = plain_text(str(specification.get("intro") or ""))
    return CompiledPage(
        item_key=exercise.id,
        language=language,
        fallback=spoken != language,
        blocks=(),
        headings=(),
        terms=tuple(targets.terms),
        sources=_sources(targets, ()),
        words=len(intro.split()),
        has_maths=_has_maths(specification),
        has_diagram=False,
        text=intro,
        specification=specification,
    )


def exercise_renderer(targets: PageTargets, exercise: str) -> Callable[[str], str]:
    """Markdown of an exercise: each text gets ids of its own, because several stand on one page."""
    count = 0

    def render(source: str) -> str:
        nonlocal count
        count += 1
        return framed(targets.package.rendered(source, targets=targets, prefix=f"in-{exercise}-{count}").html)

    return render


def _written(package: Package, part: Lesson | Exercise, language: str) -> tuple[Written[Any], str]:
    """The text to show and the language it is in."""
    translation = part.translations.get(language)
    return (translation, language) if translation else (part.original, package.original.source.language)


def _parts(html: str, mark: str, blocks: tuple[Block, ...], targets: PageTargets) -> Iterator[Json]:
    """The HTML cut at the places of its blocks."""
    pieces = re.split(rf"<p>{mark}-([0-9]+)</p>", html)
    for at, piece in enumerate(pieces):
        if at % 2:
            yield _part(blocks[int(piece)], targets)
        elif piece.strip():
            yield {"html": framed(piece.strip("\n"))}


def _part(block: Block, targets: PageTargets) -> Json:
    if block.diagram is not None:
        return {"diagram": block.diagram.model_dump()}
    if block.media is None:
        return {"exercise": block.target}
    files = targets.package.files
    captions = [{"language": code, "address": media.address(path, files[path])} for code, path in block.media.captions.items()]
    poster = targets.picture(block.media.poster) if block.media.poster else None
    transcript = targets.package.rendered(block.media.transcript, targets=targets, prefix=f"transcript-{block.line}").html
    shown = {
        "title": block.media.title,
        "address": media.address(block.target, files[block.target]),
        "type": media.TYPES[media.ending(block.target)],
        "poster": poster.address if poster else "",
        "captions": captions,
        "transcript_html": transcript,
    }
    return {block.kind: shown}


def _sources(targets: PageTargets, named: Iterable[str]) -> tuple[SourceNote, ...]:
    """The sources that the text cites, by number, then those that the lesson names besides."""
    for tag in named:
        if tag in targets.package.site.sources:
            targets.number(tag)
    known = targets.package.site.sources
    return tuple(SourceNote(n, tag, known[tag].title, known[tag].address, known[tag].note) for n, tag in enumerate(targets.tags, 1))


def _described(parts: tuple[Json, ...]) -> list[str]:
    """The words of diagrams and transcripts, for search."""
    diagrams = [part["diagram"] for part in parts if "diagram" in part]
    films = [part[kind] for part in parts for kind in ("video", "audio") if kind in part]
    return [f"{diagram['title']} {diagram['description']}" for diagram in diagrams] + [
        f"{film['title']} {plain_text(film['transcript_html'])}" for film in films
    ]


def _has_maths(made: Any) -> bool:
    """The word is looked for in everything at once first: hardly any page has maths, and to go through all its texts takes long."""
    return "arithmatex" in repr(made) and any(_MATHS in text for text in _strings(made))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
