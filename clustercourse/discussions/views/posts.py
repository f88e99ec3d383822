"""Posts: writing, changing and removing them, their lasting address, and those that came since a page was opened."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.drafts import clear_draft
from clustercourse.discussions.actions.posts import change_post, remove_post
from clustercourse.discussions.forms import ChangedPostForm, PostForm
from clustercourse.discussions.policy import can_change_post, can_remove_post
from clustercourse.discussions.queries.drafts import draft_at
from clustercourse.discussions.queries.post import PostRow, files_of, post_at
from clustercourse.discussions.queries.posts import page_of, posts_after
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.discussions.views._here import number_asked, post_facts, post_here
from clustercourse.discussions.views._reading import WORDS, rights_in, topic_page
from clustercourse.discussions.writing import send_post
from clustercourse.language import _, zone
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("posts", __name__)


@views.get("/topics/<int:topic>/posts")
@signed_in
def index(topic: int) -> ResponseReturnValue:
    here, after = topic_at(viewer(), topic), number_asked("after") or 0
    if not 0 <= after < here.last_number:
        return "", 204
    posts = posts_after(viewer(), topic, after)
    last = posts.lines[-1].number
    return page("discussions/posts/index.html", topic=here, posts=posts, last_here=last, rights=rights_in(here), zone=zone(), words=WORDS)


@views.post("/topics/<int:topic>/posts")
@signed_in
def create(topic: int) -> ResponseReturnValue:
    here, form, made = topic_at(viewer(), topic), PostForm.sent(), []

    def write() -> None:
        facts = post_facts(form, here.space)
        with creating(viewer()) as answer:
            if not answer.was_given:
                post = send_post(viewer(), here, facts, answers=form.to.data or "", ends_step=request.form.get("step", ""))
                answer.address = f"{here.address}?page={page_of(post.number)}#post-{post.number}"
            made.append(answer.address)

    if not form.carry_out(write):
        return topic_page(topic_at(viewer(), topic), here.page_count, form=form, status=422)
    return go(made[0])


@views.get("/topics/<int:topic>/posts/<int:post>")
@signed_in
def show(topic: int, post: int) -> ResponseReturnValue:
    here = post_at(viewer(), topic, post)
    return go(here.space.address if here.is_topic_gone else here.in_topic)


@views.get("/topics/<int:topic>/posts/<int:post>/edit")
@signed_in
def edit(topic: int, post: int) -> ResponseReturnValue:
    here = post_here(topic, post)
    require(can_change_post(viewer(), here))
    draft = draft_at(f"post:{post}", me())
    typed = draft.fields if draft and not draft.is_empty else {}
    seen = here.edited_at.isoformat() if here.edited_at else ""
    said = {"text": here.text, "basis": here.basis, "seen": seen} | dict(typed)
    return _showing(here, ChangedPostForm.choosing(files_of(post), said))


@views.post("/topics/<int:topic>/posts/<int:post>/edit")
@signed_in
def update(topic: int, post: int) -> ResponseReturnValue:
    here, form = post_at(viewer(), topic, post), ChangedPostForm.choosing(files_of(post), sent=True)
    require(can_change_post(viewer(), here))

    def save() -> None:
        facts = post_facts(form, here.space)
        with creating(viewer()) as answer:
            if not answer.was_given:
                change_post(post, facts, by=me(), seen=_moment(form.seen.data), dropped=form.dropped.data or ())
                clear_draft(f"post:{post}", by=me(), sent=facts.text)

    if not form.carry_out(save):
        return _showing(here, form, 422)
    return go(here.in_topic, _("Your post is saved."))


@views.post("/topics/<int:topic>/posts/<int:post>/delete")
@signed_in
def delete(topic: int, post: int) -> ResponseReturnValue:
    here = post_here(topic, post)
    require(can_remove_post(viewer(), here))
    with writing():
        remove_post(post, by=me())
    return go(url_for("discussions.removals.show", topic=topic, post=post))


def _moment(text: str | None) -> datetime | None:
    """When the post had been changed last, as its form says."""
    with suppress(ValueError):
        return datetime.fromisoformat(text) if text else None
    return None


def _showing(here: PostRow, form: ChangedPostForm, status: int = 200) -> ResponseReturnValue:
    return page("discussions/posts/edit.html", status, post=here, form=form, draft=draft_at(f"post:{here.id}", me()))
