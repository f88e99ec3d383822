"""Sending what stands in the composer of a topic: a post, or the post with which a case clinic goes on."""

from __future__ import annotations

from clustercourse.discussions.actions.clinics import tell_outcome, try_something
from clustercourse.discussions.actions.drafts import clear_draft
from clustercourse.discussions.actions.posts import write_post
from clustercourse.discussions.facts import PostFacts
from clustercourse.discussions.policy import can_moderate
from clustercourse.discussions.queries.topic import TopicRow
from clustercourse.models.discussions import Post
from clustercourse.viewer import Viewer


def send_post(viewer: Viewer, topic: TopicRow, facts: PostFacts, *, answers: str = "", ends_step: str = "") -> Post:
    """Write the post and clear the draft it was typed in. `ends_step` is `trying` or `outcome` when the owner of a case goes on with it."""
    by, moderates = viewer.person_id or 0, can_moderate(viewer, topic.space)
    if by == topic.person_id and ends_step == "trying":
        post = try_something(topic.id, facts, by=by, moderates=moderates)
    elif by == topic.person_id and ends_step == "outcome":
        post = tell_outcome(topic.id, facts, by=by, moderates=moderates)
    else:
        to = int(answers) if answers.isdecimal() and len(answers) < 10 else None
        post = write_post(topic.id, facts, by=by, answers=to, moderates=moderates)
    clear_draft(f"topic:{topic.id}", by=by, sent=facts.text)
    return post
