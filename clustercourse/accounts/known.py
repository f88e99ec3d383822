"""The mark of a browser that has signed in before as a person. It proves nothing but that; a new password makes it void."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from clustercourse.house import house


def mark_of(person_id: int, password_changed_at: datetime) -> str:
    text = f"known:{person_id}:{password_changed_at.timestamp():.6f}"
    return f"{person_id}.{hmac.new(house().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()}"


def is_known(mark: str, person_id: int, password_changed_at: datetime) -> bool:
    return hmac.compare_digest(mark.encode(), mark_of(person_id, password_changed_at).encode())
