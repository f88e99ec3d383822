"""What follows from what happens in labs: what the search finds, who is told, and which letters go out."""

from __future__ import annotations

from clustercourse.events import on
from clustercourse.labs.actions.invitations import send_waiting
from clustercourse.labs.finding import index_lab, index_method
from clustercourse.labs.notices import tell_chased, tell_decided, tell_deciders, tell_dialogue_opened, tell_moved, tell_set, tell_stepped
from clustercourse.models.events import Event


@on("labs.stepped")
def tell_of_step(event: Event) -> None:
    if event.thing_id is not None:
        tell_stepped(event.thing_id, event.detail["to"], by=event.by_id, step=event.id)


@on("labs.stepped")
def open_dialogue(event: Event) -> None:
    """Those who are to be heard are told; those who were invited before get their letters now."""
    if event.thing_id is not None and event.detail["to"] == "in-dialogue":
        tell_dialogue_opened(event.thing_id, by=event.by_id, step=event.id)
        send_waiting(event.thing_id, by=event.by_id)


@on("labs.homework_set")
def tell_of_homework(event: Event) -> None:
    if event.thing_id is not None:
        tell_set(event.thing_id, event.detail["due_on"], by=event.by_id)


@on("labs.homework_chased")
def tell_those_who_are_silent(event: Event) -> None:
    if event.thing_id is not None:
        tell_chased(event.thing_id, event.detail["reason"], event.detail["for_day"], event.detail["organisations"], by=event.by_id)


@on("labs.homework_changed")
def tell_of_another_day(event: Event) -> None:
    if event.thing_id is not None and event.detail["moved"]:
        was, becomes = event.detail["moved"]
        tell_moved(event.thing_id, was, becomes, event.detail["edition"], by=event.by_id)


@on("labs.stepped")
@on("labs.verdict_decided")
@on("labs.signed")
@on("labs.hypothesis_written")
def find_lab(event: Event) -> None:
    """A lab is found as it stands; its hypothesis once it is locked."""
    if event.thing_id is not None:
        index_lab(event.thing_id)


@on("labs.method_tested")
@on("labs.method_changed")
@on("labs.result_changed")
@on("labs.result_removed")
def find_method(event: Event) -> None:
    if event.thing_id is not None:
        index_method(event.thing_id)


@on("labs.adoption_reported")
def tell_who_decides(event: Event) -> None:
    if event.thing_id is not None:
        tell_deciders(event.thing_id, by=event.by_id)


@on("labs.adoption_decided")
def tell_author(event: Event) -> None:
    if event.thing_id is not None:
        tell_decided(event.thing_id, event.detail["to"], by=event.by_id, event=event.id)
