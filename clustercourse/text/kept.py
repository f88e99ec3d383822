"""Texts that were rendered before: not rendered again where nothing that they ask for has another answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from clustercourse.text.course import CourseText, new_page, plain_paragraph, read_page
from clustercourse.text.targets import Answer, Finding, Link, Picture, Question, Targets

Json = Any


@dataclass(frozen=True)
class _Kept:
    asked: tuple[tuple[Question, Answer], ...]
    text: CourseText

    def to_json(self) -> Json:
        asked = [(question, answer if answer is None or isinstance(answer, str) else astuple(answer)) for question, answer in self.asked]
        findings = [(finding.what, finding.target) for finding in self.text.findings]
        return asked, self.text.html, self.text.headings, findings, self.text.removed

    @classmethod
    def from_json(cls, data: Json) -> "_Kept":
        asked, html, headings, findings, removed = data
        text = CourseText(
            html, tuple((*heading,) for heading in headings), tuple(Finding(*finding) for finding in findings), tuple(removed)
        )
        return cls(tuple((tuple(question), _answer(question[0], answer)) for question, answer in asked), text)


def _answer(way: str, answer: Json) -> Answer:
    if isinstance(answer, list):
        return Picture(*answer) if way == "picture" else Link(*answer)
    return str(answer) if answer is not None else None


class KeptTexts:
    """What `render_course_markdown` gave, by the digest of the source; `before` is what another one has written as JSON.

    A rendering depends on its source and on what it asks of its page, nothing else. So the questions of a kept rendering are asked
    again, in their order, and it is used where every answer is the same. The new targets thereby learn what the text uses, as if it
    had been rendered: the questions up to the first other answer are those that any rendering of this source begins with.
    """

    def __init__(self, before: Mapping[str, Json] | None = None) -> None:
        self._before = before or {}
        self._kept: dict[str, list[_Kept]] = {}
        self._used: dict[str, dict[int, _Kept]] = {}

    def render(self, source: str, *, targets: Targets | None = None, prefix: str = "text") -> CourseText:
        """As `render_course_markdown`, with its refusals. What is plain is made again sooner than it is found."""
        if plain := plain_paragraph(source):
            return plain
        key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
        if key not in self._kept:
            self._kept[key] = [_Kept.from_json(data) for data in self._before.get(key, ())]
        for at, kept in enumerate(self._kept[key]):
            page = new_page(targets, prefix)
            if all(page.again(question) == answer for question, answer in kept.asked):
                self._used.setdefault(key, {})[at] = kept
                return kept.text
        page = new_page(targets, prefix)
        text = read_page(source, page)
        made = _Kept(tuple(page.asked.items()), text)
        self._used.setdefault(key, {})[len(self._kept[key])] = made
        self._kept[key].append(made)
        return text

    def to_json(self) -> dict[str, Json]:
        """The renderings that were used, and no others."""
        return {key: [kept.to_json() for kept in used.values()] for key, used in self._used.items()}
