"""A room full of people for every test of the rules below the pages, and the cohort that talks for tests of the pages."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.discussions import talk
from tests.discussions.here import here

__all__ = ["here", "room"]


@pytest.fixture
def room(app: Flask) -> talk.Room:
    return talk.room()
