"""What posts in the discussions of a course mean for what is done in it."""

from __future__ import annotations

from collections.abc import Mapping

from clustercourse.content.queries import outline
from clustercourse.learning.actions.evidence import Settled, note_all, take_back_evidence
from clustercourse.learning.queries.posts import asked_posts, posts_noted


def note_posts(enrolment_id: int, counts: Mapping[int, int], *, version_id: int, by: int | None) -> Settled:
    """Bring the evidence of one enrolment up to the posts that its person has written, and complete what is done by it.

    `counts` is how many of them there are in the discussion of each item of the course, by the item's id; an item that is missing
    has none. A post that is gone takes the evidence with it, unless what it finished is done already. Twice is once; nothing is
    refused.
    """
    noted = posts_noted(enrolment_id)
    for item_id, word in noted:
        if counts.get(item_id, 0) < int(word.partition(".")[2]):
            take_back_evidence(enrolment_id, item_id, word)
    settled = []
    for item_id, asked in asked_posts(outline(version_id)).items():
        count = counts.get(item_id, 0)
        new = {word: {"posts": count} for word, number in asked.items() if number <= count and (item_id, word) not in noted}
        if new:
            settled.append(note_all(enrolment_id, item_id, new, version_id=version_id, by=by))
    completed = tuple(item_id for each in settled for item_id in each.completed)
    return Settled(completed, any(each.finished for each in settled))
