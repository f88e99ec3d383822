"""What finishes an item, in words, and what of it is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.content.queries import Outline, OutlineItem, Requirement
from clustercourse.language import Message, _
from clustercourse.learning.queries.completion import Evidence, holds


@dataclass(frozen=True)
class Condition:
    """One thing to do. `address` leads to where it is done; empty when that is this page."""

    words: Message
    is_met: bool
    address: str


def conditions(outline: Outline, item: OutlineItem, evidence: Evidence, language: str) -> tuple[Condition, ...]:
    return tuple(_condition(outline, item, rule, evidence, language) for rule in item.rule)


def _condition(outline: Outline, item: OutlineItem, rule: Requirement, evidence: Evidence, language: str) -> Condition:
    other = outline.by_key.get(rule.item, item)
    address = "" if other is item else outline.address_of(other)
    return Condition(_words(rule, item, other, language), holds(rule, evidence), address)


def _words(rule: Requirement, item: OutlineItem, other: OutlineItem, language: str) -> Message:
    if rule.what == "read":
        return _("You press “Mark as done” at the end.")
    if rule.what == "submit":
        return _("You send your answers.") if other is item else _("You answer “{title}”.", title=other.title(language))
    if other is item:
        return _("You reach {percent}% or more.", percent=rule.threshold)
    return _("You pass “{title}” with {percent}% or more.", title=other.title(language), percent=rule.threshold)
