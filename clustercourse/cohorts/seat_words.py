"""The words of what coordinators decide about seats, and of what an import leads to."""

from __future__ import annotations

from clustercourse.language import Message, _

STEP_WORDS: dict[str, Message] = {
    "offer": _("Offer a place"),
    "confirm": _("Give a place, they have said yes"),
    "wait": _("Put on the waiting list"),
    "prolong": _("Let the offer hold longer"),
    "refuse": _("Do not accept"),
    "remove": _("Take off the list"),
    "move": _("Move to another cohort"),
    "partner": _("Make it a partner place"),
    "external": _("Make it an external place"),
}
DONE_WORDS: dict[str, Message] = {
    "offer": _("The places are offered. The letters are on their way."),
    "confirm": _("They have a place now. The letters are on their way."),
    "wait": _("They stand on the waiting list now. The letters are on their way."),
    "prolong": _("The offers hold longer. The letters are on their way."),
    "refuse": _("The answers are on their way, with your reason."),
    "remove": _("They are off the list. Free places pass on to those who wait."),
    "move": _("They are in the other cohort now. Free places pass on to those who wait."),
    "partner": _("These are partner places now."),
    "external": _("These are external places now."),
}
OUTCOME_WORDS: dict[str, Message] = {
    "invited": _("Gets an invitation by letter"),
    "offered": _("Gets an offer"),
    "confirmed": _("Gets a place"),
    "waitlisted": _("Goes on the waiting list"),
    "here": _("Is here already, nothing changes"),
    "wrong": _("Is left out"),
}
CAME_WORDS: dict[str, Message] = {
    "invited": _("The invitation is on its way"),
    "offered": _("A place is offered"),
    "confirmed": _("Has a place"),
    "waitlisted": _("Stands on the waiting list"),
    "here": _("Was here already, nothing changed"),
    "wrong": _("Left out"),
}
SENT_WORDS: dict[str, Message] = {
    "invited": _("The invitation is on its way."),
    "offered": _("This address has an account here: a place is offered."),
    "waitlisted": _("This address has an account here. All places are taken, so they stand on the waiting list."),
    "confirmed": _("They have a place already."),
    "finished": _("They have a place already."),
}
POSSIBLE: dict[str, tuple[str, ...]] = {
    "applied": ("offer", "confirm", "wait", "refuse", "partner", "external"),
    "offered": ("confirm", "prolong", "remove", "partner", "external"),
    "waitlisted": ("offer", "refuse", "partner", "external"),
    "confirmed": ("move", "remove", "partner", "external"),
    "finished": (),
    "refused": ("offer", "confirm", "wait", "partner", "external"),
    "declined": ("offer", "confirm", "wait", "partner", "external"),
    "expired": ("prolong", "confirm", "wait", "partner", "external"),
    "withdrawn": ("offer", "confirm", "wait", "partner", "external"),
    "removed": ("offer", "confirm", "wait", "partner", "external"),
    "moved": ("offer", "confirm", "wait", "partner", "external"),
}
"""State → what a coordinator can decide next."""
LETS_IN = frozenset({"offer", "confirm", "wait", "prolong"})
"""Of these, what nobody gets in a cohort that is over."""
