"""What organisations learn from accounts."""

from __future__ import annotations

from clustercourse.catalogue.actions import join
from clustercourse.events import on
from clustercourse.models.events import Event


@on("accounts.invitation_accepted")
def join_invited(event: Event) -> None:
    """Whoever accepts an invitation to an organisation belongs to it, with the role the invitation names."""
    organisation = event.detail["organisation"]
    if organisation is not None and event.person_id is not None:
        join(organisation, person_id=event.person_id, role=event.detail["role"], by=event.detail["by"])
