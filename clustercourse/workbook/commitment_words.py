"""How the outcomes of commitments are called."""

from __future__ import annotations

from clustercourse.language import Message, _

OUTCOME_WORDS: dict[str, Message] = {
    "done": _("Done"),
    "partly": _("Partly done"),
    "not-done": _("Not done"),
    "changed-my-mind": _("I changed my mind"),
}
