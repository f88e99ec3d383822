"""The way of a lab from the proposal to its end: which state follows which, and what each step asks for. Pure; knows no rows."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.labs.queries.standing import Standing
from clustercourse.language import Message, _

NEXT: dict[str, tuple[str, ...]] = {
    "proposed": ("in-dialogue",),
    "in-dialogue": ("selected", "parked", "declined"),
    "parked": ("in-dialogue",),
    "declined": (),
    "selected": ("scoping",),
    "scoping": ("ready",),
    "ready": ("running", "scoping"),
    "running": ("tested",),
    "tested": ("product-made",),
    "product-made": ("disseminated",),
    "disseminated": ("followed-up", "closed"),
    "followed-up": ("closed",),
    "closed": (),
    "stopped": (),
}
ENDED = frozenset({"declined", "closed", "stopped"})
DECISIONS = frozenset({"selected", "parked", "declined"})
WITH_REASON = DECISIONS | {"stopped"}
"""Steps that say why."""

MAIN = ("proposed", "in-dialogue", "selected", "scoping", "ready", "running", "tested", "product-made", "disseminated", "closed")
"""The states a lab goes through when nothing stops it, as the page draws them."""


@dataclass(frozen=True)
class Missing:
    """What a step still asks for, and the page of the lab on which it is mended."""

    sentence: Message
    page: str


def steps_from(state: str) -> tuple[str, ...]:
    """Every state that may follow; stopping is possible until the end."""
    return (*NEXT[state], *(() if state in ENDED else ("stopped",)))


def missing_for(step: str, lab: Standing, *, unheard_is_meant: bool = False) -> tuple[Missing, ...]:
    """What is still to be done before a lab takes a step. `unheard_is_meant`: the decision says that it goes without a body."""
    if step in DECISIONS:
        return () if unheard_is_meant else tuple(_unheard(lab))
    return {
        "ready": _for_ready,
        "running": _for_running,
        "tested": _for_tested,
        "product-made": _for_product,
        "disseminated": _for_dissemination,
        "closed": _for_dissemination,
        "followed-up": _for_follow_up,
        "in-dialogue": _for_dialogue,
    }.get(step, _nothing)(lab)


def _nothing(_lab: Standing) -> tuple[Missing, ...]:
    return ()


_UNHEARD = {
    "clusters": _("No cluster or network has been heard yet."),
    "advisory-board": _("The Advisory Board has not been heard yet."),
    "steering-group": _("The steering group has not been heard yet."),
}


def _unheard(lab: Standing) -> list[Missing]:
    return [Missing(sentence, "dialogue/") for body, sentence in _UNHEARD.items() if body not in lab.bodies]


def _for_dialogue(lab: Standing) -> tuple[Missing, ...]:
    return () if lab.facilitators else (Missing(_("It has no facilitator yet."), ""),)


_GAPS = {
    "belief": _("The hypothesis does not say what you believe."),
    "test": _("The hypothesis does not say how you test it."),
    "metric": _("The hypothesis does not say what you measure."),
    "threshold": _("The hypothesis has no threshold."),
    "counts": _("The hypothesis does not say when an organisation has succeeded."),
    "missing_rule": _("The hypothesis does not say how a missing report is counted."),
    "product_kind": _("The expected product is not chosen."),
    "product_about": _("The expected product is not described."),
    "product_owner": _("Nobody is named who looks after the product."),
}


def _for_ready(lab: Standing) -> tuple[Missing, ...]:
    """L-08, L-09, L-11, L-13, L-14, L-15, L-19."""
    found = [Missing(_GAPS[gap], "hypothesis") for gap in lab.gaps]
    if not lab.facilitators:
        found.append(Missing(_("It has no facilitator yet."), ""))
    if not lab.eligible:
        found.append(Missing(_("No organisation takes part that stands in a cluster catalogue, or may do so without."), "participants/"))
    if lab.not_eligible:
        found.append(Missing(_("Some who take part stand in no cluster catalogue. Say why they may, or take them out."), "participants/"))
    if not lab.companions:
        found.append(Missing(_("It is not planned together with a workshop or a Master Class."), "companions/"))
    if lab.frames_open:
        found.append(Missing(_("The facilitator’s list of frames is not complete."), "frames"))
    if not lab.gaps and not lab.participant_signed:
        found.append(Missing(_("No participant has signed the hypothesis and the expected product."), "hypothesis"))
    if not lab.gaps and not lab.facilitator_signed:
        found.append(Missing(_("The facilitator has not signed the hypothesis and the expected product."), "hypothesis"))
    return tuple(found)


def _for_running(lab: Standing) -> tuple[Missing, ...]:
    """L-16."""
    return () if lab.workshops else (Missing(_("Its group has no workshop planned yet."), "group"),)


def _for_tested(lab: Standing) -> tuple[Missing, ...]:
    """L-21."""
    if not lab.has_verdict:
        return (Missing(_("It has no verdict yet that says what worked and what did not."), "verdict"),)
    if lab.is_verdict_old:
        newer = _("A report, an amendment or somebody who tests came after the verdict. Count again, and write it anew.")
        return (Missing(newer, "verdict"),)
    return ()


def _for_product(lab: Standing) -> tuple[Missing, ...]:
    """L-22."""
    return () if lab.products else (Missing(_("No version of the product is published yet."), "product/"),)


def _for_dissemination(lab: Standing) -> tuple[Missing, ...]:
    """L-10."""
    return () if lab.disseminations else (Missing(_("It has not been told of in any of the six channels yet."), "disseminations/"),)


def _for_follow_up(lab: Standing) -> tuple[Missing, ...]:
    """L-24."""
    return () if lab.follow_ups else (Missing(_("No cohort that follows it up is linked yet."), "companions/"),)
