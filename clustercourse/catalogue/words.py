"""The words for kinds, stages and roles, in the reader's language."""

from __future__ import annotations

from clustercourse.language import Message, _

KIND_WORDS: dict[str, Message] = {
    "cluster": _("Cluster"),
    "network": _("Network"),
    "agency": _("Development agency"),
    "region": _("Region"),
    "municipality": _("Municipality"),
    "business-centre": _("Business development centre"),
    "training-provider": _("Training provider"),
    "other": _("Other organisation"),
}
STAGE_WORDS: dict[str, Message] = {
    "unknown": _("Not said"),
    "emerging": _("Emerging"),
    "growing": _("Growing"),
    "mature": _("Mature"),
    "in-transition": _("In transition"),
}
ROLE_WORDS: dict[str, Message] = {"member": _("Member"), "manager": _("Manager")}
