"""Whether the texts of a course read well and point somewhere: links, pictures, headings, length, film and sound."""

import re
from collections.abc import Iterator
from typing import Any

from clustercourse.content import media
from clustercourse.content.blocks import Block
from clustercourse.content.findings import finding_sentence, line_of, with_lines
from clustercourse.content.manuscript import LessonSource
from clustercourse.content.package import Exercise, Lesson, Package, Written
from clustercourse.content.problems import Problem
from clustercourse.content.rough import rough_texts
from clustercourse.content.tags import lines_of_html, unclosed
from clustercourse.content.targets import PageTargets
from clustercourse.content.validation import did_you_mean
from clustercourse.content.yaml_source import YamlSource
from clustercourse.kinds import KINDS
from clustercourse.language import Message, _, speaking
from clustercourse.text import CourseText, TextTooComplex, outline_depths, plain_text
from clustercourse.text.course import BOX_TITLES

FEWEST_WORDS, MOST_WORDS = 450, 900
WORDS_A_MINUTE = 200
SLOWEST_WORDS_A_MINUTE = 20
MINUTES_AN_EXERCISE = 5

_BOX = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z-]+)")
_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)
_LEFT_OVER = re.compile(r"\[@[^\]]{0,40}\]?|\[\^[^\]]{1,20}\]")


class Wording:
    """Collects the problems of all texts and which media files they show."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.problems: list[Problem] = []
        self.shown: set[str] = set()

    def read(self) -> None:
        self._about()
        for lesson in self.package.lessons.values():
            for language, written in lesson.texts():
                self._lesson(lesson, written, language or self.package.languages[0], original=language is None)
        for exercise in self.package.exercises.values():
            self._exercise(exercise)
        for path, (kind, yaml) in self.package.rough.items():
            _Reader(self, PageTargets(self.package, self.package.languages[0]), path).all_of(yaml, kind)

    def _about(self) -> None:
        course = self.package.original
        abouts: list[tuple[str, Written[Any]]] = [(self.package.languages[0], course), *self.package.translations.items()]
        for language, written in abouts:
            self.rendered(written.source.about or "", PageTargets(self.package, language), written.path, written.yaml.line(("about",)))

    def _lesson(self, lesson: Lesson, written: Written[Any], language: str, *, original: bool) -> None:
        blocks = written.blocks
        self.problems += blocks.problems
        if not written.body.strip():
            self._say(written.path, written.body_line, _("This lesson has no text below its keys. Write it."))
            return
        targets = PageTargets(self.package, language)
        text = self.rendered(blocks.markdown, targets, written.path, written.body_line, written.body)
        if text is None:
            return
        self._headings(text, written)
        self._boxes(written)
        for block in blocks.blocks:
            self._block(block, targets, written)
        self._enclosed(text, written)
        self._cited(lesson, written, targets)
        if original:
            self._length(lesson, len(plain_text(text.html).split()) - len(blocks.blocks))

    def _enclosed(self, text: CourseText, written: Written[Any]) -> None:
        """What an element takes in that is never closed is not told besides: blocks, footnotes, headings."""
        inside = [block for at, block in enumerate(written.blocks.blocks) if _inside(text.html, f"<p>{written.blocks.place(at)}</p>")]
        if self._unclosed(written.body, written.path, written.body_line, warning=not inside):
            return
        self._left_over(text, written)
        for block in inside:
            self._say(written.path, block.line, _("A ::: block cannot stand inside another element. Move it out."))

    def _unclosed(self, source: str, path: str, first: int, *, warning: bool) -> bool:
        found = unclosed(source)
        for name, at in found:
            self._say(path, first + at, _("<{name}> is not closed. Write </{name}> where it ends.", name=name), warning=warning)
        return bool(found)

    def rendered(self, source: str, targets: PageTargets, path: str, first: int, body: str | None = None) -> CourseText | None:
        """The text as it will be, or None where it cannot be made; notes what points nowhere and what was taken out."""
        whole = source if body is None else body
        try:
            with speaking(targets.language):
                text = self.package.rendered(source, targets=targets)
        except TextTooComplex as error:
            self._say(path, first, error.sentence)
            return None
        is_open = bool(unclosed(source)) if body is not None else self._unclosed(source, path, first, warning=True)
        for finding, line in with_lines(text.findings, whole, first):
            if not (is_open and finding.what == "place"):
                self._say(path, line, finding_sentence(finding, self.package))
        self._removed(text, whole, path, first)
        self.shown.update(targets.pictures)
        return text

    def _removed(self, text: CourseText, whole: str, path: str, first: int) -> None:
        """What was taken out of HTML, but for what is told already."""
        said = {finding.what for finding in text.findings}
        told = {"<a href>"} if said & {"link", "relative link", "http link", "place"} else set()
        told |= {"<h1>"} if any(level == 1 for level, _place, _said in text.headings) else set()
        told |= {removed for removed in text.removed if removed.startswith("<img ")} if "<img src>" in text.removed else set()
        for line in lines_of_html("img", whole) if "<img src>" in text.removed else ():
            sentence = _("A picture written as <img> is not shown. Write ![What it shows](media/name.svg) instead.")
            self._say(path, first + line, sentence, warning=True)
        for removed in text.removed:
            if removed in told:
                continue
            name = removed.strip("<>").split()[0]
            self._say(path, line_of(whole, f"<{name}", first), _("{tag} is not allowed and is taken out.", tag=removed), warning=True)

    def _headings(self, text: CourseText, written: Written[Any]) -> None:
        before = 1
        for level, _place, said in text.headings:
            line = line_of(written.body, f"{'#' * level} {said}", written.body_line, said)
            if level == 1:
                self._say(written.path, line, _("Begin headings at ##. The title of the lesson is already the first heading."))
            elif level > before + 1:
                sentence = _("“{heading}” skips a level. Use {signs}.", heading=said, signs="#" * (before + 1))
                self._say(written.path, line, sentence, warning=True)
            before = max(level, 1)

    def _boxes(self, written: Written[Any]) -> None:
        known = [kind for kind in BOX_TITLES if kind != "back"]
        for at, line in enumerate(written.body.split("\n")):
            found = _BOX.match(line)
            if found and found.group(1) not in known:
                said = _("“{kind}” is not a known kind of box. Possible: {known}.", kind=found.group(1), known=", ".join(known))
                self._say(written.path, at + written.body_line, str(said) + did_you_mean(found.group(1), known), warning=True)

    def _left_over(self, text: CourseText, written: Written[Any]) -> None:
        """Citations and footnotes that Markdown left standing as they were typed. Cleaned HTML writes a bracket as a bracket."""
        if "[" not in text.html:
            return
        for left in _LEFT_OVER.findall(plain_text(_CODE.sub("", text.html))):
            if left.startswith("[@"):
                sentence = _("“{left}” is not a citation. Write [@P36b] or [@P36b, S4].", left=left)
            else:
                sentence = _("The footnote {left} has no text. Add a line “{left}: …”.", left=left)
            self._say(written.path, line_of(written.body, left, written.body_line), sentence, warning=True)

    def _block(self, block: Block, targets: PageTargets, written: Written[Any]) -> None:
        known, path = self.package.exercises, written.path
        if block.kind == "exercise" and block.target not in known and not self.package.may_hold(block.target):
            said = str(_("There is no exercise “{id}”.", id=block.target))
            self._say(path, block.line, said + did_you_mean(block.target, known))
        if block.media is None:
            return
        named = {block.target: media.FILMS if block.kind == "video" else frozenset({"mp3"})}
        named |= {caption: frozenset({"vtt"}) for caption in block.media.captions.values()}
        named |= {block.media.poster: media.PICTURES} if block.media.poster else {}
        for name, endings in named.items():
            self._medium(name, endings, path, block.line)
        if block.kind == "video" and not block.media.captions:
            self._say(path, block.line, _("This video has no captions. Add “captions: {language: media/name.vtt}”."))
        if block.kind == "audio" and not block.media.transcript:
            self._say(path, block.line, _("This recording has no transcript. Add “transcript: |” and the words below it."))
        self.rendered(block.media.transcript, targets, path, written.body_line, written.body)

    def _medium(self, name: str, endings: frozenset[str], path: str, line: int) -> None:
        self.shown.add(name)
        if name in self.package.left_out:
            return
        if name not in self.package.files or not name.startswith(media.FOLDER):
            said = str(_("There is no file {path}.", path=name))
            alike = [other for other in self.package.files if media.ending(other) in endings]
            self._say(path, line, said + did_you_mean(name, alike))
        elif media.ending(name) not in endings:
            known = ", ".join(sorted(endings))
            self._say(path, line, _("{path} is not a file of this kind. Possible: {known}.", path=name, known=known))

    def _cited(self, lesson: Lesson, written: Written[Any], targets: PageTargets) -> None:
        for tag in targets.tags if "sources" not in lesson.original.unsure else ():
            if tag not in lesson.original.source.sources:
                line = line_of(written.body, tag, written.body_line)
                self._say(written.path, line, _("Add {tag} to the list “sources” on top of the lesson.", tag=tag), warning=True)

    def _length(self, lesson: Lesson, words: int) -> None:
        original = lesson.original
        if original.unsure.issuperset(LessonSource.model_fields):
            return  # The keys may stand among the words.
        if not FEWEST_WORDS <= words <= MOST_WORDS:
            sentence = _("This lesson has {words} words. Aim for {fewest} to {most}.", words=words, fewest=FEWEST_WORDS, most=MOST_WORDS)
            self.problems.append(original.problem("title", sentence=sentence, warning=True))
            return
        minutes = original.source.minutes
        extra = MINUTES_AN_EXERCISE * len(original.blocks.exercises)
        quickest, slowest = words / WORDS_A_MINUTE, words / SLOWEST_WORDS_A_MINUTE + extra
        if not quickest <= minutes <= slowest and "minutes" not in original.unsure:
            sentence = _("“minutes: {minutes}” does not fit {words} words. Change one of them.", minutes=minutes, words=words)
            self.problems.append(original.problem("minutes", sentence=sentence, warning=True))

    def _exercise(self, exercise: Exercise) -> None:
        kind, original = KINDS[exercise.kind], exercise.original
        found = kind.problems(original.source)
        self.problems += [original.problem(*where, sentence=sentence) for where, sentence in found]
        for language, written in exercise.texts():
            translation = None if language is None else written.source
            reader = _Reader(self, PageTargets(self.package, language or self.package.languages[0]), written.path)
            if found or written.unsure or (translation and kind.translation_problems(original.source, translation)):
                reader.all_of(written.yaml, kind.name)
            else:
                kind.compile(original.source, translation, reader.render)
        self.problems += _read_again(self.package, exercise)

    def _say(self, path: str, line: int, sentence: Message | str, *, warning: bool = False) -> None:
        self.problems.append(Problem(path, line, sentence, "warning" if warning else "error"))


class _Reader:
    """Renders the texts of an exercise and says what is wrong with them."""

    def __init__(self, wording: Wording, targets: PageTargets, path: str) -> None:
        self.wording = wording
        self.targets = targets
        self.path = path
        self.whole = wording.package.files[path].decode("utf-8", "replace")

    def render(self, source: str) -> str:
        first = line_of(self.whole, source.strip().split("\n")[0], 1)
        text = self.wording.rendered(source, self.targets, self.path, first)
        return "" if text is None else text.html

    def all_of(self, yaml: YamlSource, kind: str) -> None:
        """Every text of a file that has faults."""
        for where, text in rough_texts(yaml, kind):
            self.wording.rendered(text, self.targets, self.path, yaml.line(where))


def _read_again(package: Package, exercise: Exercise) -> Iterator[Problem]:
    """Lessons that questions send people back to."""
    for at, question in enumerate(getattr(exercise.original.source, "questions", ())):
        key = getattr(question, "lesson", None)
        if key is not None and key not in package.lessons and not package.may_hold(key):
            said = str(_("There is no {what} with the id “{id}”.", what="lesson", id=key)) + did_you_mean(key, package.lessons)
            yield exercise.original.problem("questions", at, "lesson", sentence=said)


def _inside(html: str, place: str) -> bool:
    """Whether a place stands inside another element of the page."""
    at = html.find(place)
    depths = [depth for start, depth in outline_depths(html[: max(at, 0)])]
    return at < 0 or (bool(depths) and depths[-1] > 0)
