"""The page of a topic, as it is read and as a post that was not accepted comes back to its writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response

from clustercourse.discussions.forms import PostForm
from clustercourse.discussions.policy import can_lead, can_moderate
from clustercourse.discussions.queries.post import PostRow
from clustercourse.discussions.queries.posts import page_of, posts_on
from clustercourse.discussions.queries.topic import PAGE, TopicRow, steps_of
from clustercourse.discussions.views._here import post_asked
from clustercourse.discussions.words import (
    KIND_ICONS,
    KIND_WORDS,
    LED_WORDS,
    LEVEL_HINTS,
    LEVEL_WORDS,
    STEP_PROMPTS,
    STEP_WORDS,
    reason_words,
)
from clustercourse.language import _, zone
from clustercourse.web.access import viewer
from clustercourse.web.pages import page

WORDS = {
    "kinds": KIND_WORDS,
    "icons": KIND_ICONS,
    "steps": STEP_WORDS,
    "led": LED_WORDS,
    "prompts": STEP_PROMPTS,
    "levels": LEVEL_WORDS,
    "hints": LEVEL_HINTS,
    "reason": reason_words,
}


@dataclass(frozen=True)
class Rights:
    """What the viewer may do with the posts of a topic, and what stands on each of them. `accepted` is the number of the accepted one."""

    writes: bool
    moderates: bool
    accepts: bool
    chatham: bool
    accepted: int


def rights_in(topic: TopicRow) -> Rights:
    moderates = can_moderate(viewer(), topic.space)
    accepts = topic.kind == "question" and can_lead(viewer(), topic)
    return Rights(moderates or not topic.is_closed, moderates, accepts, topic.space.is_chatham, topic.accepted_number or 0)


def topic_page(topic: TopicRow, number: int | None, *, form: PostForm | None = None, status: int = 200) -> Response:
    """A page of fifty posts: the one asked for, else the one with the first that is unread. A post sent in vain stands in its form."""
    asked = number or page_of(min(topic.first_unread, topic.last_number))
    shown = min(asked, topic.page_count)
    values = {
        "topic": topic,
        "posts": posts_on(viewer(), topic.id, shown),
        "number": shown,
        "last_here": min(shown * PAGE, topic.last_number),
        "steps": steps_of(topic.id) if topic.is_clinic or topic.closed_at else (),
        **_writing(topic, form),
        "rights": rights_in(topic),
        "zone": zone(),
        "words": WORDS,
    }
    return page("discussions/topics/show.html", status, **values)


def _writing(topic: TopicRow, sent: PostForm | None) -> dict[str, Any]:
    """The composer, and the post it answers; what was removed meanwhile is answered no more."""
    form, answered = sent or _empty(topic), post_asked(topic.id, "to")
    form.to.data = str(answered.id) if answered else ""
    return {"form": form, "answered": answered}


def _empty(topic: TopicRow) -> PostForm:
    """The form with what was typed before and not sent, and what is to be quoted."""
    draft, quoted = topic.draft, post_asked(topic.id, "quote")
    text = draft.text if draft else ""
    if quoted:
        text = "\n\n".join(part for part in (text, quote(quoted)) if part) + "\n\n"
    return PostForm(data={"text": text, "basis": draft.basis if draft else ""})


def quote(post: PostRow) -> str:
    """A post as a quotation, with who said it."""
    name = post.by_name or str(_("former participant"))
    lines = [f"**{name}**", "", *post.text.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines)
