"""A cohort that talks: Ada and Ben take part, Dan runs it; Cleo runs another, and Eve belongs nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import rows, value, writing
from clustercourse.models.cohorts import Cohort
from clustercourse.models.discussions import Post
from tests import make
from tests.cast import Cast, assemble
from tests.discussions import given
from tests.page import Browser, Page


@dataclass
class Here:
    """`address` is the page of its discussion, `topic` a discussion that Ada opened with one post."""

    cast: Cast
    cohort: int
    space: int
    topic: int
    first: int

    @property
    def home(self) -> str:
        return f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == self.cohort))}/"

    @property
    def address(self) -> str:
        return f"{self.home}discussion/"

    @property
    def at(self) -> str:
        return f"/topics/{self.topic}/"

    def post(self, number: int) -> str:
        """The address of a post by its id."""
        return f"{self.at}posts/{number}"

    def filled(self, until: int, by: int | None = None) -> list[int]:
        """Posts until there are so many in the topic; their ids."""
        with writing():
            return [given.post(self.topic, by or self.cast.ben, f"Post number {number}.") for number in range(2, until + 1)]


@pytest.fixture
def here(app: Flask) -> Here:
    cast = assemble()
    cohort = make.cohort(coordinator=cast.dan)
    make.cohort("Elsewhere", coordinator=cast.cleo)
    for person, organisation in ((cast.ada, cast.organisation_a), (cast.ben, cast.organisation_b)):
        make.seat(cohort, person, organisation_id=organisation)
    space = given.space(cohort_id=cohort)
    topic = given.topic(space, cast.ada)
    return Here(cast, cohort, space, topic, given.post(topic, cast.ada, "We are few, and want to be many."))


def sent(browser: Browser, path: str, **values: Any) -> Page:
    """A post with our token and nothing of the form's own."""
    return Page(browser.post(path, data={**browser.csrf(), **values}))


def texts() -> list[str]:
    """What all posts say, the oldest first."""
    return [found.text for found in rows(select(Post.text).order_by(Post.id))]
