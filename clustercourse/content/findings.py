"""What a text points at and what is not there: on which lines, and what a trainer has to do about it."""

import re
from collections.abc import Iterator

from clustercourse.content.package import Package
from clustercourse.content.targets import SCHEMES
from clustercourse.content.validation import did_you_mean
from clustercourse.language import _
from clustercourse.text import Finding

_NOTE = "#fnref-"
"""Where a footnote that nothing refers to leads back to."""


def with_lines(findings: tuple[Finding, ...], whole: str, first: int) -> Iterator[tuple[Finding, int]]:
    """Each finding with the line of ``whole`` it stands on: the second of the same kind where its words stand for the second time."""
    seen: dict[Finding, int] = {}
    for finding in findings:
        at = seen[finding] = seen.get(finding, -1) + 1
        places = [found.start() for found in re.finditer(_written_as(finding), whole)]
        yield finding, first + whole.count("\n", 0, places[min(at, len(places) - 1)]) if places else first


def _written_as(finding: Finding) -> str:
    """What to look for in the text: the whole word, for others may begin in the same way."""
    if finding.target.startswith(_NOTE):
        return re.escape(f"[^{finding.target.removeprefix(_NOTE)}]:")
    return rf"(?<![\w-]){re.escape(finding.target)}(?![\w-])" if finding.target[:1].isalnum() else re.escape(finding.target)


def finding_sentence(finding: Finding, package: Package) -> str:
    """What a trainer has to do about something that points nowhere."""
    target = finding.target
    if finding.what == "link":
        scheme, _colon, key = target.partition(":")
        known = {"lesson": package.lessons, "exercise": package.exercises, "term": package.site.glossary, "course": package.site.courses}
        if scheme in known:
            return str(_("There is no {what} with the id “{id}”.", what=scheme, id=key)) + did_you_mean(key, known[scheme])
        return str(_("“{target}” is not a link we can follow. Use https, or {schemes}.", target=target, schemes=", ".join(SCHEMES)))
    if finding.what == "source":
        return str(_("There is no source “{tag}” in sources.yaml.", tag=target)) + did_you_mean(target, package.site.sources)
    if finding.what == "picture":
        said = str(_("There is no picture {path}. Pictures lie in the folder media of the course.", path=target))
        return said + did_you_mean(target, package.files)
    if target.startswith(_NOTE):
        name = target.removeprefix(_NOTE)
        return str(_("The footnote [^{name}] is not used. Write [^{name}] where it belongs, or remove it.", name=name))
    sentences = {
        "http link": _("Link with https: {target}", target=target),
        "relative link": _("“{target}” leads nowhere. Link by id, such as (lesson:id), or with https.", target=target),
        "place": _("No heading of this text is called “{target}”. Link to a heading by its words: (#the-four-words).", target=target),
        "alternative text": _("Say in words what the picture {target} shows: ![What it shows]({target}).", target=target),
    }
    return str(sentences[finding.what])


def line_of(whole: str, words: str, first: int, otherwise: str = "") -> int:
    """The line of ``whole`` in which ``words`` stand first."""
    for wanted in (words, otherwise):
        before, found, _after = whole.partition(wanted) if wanted else (whole, "", "")
        if found:
            return first + before.count("\n")
    return first
