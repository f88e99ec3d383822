"""A topic: opening it, reading it, giving it another title or place."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.drafts import clear_draft
from clustercourse.discussions.actions.topics import change_topic, open_topic
from clustercourse.discussions.forms import ChangedTopicForm, TopicForm, topic_facts
from clustercourse.discussions.policy import can_lead, can_moderate
from clustercourse.discussions.queries.drafts import draft_at
from clustercourse.discussions.queries.spaces import SpaceRow
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.discussions.views._here import page_number, places_in, post_facts, row_of, space_here
from clustercourse.discussions.views._reading import topic_page
from clustercourse.discussions.words import KIND_HINTS
from clustercourse.language import _
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("topics", __name__)


def _form(space: SpaceRow, data: Mapping[str, str] | None = None, *, sent: bool = False) -> TopicForm:
    return TopicForm.choosing(_kinds(space), places_in(space), data, sent=sent)


def _kinds(space: SpaceRow) -> list[str]:
    return ["discussion", "question", "clinic"] + (["announcement"] if can_moderate(viewer(), space) else [])


def _showing(space: SpaceRow, form: TopicForm, status: int = 200) -> ResponseReturnValue:
    draft = draft_at(f"new:{space.place}", me())
    return page("discussions/topics/new.html", status, space=space, form=form, hints=KIND_HINTS, draft=draft)


@views.get("/cohorts/<cohort>/discussion/new")
@views.get("/courses/<course>/discussion/new")
@signed_in
def new(cohort: str = "", course: str = "") -> ResponseReturnValue:
    space = space_here(cohort, course)
    draft = draft_at(f"new:{space.place}", me())
    asked = {"kind": request.args.get("kind", ""), "place": request.args.get("about", "")} | dict(draft.fields if draft else {})
    if asked["kind"] not in _kinds(space):
        asked["kind"] = "discussion"
    return _showing(space, _form(space, asked))


@views.post("/cohorts/<cohort>/discussion/new")
@views.post("/courses/<course>/discussion/new")
@signed_in
def create(cohort: str = "", course: str = "") -> ResponseReturnValue:
    space = space_here(cohort, course)
    form, moderates, made = _form(space, sent=True), can_moderate(viewer(), space), []

    def begin() -> None:
        facts, first = form.facts(), post_facts(form, space)
        with creating(viewer()) as answer:
            if not answer.was_given:
                topic = open_topic(row_of(space), facts, first, by=me(), moderates=moderates)
                clear_draft(f"new:{space.place}", by=me(), sent=first.text)
                answer.address = f"/topics/{topic.id}/"
            made.append(answer.address)

    if not form.carry_out(begin):
        return _showing(space, form, 422)
    return go(made[0], _("Your topic is open."))


@views.get("/topics/<int:topic>/")
@signed_in
def show(topic: int) -> ResponseReturnValue:
    return topic_page(topic_at(viewer(), topic), page_number())


@views.get("/topics/<int:topic>/edit")
@signed_in
def edit(topic: int) -> ResponseReturnValue:
    here = topic_at(viewer(), topic)
    require(can_lead(viewer(), here))
    place = f"session:{here.session_id}" if here.session_id else f"lesson:{here.item_id}" if here.item_id else ""
    form = ChangedTopicForm.choosing(places_in(here.space), title=here.title, place=place)
    return page("discussions/topics/edit.html", topic=here, form=form)


@views.post("/topics/<int:topic>/edit")
@signed_in
def update(topic: int) -> ResponseReturnValue:
    here = topic_at(viewer(), topic)
    require(can_lead(viewer(), here))
    form = ChangedTopicForm.choosing(places_in(here.space), sent=True)

    def save() -> None:
        with writing():
            change_topic(topic, topic_facts(here.kind, form.title.data, form.place.data or ""), by=me())

    if not form.carry_out(save):
        return page("discussions/topics/edit.html", 422, topic=here, form=form)
    return go(here.address, _("The topic is saved."))
