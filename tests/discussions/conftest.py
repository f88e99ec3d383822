"""A cohort that talks: Ada and Ben take part, Dan runs it; Cleo runs another, and Eve belongs nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import value
from clustercourse.models.cohorts import Cohort
from tests import make
from tests.cast import Cast, assemble
from tests.discussions import given


@dataclass
class Room:
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


@pytest.fixture
def room(app: Flask) -> Room:
    cast = assemble()
    cohort = make.cohort(coordinator=cast.dan)
    make.cohort("Elsewhere", coordinator=cast.cleo)
    for person, organisation in ((cast.ada, cast.organisation_a), (cast.ben, cast.organisation_b)):
        make.seat(cohort, person, organisation_id=organisation)
    space = given.space(cohort_id=cohort)
    topic = given.topic(space, cast.ada)
    return Room(cast, cohort, space, topic, given.post(topic, cast.ada, "We are few, and want to be many."))
