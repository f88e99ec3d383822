"""A kind of letter that exists in the tests only, and a house with a mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from clustercourse.house import house, use_house
from clustercourse.notifications import letters
from tests.notifications.mail import Mailbox, mail_server

GREETING = {
    "greeting.txt": (
        '{% extends "base.txt" %}\n{% block subject %}{{ _("Welcome, {name}", name=name) }}{% endblock %}\n'
        "{% block body %}\n{{ address }}\n\n{{ message|default('') }}\n{% endblock %}\n"
    ),
    "greeting.html": (
        '{% extends "base.html" %}\n{% from "_action.html" import action %}\n'
        '{% block body %}<p>{{ name }}</p>{{ action(address, _("Open the page")) }}{% endblock %}\n'
    ),
}


@pytest.fixture(autouse=True)
def greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    loader = letters._environment.loader
    assert loader is not None
    monkeypatch.setattr(letters._environment, "loader", ChoiceLoader([DictLoader(GREETING), loader]))


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    with mail_server() as running:
        use_house(replace(house(), smtp_host="127.0.0.1", smtp_port=running.port, smtp_security="none"))
        yield running


@pytest.fixture
def house_with(app: Flask) -> Callable[..., None]:
    """Change settings of the house for this test."""
    return lambda **changes: use_house(replace(house(), **changes))
