"""Who is told what of a discussion, in which words, and where it leads."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from clustercourse.db import db, value
from clustercourse.discussions.actions.reading import choose_level, unmute
from clustercourse.discussions.queries.members import named_in, still_belonging, still_concerned, still_leading, told_of, written_post
from clustercourse.language import Message, _, ngettext
from clustercourse.models.discussions import Flag, Topic
from clustercourse.notifications.actions import notify
from clustercourse.notifications.kinds import NoticeKind, Scope, Still, register, register_scope
from clustercourse.text import plain_text

_FOLLOWED = _("You follow this topic.")
_title = select(Topic.title).where(Topic.id == bindparam("topic"))


def _kind(name: str, choice: str, one: Message, why: Message, more: Message | None = None, *, still: Still = still_concerned) -> None:
    register(NoticeKind(f"discussions.{name}", choice, one, why, more, still=still, stop="topic"))


_kind("named", "direct", _("{who} named you in “{title}”"), _("You were named."))
_kind("answered", "direct", _("{who} answered you in “{title}”"), _("Somebody answered you."))
_kind("accepted", "direct", _("{who} marked your answer in “{title}” as the one that helped"), _("It is your answer."))
_kind("asked_back", "direct", _("Thirty days are over: what came of “{title}”?"), _("You brought this case."))
_kind("announced", "announcements", _("{who} announced: {title}"), _("You take part here."))
_kind(
    "opened",
    "discussion",
    _("{who} opened “{title}”"),
    _("You take part here."),
)
_kind(
    "written",
    "discussion",
    _("{who} wrote in “{title}”"),
    _FOLLOWED,
    ngettext("{who} and {n} other wrote in “{title}”", "{who} and {n} others wrote in “{title}”", 0),
)
_kind("removed", "direct", _("Your post in “{title}” was taken off the page"), _("You wrote it."), still=still_belonging)
_kind("decided", "direct", _("Your flag in “{title}” was decided"), _("You flagged a post."), still=still_belonging)
register(
    NoticeKind(
        "discussions.flagged",
        "duties",
        _("{who} flagged a post in “{title}”"),
        _("You look after this discussion."),
        ngettext("{who} and {n} other flagged a post in “{title}”", "{who} and {n} others flagged a post in “{title}”", 0),
        still=still_leading,
    )
)


def topic_words(topic_id: int) -> Message | str:
    """What the link in a letter says that it stops."""
    title: str | None = value(_title, topic=topic_id)
    return title or _("this topic")


register_scope(
    Scope(
        "topic",
        topic_words,
        lambda person, topic: choose_level(topic, "muted", by=person),
        lambda person, topic: unmute(topic, by=person),
    )
)


def tell_of_post(post_id: int, *, answered: int | None) -> None:
    """Whoever is named, answered or asked by a new post, and those who follow its topic. Each is told once, the most personal way first."""
    post = written_post(post_id)
    told = told_of(post.topic_id) if post else None
    if post is None or told is None:
        return
    directly = [("named", named_in(post_id) & told.heard)]
    if post.number > 1:
        owners = {answered} if answered else {told.opened_by} if told.kind in ("question", "clinic") else set()
        directly.append(("answered", frozenset(owners) & told.heard))
    is_news = told.kind == "announcement" and post.number == 1
    others = [("announced", told.people)] if is_news else [("opened" if post.number == 1 else "written", told.following)]
    seen: set[int] = set()
    for name, people in [*directly, *others]:
        notify(
            f"discussions.{name}",
            people - seen,
            key=f"post:{post_id}",
            by=post.person_id,
            thing=("topic", post.topic_id),
            address=post.address,
            title=told.title,
            excerpt=plain_text(post.html),
            group=f"topic:{post.topic_id}:{name}" if name == "written" else "",
        )
        seen |= people


def tell_named(post_id: int, people: list[int]) -> None:
    """Those whom a changed post names for the first time, also when they had heard of the post before."""
    _tell_of("named", post_id, people, key=f"named:{post_id}")


def tell_accepted(post_id: int, *, by: int | None) -> None:
    post = written_post(post_id)
    if post is not None:
        _tell_of("accepted", post_id, [post.person_id], key=f"accepted:{post_id}", by=by)


def tell_removed(post_id: int, *, by: int | None, reason: str, removal: int) -> None:
    """Its author, each time that somebody else takes it away; with the reason, where one was given."""
    post = written_post(post_id)
    if post is not None:
        _tell_of("removed", post_id, [post.person_id], key=f"removed:{removal}", by=by, excerpt=reason)


def tell_asked_back(topic_id: int) -> None:
    """Who brought the case, unless they have left or want to hear nothing of it."""
    told = told_of(topic_id)
    if told is not None:
        address = f"/topics/{topic_id}/#composer"
        thing, key = ("topic", topic_id), f"asked-back:{topic_id}"
        notify("discussions.asked_back", told.heard & {told.opened_by}, key=key, by=None, thing=thing, address=address, title=told.title)


def tell_flagged(flag_id: int) -> None:
    """Those who run the cohort or teach the course."""
    flag = db.session.get_one(Flag, flag_id)
    post = written_post(flag.post_id)
    told = told_of(post.topic_id) if post else None
    if post is not None and told is not None:
        notify(
            "discussions.flagged",
            told.team,
            key=f"flag:{flag_id}",
            by=flag.person_id,
            thing=("post", post.id),
            address=f"/moderation/{post.id}",
            title=told.title,
            excerpt=flag.text,
            group=f"flagged:{post.id}",
        )


def tell_decided(flag_id: int) -> None:
    """Who flagged it, with the reason."""
    flag = db.session.get_one(Flag, flag_id)
    _tell_of("decided", flag.post_id, [flag.person_id], key=f"decided:{flag_id}", by=flag.decided_by_id, excerpt=flag.reason)


def _tell_of(name: str, post_id: int, people: list[int], *, key: str, by: int | None = None, excerpt: str | None = None) -> None:
    post = written_post(post_id)
    told = told_of(post.topic_id, or_gone=True) if post else None
    if post is None or told is None:
        return
    notify(
        f"discussions.{name}",
        [person for person in people if person in told.heard],
        key=key,
        by=post.person_id if by is None else by,
        thing=("topic", post.topic_id),
        address=post.address,
        title=told.title,
        excerpt=plain_text(post.html) if excerpt is None else excerpt,
    )
