"""Who may do what in labs. `lab` is a lab as a query gives it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from clustercourse.viewer import Viewer

HIDDEN = frozenset({"proposed", "in-dialogue", "parked", "declined"})
"""Before a lab is selected only those see it who speak about it."""

WRITING_STATES = ("running", "tested", "product-made", "disseminated", "followed-up")
"""While a product is written; its versions are published from the second on."""

TELLING_STATES = ("tested", "product-made", "disseminated", "followed-up", "closed")
"""When there is a result to tell of."""


SAYS_RESULTS = frozenset({"tested", "product-made", "disseminated", "followed-up", "closed", "stopped"})
"""From its verdict on a lab says which methods it tested and what came out; a stopped one too, if it came so far."""


class Seen(Protocol):
    """As much of a lab as these rules look at."""

    @property
    def id(self) -> int: ...

    @property
    def state(self) -> str: ...

    @property
    def was_selected(self) -> bool: ...

    @property
    def organisation_id(self) -> int: ...

    @property
    def proposer_id(self) -> int | None: ...

    @property
    def participant_ids(self) -> Collection[int]: ...


BODIES = {"advisory-board", "steering-group"}
"""Site roles of those whom the provider hears besides clusters and networks."""


def can_propose_lab(viewer: Viewer, _thing: object = None) -> bool:
    """Whoever belongs to an organisation: the question is always an organisation's."""
    return bool(viewer.memberships)


def can_see_lab(viewer: Viewer, lab: Seen) -> bool:
    """Everybody once it was selected, stopped or not; before that those who asked, facilitate, or are to be heard."""
    return lab.was_selected or can_facilitate_lab(viewer, lab) or owns_question(viewer, lab) or is_heard(viewer)


def owns_question(viewer: Viewer, lab: Seen) -> bool:
    """People of the organisation that asked."""
    return viewer.is_signed_in and (viewer.belongs_to(lab.organisation_id) or viewer.person_id == lab.proposer_id)


def is_heard(viewer: Viewer) -> bool:
    """Members of any organisation, and of the two boards."""
    return bool(viewer.memberships) or bool(viewer.roles & BODIES) or is_facilitator(viewer)


def is_facilitator(viewer: Viewer) -> bool:
    """Facilitates labs of the house: may take up a proposal."""
    return viewer.is_admin or "facilitator" in viewer.roles


def can_take_up_lab(viewer: Viewer, lab: Seen) -> bool:
    return is_facilitator(viewer) and lab.id not in viewer.labs


def can_facilitate_lab(viewer: Viewer, lab: Seen) -> bool:
    return viewer.is_admin or lab.id in viewer.labs


def can_change_proposal(viewer: Viewer, lab: Seen) -> bool:
    """The text of a proposal, until it is decided: those who asked, and the facilitator."""
    return lab.state in ("proposed", "in-dialogue", "parked") and (can_facilitate_lab(viewer, lab) or owns_question(viewer, lab))


def can_speak_of_lab(viewer: Viewer, lab: Seen) -> bool:
    """In the dialogue: whoever is heard."""
    return viewer.is_signed_in and lab.state == "in-dialogue" and is_heard(viewer)


def can_invite_voices(viewer: Viewer, lab: Seen) -> bool:
    """Ask people by letter: the facilitator, until it is decided."""
    return lab.state in ("proposed", "in-dialogue", "parked") and can_facilitate_lab(viewer, lab)


def tests_for(viewer: Viewer, lab: Seen) -> tuple[int, ...]:
    """The participants' organisations that the viewer belongs to."""
    return tuple(sorted(set(lab.participant_ids) & set(viewer.memberships)))


def can_work_in_lab(viewer: Viewer, lab: Seen) -> bool:
    """See what the participants share with each other: themselves and the facilitator."""
    return can_facilitate_lab(viewer, lab) or bool(tests_for(viewer, lab))


def reads_report(viewer: Viewer, lab: Seen, organisation_id: int, shared_with: str) -> bool:
    """A report on homework: the organisation that wrote it and the facilitator; the others of the lab where it is shared with them."""
    if can_facilitate_lab(viewer, lab) or viewer.belongs_to(organisation_id):
        return can_work_in_lab(viewer, lab)
    return shared_with == "lab" and can_work_in_lab(viewer, lab)


def reads_quotation(viewer: Viewer, lab: Seen, organisation_id: int, *, has_consent: bool) -> bool:
    """What somebody was quoted with: without their consent only the organisation that reports it and the facilitator."""
    return has_consent or viewer.belongs_to(organisation_id) or can_facilitate_lab(viewer, lab)


def can_report_for(viewer: Viewer, lab: Seen, organisation_id: int) -> bool:
    """Its own people, and the facilitator for those who tell it on the telephone."""
    return organisation_id in lab.participant_ids and (viewer.belongs_to(organisation_id) or can_facilitate_lab(viewer, lab))


UNTOLD = HIDDEN | {"selected", "scoping", "ready", "running"}
"""As long as a lab runs, what its tools are given is known to those who test them."""


def can_see_comparison(viewer: Viewer, lab: Seen) -> bool:
    """Those in the lab while it goes on; everybody when the trial is over."""
    return can_work_in_lab(viewer, lab) or (lab.was_selected and lab.state not in UNTOLD)


def can_write_product(viewer: Viewer, lab: Seen) -> bool:
    """Those who test and the facilitator, from the trial to the end."""
    return lab.state in WRITING_STATES and can_work_in_lab(viewer, lab)


def can_publish_product(viewer: Viewer, lab: Seen) -> bool:
    """The facilitator, once the lab is tested."""
    return lab.state in WRITING_STATES[1:] and can_facilitate_lab(viewer, lab)


def can_tell_of_lab(viewer: Viewer, lab: Seen) -> bool:
    """Note where the result was told."""
    return lab.state in TELLING_STATES and can_facilitate_lab(viewer, lab)


def can_say_results(viewer: Viewer, lab: Seen) -> bool:
    """Say which methods a lab tested, and mark what it assured: its facilitators, once the trial is over."""
    return can_facilitate_lab(viewer, lab) and lab.state in SAYS_RESULTS


def can_change_method(viewer: Viewer, _thing: object = None) -> bool:
    """The name, theme and summary of a method belong to no single lab."""
    return is_facilitator(viewer)


def can_report_adoption(viewer: Viewer, _thing: object = None) -> bool:
    """Whoever belongs to an organisation: it is always an organisation that used a method."""
    return bool(viewer.memberships)


def can_decide_adoptions(viewer: Viewer, _thing: object = None) -> bool:
    """Say which reports stand in public."""
    return is_facilitator(viewer)


class Reported(Protocol):
    """As much of a report as these rules look at."""

    @property
    def person_id(self) -> int: ...

    @property
    def organisation_id(self) -> int: ...

    @property
    def state(self) -> str: ...


def can_see_adoption(viewer: Viewer, adoption: Reported) -> bool:
    """A report before it stands in public, and what was decided of it: its author, colleagues, and who decides."""
    return viewer.is_signed_in and (
        viewer.person_id == adoption.person_id or viewer.belongs_to(adoption.organisation_id) or can_decide_adoptions(viewer)
    )


def can_withdraw_adoption(viewer: Viewer, adoption: Reported) -> bool:
    return viewer.person_id == adoption.person_id and adoption.state in ("waiting", "shown")
