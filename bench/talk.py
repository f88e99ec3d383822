"""What the people of a cohort have written: one topic of thousands of posts, one of a few, and as many others as a busy year brings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from bench.bulk import Bulk
from clustercourse.db import db
from clustercourse.models.catalogue import Membership
from clustercourse.models.discussions import Post, Space, Topic, TopicReader
from clustercourse.text import render_learner_markdown

MANY, FEW = 5_000, 5
OTHERS, EACH = 60, 8
_TEXT = """We asked our members the same last spring. Of **{n}** firms, about a third came to the first evening.

* The ones who came were neighbours already.
* The others wanted a *date in working hours*.

What did you do about the second kind? We are thinking of visits, but that costs the office a day each."""


def seed_talk(bulk: Bulk, cohort: int, people: Sequence[int], at: datetime) -> tuple[int, int]:
    """The topics of many posts and of a few; everybody has read half of what there is."""
    space = bulk.add(Space, cohort_id=cohort, course_id=None, is_chatham=False, created_at=at)
    writing = _Writing(bulk, space, people, at)
    topics = [writing.topic(number, count) for number, count in enumerate([MANY, FEW, *[EACH] * OTHERS])]
    return topics[0], topics[1]


class _Writing:
    def __init__(self, bulk: Bulk, space: int, people: Sequence[int], at: datetime) -> None:
        self.bulk, self.space, self.people, self.at = bulk, space, people, at
        found = select(Membership.person_id, Membership.organisation_id).where(Membership.person_id.in_(people))
        self.homes = {each.person_id: each.organisation_id for each in db.session.execute(found)}
        self.said = [(text := _TEXT.format(n=number), render_learner_markdown(text)) for number in range(12)]

    def topic(self, number: int, posts: int) -> int:
        begun = self.at - timedelta(days=60 - number % 50)
        last, opener = begun + timedelta(minutes=posts), self.people[number % len(self.people)]
        topic = self.bulk.add(
            Topic,
            space_id=self.space,
            person_id=opener,
            kind=("discussion", "question")[number % 2],
            title=f"How do you bring members together, part {number}",
            step="",
            last_number=posts,
            last_post_at=last,
            last_person_id=opener,
            created_at=begun,
        )
        for place in range(1, posts + 1):
            self._post(topic, place, begun)
        for at, person in enumerate(self.people):
            if (at + number) % 2:
                values = {"read_number": posts, "level": None, "is_chosen": False, "reason": "", "read_at": last}
                self.bulk.add(TopicReader, person_id=person, topic_id=topic, **values)
        return topic

    def _post(self, topic: int, number: int, begun: datetime) -> None:
        person, (text, html) = self.people[number % len(self.people)], self.said[number % len(self.said)]
        self.bulk.add(
            Post,
            topic_id=topic,
            number=number,
            answers_id=None,
            person_id=person,
            organisation_id=self.homes.get(person),
            text=text,
            html=html,
            step="",
            basis="",
            helpful_count=number % 5,
            file_count=0,
            created_at=begun + timedelta(minutes=number),
        )
