"""What follows from what was written: who is told, what is found and forgotten, and what it means for the course."""

from __future__ import annotations

from clustercourse.discussions import finding, notices
from clustercourse.discussions.actions.answers import count_helpful_again
from clustercourse.discussions.actions.counting import note_posts_in, note_posts_of
from clustercourse.discussions.actions.flags import reason_for
from clustercourse.discussions.jobs import COUNT
from clustercourse.discussions.queries.moderation import flagged_in_topics_of
from clustercourse.discussions.queries.topics import topics_opened_by
from clustercourse.events import on
from clustercourse.jobs import enqueue
from clustercourse.models.discussions import STEPS
from clustercourse.models.events import Event
from clustercourse.notifications.actions import take_back, take_words


@on("discussions.post_written")
def tell_of_post(event: Event) -> None:
    """Whoever is named or answered, and those who follow the topic."""
    if event.thing_id is not None:
        notices.tell_of_post(event.thing_id, answered=event.detail.get("to"))


@on("discussions.post_changed")
def tell_newly_named(event: Event) -> None:
    if event.thing_id is not None and event.detail["named"]:
        notices.tell_named(event.thing_id, event.detail["named"])


@on("discussions.post_removed")
def forget_post(event: Event) -> None:
    """Nobody is told of it any more; its author is, when it was somebody else's doing."""
    if event.thing_id is None:
        return
    take_back(f"{way}:{event.thing_id}" for way in ("post", "named", "accepted"))
    if event.by_id != event.person_id:
        notices.tell_removed(event.thing_id, by=event.by_id, reason=reason_for(event.thing_id), removal=event.id)


@on("discussions.answer_accepted")
def tell_accepted(event: Event) -> None:
    take_back([f"accepted:{event.detail['before']}"])
    if event.thing_id is not None:
        notices.tell_accepted(event.thing_id, by=event.by_id)


@on("discussions.answer_withdrawn")
def forget_accepted(event: Event) -> None:
    take_back([f"accepted:{event.detail['before']}"])


@on("discussions.clinic_stepped")
def ask_back(event: Event) -> None:
    """The site itself asks, when the thirty days are over."""
    if event.thing_id is not None and event.by_id is None and STEPS[event.detail["to"]] == "asked-back":
        notices.tell_asked_back(event.thing_id)


@on("discussions.flagged")
def tell_flagged(event: Event) -> None:
    if event.thing_id is not None:
        notices.tell_flagged(event.thing_id)


@on("discussions.flag_decided")
def tell_decided(event: Event) -> None:
    """Who flagged the post; the other moderators have nothing to do any more."""
    if event.thing_id is not None:
        take_back([f"flag:{event.thing_id}"])
        notices.tell_decided(event.thing_id)


@on("discussions.post_written")
@on("discussions.post_changed")
@on("discussions.post_removed")
@on("discussions.post_restored")
def find_post(event: Event) -> None:
    """The search knows it as it is now."""
    if event.thing_id is not None:
        finding.put_post(event.thing_id)


@on("discussions.topic_changed")
@on("discussions.topic_moved")
def find_topic(event: Event) -> None:
    """Its posts are found under another title, or by other people."""
    if event.thing_id is not None:
        finding.put_topic(event.thing_id)


@on("discussions.post_written")
@on("discussions.post_removed")
@on("discussions.post_restored")
def count_post(event: Event) -> None:
    """A post in the discussion of a lesson may finish the lesson; one that is gone may open it again."""
    if event.person_id is not None:
        note_posts_in(event.detail["topic"], event.person_id, by=event.by_id)


@on("discussions.topic_changed")
@on("discussions.topic_moved")
def count_posts_again(event: Event) -> None:
    """It may hang on another lesson now."""
    if event.thing_id is not None:
        enqueue(COUNT, f"{COUNT}:{event.id}", {"topic": event.thing_id, "by": event.by_id})


@on("learning.enrolled")
@on("learning.returned")
def count_earlier_posts(event: Event) -> None:
    """Whoever begins or comes back may have written before."""
    if event.person_id is not None:
        note_posts_of(event.person_id, event.detail["course"], by=event.by_id)


@on("cohorts.version_pinned")
@on("content.published")
def look_at_posts_again(event: Event) -> None:
    """A new version may ask for posts that were written already."""
    enqueue(COUNT, f"{COUNT}:{event.id}", {"course": event.detail["course"]})


@on("accounts.erased")
def find_left_posts(event: Event) -> None:
    """Words that somebody lets stay are found on, without their name."""
    if event.person_id is not None and event.detail.get("leaves_posts"):
        finding.put_posts_of(event.person_id)


@on("accounts.people_joined")
def count_joined_posts(event: Event) -> None:
    """What either wrote is by one person now, and counts together."""
    if event.person_id is not None:
        enqueue(COUNT, f"{COUNT}:{event.id}", {"person": event.person_id})


@on("accounts.erased")
@on("accounts.people_joined")
def count_helpful(_event: Event) -> None:
    """Their marks are gone, or were there twice."""
    count_helpful_again()


@on("accounts.erased")
def forget_titles(event: Event) -> None:
    """The titles that somebody gave stand also in what others were told, and beside the posts of others in the search."""
    if event.detail.get("leaves_posts"):
        return
    for topic_id in topics_opened_by(event.person_id or 0):
        take_words(("topic", topic_id))
        finding.put_topic(topic_id)
    for post_id in flagged_in_topics_of(event.person_id or 0):
        take_words(("post", post_id))
