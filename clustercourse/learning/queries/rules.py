"""What finishes an item, in words, and what of it is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.content.queries import Outline, OutlineItem, Requirement
from clustercourse.language import Message, _, ngettext
from clustercourse.learning.queries.completion import Evidence, Marks, asked, holds

ANSWERING = frozenset({"submit", "pass"})
_DISCUSSION = "#discussion"
"""The heading above the topics of a lesson, on the lesson's page."""


@dataclass(frozen=True)
class Condition:
    """One thing to do. `address` leads to where it is done: a place on the item's own page begins with `#`, empty is the page itself.

    Not asked: it would count in a cohort with such a session. Excused: somebody made an exception.
    """

    words: Message
    is_met: bool
    address: str
    name: str
    is_asked: bool = True
    is_excused: bool = False

    @property
    def word(self) -> str:
        """What has to happen, in one word."""
        return self.name.partition("@")[0].partition(".")[0]

    @property
    def is_answering(self) -> bool:
        """Whether answers to an exercise meet it."""
        return self.word in ANSWERING


def conditions(outline: Outline, item: OutlineItem, marks: Marks, language: str) -> tuple[Condition, ...]:
    """What counts for this person first, then what does not."""
    evidence, counting = marks.by_key(outline), asked(item, marks)
    passed_over = [rule for rule in item.rule if rule not in counting]
    found = [_condition(outline, item, rule, marks, evidence, language) for rule in counting]
    return (*found, *(_passed_over(rule, marks) for rule in passed_over))


def _condition(outline: Outline, item: OutlineItem, rule: Requirement, marks: Marks, evidence: Evidence, language: str) -> Condition:
    is_met = holds(rule, evidence)
    is_excused = not is_met and rule.name in marks.excused.get(item.id, ())
    if rule.session is not None:
        session = marks.sessions[rule.session]
        words = _("You take part in “{session}” with your cohort.", session=session.title)
        return Condition(words, is_met, session.address, rule.name, is_excused=is_excused)
    other = outline.by_key.get(rule.item, item)
    if rule.what == "post":
        words, address = _posts(item, rule.threshold or 1), _discussion_of(outline, item)
    else:
        words, address = _words(rule, item, other, language), "" if other is item else outline.address_of(other)
    return Condition(words, is_met, address, rule.name, is_excused=is_excused)


def _posts(item: OutlineItem, number: int) -> Message:
    if item.is_lesson:
        return ngettext(
            "You write a post in the discussion of this lesson.", "You write {n} posts in the discussion of this lesson.", number
        )
    return ngettext(
        "You write a post in the discussion of this exercise.", "You write {n} posts in the discussion of this exercise.", number
    )


def _discussion_of(outline: Outline, item: OutlineItem) -> str:
    """A lesson shows its topics itself; those of an exercise stand in the discussion of the course."""
    return _DISCUSSION if item.is_lesson else f"{outline.address}discussion/?lesson={item.key}"


def _passed_over(rule: Requirement, marks: Marks) -> Condition:
    session = marks.sessions.get(rule.session or "")
    if session is not None:
        words = _("You take part in “{session}” with your cohort. It was cancelled, so this is not asked.", session=session.title)
    else:
        key = (rule.session or "").replace("-", " ")
        words = _("You take part in the session “{session}” of your cohort. This is asked in cohorts with that session only.", session=key)
    return Condition(words, is_met=False, address="", name=rule.name, is_asked=False)


def _words(rule: Requirement, item: OutlineItem, other: OutlineItem, language: str) -> Message:
    if rule.what == "read":
        return _("You press “Mark as done” at the end.")
    if rule.what == "submit":
        return _("You send your answers.") if other is item else _("You answer “{title}”.", title=other.title(language))
    if other is item:
        return _("You reach {percent}% or more.", percent=rule.threshold)
    return _("You pass “{title}” with {percent}% or more.", title=other.title(language), percent=rule.threshold)
