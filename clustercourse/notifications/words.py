"""What the five choices are called."""

from __future__ import annotations

from clustercourse.language import Message, _

CHOICE_WORDS: dict[str, Message] = {
    "direct": _("Answers and mentions"),
    "announcements": _("Announcements"),
    "discussion": _("Discussions you follow"),
    "learning": _("Your learning"),
    "duties": _("What waits for you"),
}
CHOICE_HINTS: dict[str, Message] = {
    "direct": _("Somebody answered you, named you, or chose your answer."),
    "announcements": _("News of your cohorts, and sessions that change."),
    "discussion": _("New topics and posts in what you follow."),
    "learning": _("Sessions that begin soon, sessions you missed, your certificate, feedback."),
    "duties": _("As a trainer or coordinator: people who apply, apologies, posts that were reported."),
}
HOW_WORDS: dict[str, Message] = {"at_once": _("At once"), "daily": _("Once a day"), "off": _("Not at all")}
