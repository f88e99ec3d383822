"""The code on the wall: what it is at a moment, which ones hold, when check-in is open, and its picture. Pure: knows no rows."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno

STEP = 20
"""Seconds a code stands on the wall. It holds as long again, for slow fingers."""

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two signs without 0, O, 1 and I, which look alike on a wall."""

LENGTH = 8
MARGIN = timedelta(minutes=15)


def step_at(moment: datetime) -> int:
    """The number of the 20 seconds this moment is in."""
    return int(moment.timestamp()) // STEP


def seconds_left(moment: datetime) -> float:
    """How long the code of this moment still stands on the wall: more than 0, at most 20 seconds."""
    return STEP - moment.timestamp() % STEP


def code_of(secret: str, session_id: int, step: int) -> str:
    """The eight signs of a session in a step: 40 bits of HMAC-SHA256(secret of the session, session and step)."""
    digest = hmac.new(secret.encode(), f"check-in:{session_id}:{step}".encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest[:5])
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))


def holds(secret: str, session_id: int, given: str, moment: datetime) -> bool:
    """Whether these signs are the code of now or of the step before. Both are always compared, in constant time."""
    step, signs = step_at(moment), cleaned(given).encode()
    found = [hmac.compare_digest(code_of(secret, session_id, each).encode(), signs) for each in (step, step - 1)]
    return any(found)


def cleaned(given: str) -> str:
    """What somebody typed, without spaces and hyphens, in capitals."""
    return "".join(given[:40].split()).replace("-", "").upper()


def shown(code: str) -> str:
    """The code in two halves, as it is read aloud."""
    return f"{code[:4]} {code[4:]}"


def picture_of(address: str) -> str:
    """The QR code of an address as a `data:` picture: black on white in every theme, with the quiet border scanners want."""
    return segno.make(address, error="l", micro=False).svg_data_uri(border=3, light="#fff", omitsize=True)


@dataclass(frozen=True)
class Window:
    """When people may check in: from 15 minutes before the start until 15 minutes after the end, both included."""

    opens_at: datetime
    closes_at: datetime

    @classmethod
    def around(cls, starts_at: datetime, ends_at: datetime) -> Window:
        return cls(starts_at - MARGIN, ends_at + MARGIN)

    def is_open(self, moment: datetime) -> bool:
        return self.opens_at <= moment <= self.closes_at
