"""The letters of a dialogue, and the addresses in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from clustercourse.db import rows, writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.invitations import invite_guests
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.guests import Guest
from clustercourse.language import speaking
from clustercourse.models.labs import LabInvitation
from clustercourse.models.notifications import Letter
from tests.labs.house import House

LENA = Guest("Lena Krog", "lena@example.org")
ODIN = Guest("Odin Bak", "odin@example.org")


def opened(house: House) -> None:
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)


def invited(house: House, *guests: Guest, body: str = "advisory-board") -> None:
    with writing():
        invite_guests(house.lab, guests or (LENA,), body, by=house.finn)


def sent() -> list[tuple[str, str]]:
    """To whom each letter of a dialogue went, and the path in it, the first first."""
    found = rows(select(Letter.to_address, Letter.text).where(Letter.kind == "lab_invitation").order_by(Letter.id))
    return [(to, re.findall(r"http://127\.0\.0\.1:8000(/labs/answers/\S+)", text)[0]) for to, text in found]


def token_in(path: str) -> str:
    return path.split("/")[3]


def number_of(guest: Guest) -> int:
    [found] = rows(select(LabInvitation.id).where(LabInvitation.email == guest.email))
    return int(found.id)


@contextmanager
def refused(words: str) -> Iterator[None]:
    """A writing block that is refused with a sentence that begins so."""
    with pytest.raises(Refused) as found, writing():
        yield
    with speaking("en", "Europe/Copenhagen"):
        assert found.value.sentence.startswith(words)
