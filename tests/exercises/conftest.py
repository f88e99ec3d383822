"""A published course and somebody in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from clustercourse.exercises.queries import Task
from tests import make
from tests.exercises import course


@dataclass(frozen=True)
class Learner:
    person: int
    enrolment: int
    version: int

    def task(self, key: str) -> Task:
        return course.task(self.enrolment, key, self.version)


@pytest.fixture
def version(app: Flask) -> int:
    return course.published()


@pytest.fixture
def ada(version: int) -> Learner:
    """Ada in the course, beside Ben, who has answers of his own."""
    person = make.person("Ada Holm")
    return Learner(person, course.enrolled(person), version)


@pytest.fixture
def ben(version: int) -> Learner:
    person = make.person("Ben Berg")
    return Learner(person, course.enrolled(person), version)
