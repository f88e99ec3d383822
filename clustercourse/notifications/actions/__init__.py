"""Telling people: letters as rows, notifications, what they chose, and what they stopped."""

from clustercourse.notifications.actions.choices import choose_letters
from clustercourse.notifications.actions.letters import new_message_id, resend, send_letter
from clustercourse.notifications.actions.notices import (
    forget_author,
    mark_all_read,
    mark_line_read,
    mark_read,
    notify,
    take_back,
    take_words,
)

__all__ = [
    "choose_letters",
    "forget_author",
    "mark_all_read",
    "mark_line_read",
    "mark_read",
    "new_message_id",
    "notify",
    "resend",
    "send_letter",
    "take_back",
    "take_words",
]
