"""A room full of people for every test of the rules below the pages."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.discussions import talk


@pytest.fixture
def room(app: Flask) -> talk.Room:
    return talk.room()
