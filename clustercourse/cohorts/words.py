"""The words for kinds, states, roles and admission, in the reader's language."""

from __future__ import annotations

from clustercourse.language import Message, _

KIND_WORDS: dict[str, Message] = {
    "master-class": _("Master Class"),
    "open-training": _("Open training"),
    "consortium": _("Training of a consortium"),
    "workshop": _("Workshop"),
    "lab": _("Group of a lab"),
}
STATE_WORDS: dict[str, Message] = {
    "planned": _("Being planned"),
    "published": _("Published"),
    "closed": _("Closed"),
    "cancelled": _("Cancelled"),
}
ADMISSION_WORDS: dict[str, Message] = {
    "by_coordinator": _("The coordinator decides about each application"),
    "at_once": _("At once, while places are free"),
    "by_invitation": _("By invitation only"),
}
ROLE_WORDS: dict[str, Message] = {"coordinator": _("Coordinator"), "trainer": _("Trainer")}
BACKING_WORDS: dict[str, Message] = {"lead": _("Lead partner"), "partner": _("Partner"), "co-provider": _("Co-provider")}
PLACE_WORDS: dict[str, Message] = {"partner": _("Partner place"), "external": _("External place")}
SEAT_WORDS: dict[str, Message] = {
    "applied": _("Applied"),
    "offered": _("Place offered"),
    "waitlisted": _("Waiting list"),
    "refused": _("Not accepted"),
    "confirmed": _("Has a place"),
    "declined": _("Declined the offer"),
    "expired": _("Offer ran out"),
    "finished": _("Finished"),
    "withdrawn": _("Withdrew"),
    "removed": _("Taken off the list"),
    "moved": _("Moved to another cohort"),
}
STATUS_WORDS: dict[str, Message] = {
    "expected": _("Not marked"),
    "present": _("Present"),
    "excused": _("Excused"),
    "absent": _("Absent"),
    "not_expected": _("Not expected"),
}
LISTED_WORDS: dict[str, Message] = {
    "cohort": _("The people of this cohort see my name"),
    "public": _("My name may stand on the public page"),
    "nobody": _("Only those who run it see my name"),
}
