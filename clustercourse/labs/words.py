"""The words of labs, as they stand on the screen."""

from __future__ import annotations

from datetime import datetime

from clustercourse.language import Message, _, day

STATE_WORDS = {
    "proposed": _("Proposed"),
    "in-dialogue": _("In dialogue"),
    "parked": _("Parked"),
    "declined": _("Declined"),
    "selected": _("Selected"),
    "scoping": _("Being scoped"),
    "ready": _("Ready"),
    "running": _("Running"),
    "tested": _("Tested"),
    "product-made": _("Product made"),
    "disseminated": _("Disseminated"),
    "followed-up": _("Followed up"),
    "closed": _("Closed"),
    "stopped": _("Stopped"),
}
PLANNED_WORD = _("Planned")

STEP_WORDS = {
    "in-dialogue": _("Take it into dialogue"),
    "parked": _("Park it"),
    "declined": _("Decline it"),
    "selected": _("Select it"),
    "scoping": _("Begin scoping"),
    "ready": _("Say it is ready"),
    "running": _("Begin the trial"),
    "tested": _("Say it is tested"),
    "product-made": _("Say the product is made"),
    "disseminated": _("Say it is disseminated"),
    "followed-up": _("Say it is followed up"),
    "closed": _("Close the lab"),
    "stopped": _("Stop the lab"),
}
"""What a button says that leads there."""

ASKER_WORDS = {
    "secretariat": _("A cluster or network that would test it itself"),
    "region": _("A region or business centre that owns the question"),
    "provider": _("The organisation that supports clusters and networks"),
}
TARGET_WORDS = {
    "": _("Not known yet"),
    "service-offering": _("A fixed part of what we offer members"),
    "administrative-routine": _("A routine of the office"),
    "strategic-initiative": _("A strategic initiative put into practice"),
    "offer-to-all": _("An offer to all clusters and networks, assured by a test"),
}
BODY_WORDS = {
    "clusters": _("Clusters and networks"),
    "advisory-board": _("Advisory Board"),
    "steering-group": _("Steering group"),
}
VOTE_WORDS = {
    "for": _("Test it"),
    "changed": _("Test it, but changed"),
    "against": _("Do not test it"),
    "none": _("No vote, a remark"),
}
INVITATION_WORDS = {
    "waiting": _("Gets the letter when the dialogue opens"),
    "invited": _("Invited"),
    "answered": _("Answered"),
    "expired": _("Expired"),
    "undelivered": _("The letter did not arrive"),
    "withdrawn": _("Withdrawn"),
}
OVER_WORDS = {
    "replaced": _("This address does not work any more. If you got a newer letter, use the address in that one."),
    "withdrawn": _("This invitation was withdrawn. Nothing is asked of you any more."),
    "expired": _("This address worked until {day}. If you still want to say something, ask for a new letter."),
    "closed": _("The dialogue is not open now. Thank you for your time."),
}
"""What an address in a letter says that leads nowhere now."""


RELATION_WORDS = {
    "together": _("Planned together with it"),
    "before": _("Led to it"),
    "after": _("Follows it up"),
}
COMPANION_WORDS = {
    "workshop": _("Workshop"),
    "master-class": _("Master Class"),
    "open-training": _("Open training"),
    "consortium": _("Training of a consortium"),
}
"""Kinds of cohorts that a lab may be planned together with (L-09): workshops, Master Classes and other trainings."""
PRODUCT_WORDS = {
    "handbook": _("Handbook"),
    "training-course": _("Training course"),
    "adapted-method": _("Adapted and described method"),
    "other": _("Something else"),
}
RULE_WORDS = {
    "bounds": _("Count it both ways: as a failure at worst, as a success at best"),
    "failures": _("Count it as a failure"),
    "left-out": _("Leave it out, and say how many were left out"),
}
FRAME_WORDS = {
    "venue": _("Venue"),
    "equipment": _("Equipment"),
    "agenda": _("Agenda of the workshops"),
    "rules": _("Rules of working together"),
    "roles": _("Roles"),
}
PART_WORDS = {
    "belief": _("We believe that"),
    "test": _("To test it we will"),
    "metric": _("We measure"),
    "baseline": _("Today it is"),
    "threshold": _("It holds if at least this share of those who start succeed"),
    "counts": _("An organisation has succeeded when"),
    "missing_rule": _("A report that never comes"),
    "product_kind": _("Expected product"),
    "product_about": _("What it will hold"),
    "product_owner": _("Who looks after the product"),
}
TRIAL_WORDS = {
    "worked": _("It worked"),
    "partly": _("It worked in part"),
    "did-not": _("It did not work"),
    "inconclusive": _("It cannot be said"),
}
VERDICT_WORDS = {
    "supported": _("Supported"),
    "not-supported": _("Not supported"),
    "inconclusive": _("Inconclusive"),
    "no-data": _("No data"),
}
SHARED_WORDS = {
    "facilitator": _("Us and the facilitator"),
    "lab": _("Everybody in the lab"),
    "public": _("Everybody, with our name"),
}
REPORT_SHARED_WORDS = {name: SHARED_WORDS[name] for name in ("facilitator", "lab")}
FINDING_SHARED_WORDS = {
    "facilitator": _("The facilitator, and us"),
    "lab": _("Everybody in the lab"),
    "public": _("Everybody"),
}
CHASE_WORDS = {
    "soon": _("reminded before the day"),
    "late": _("reminded because it is late"),
    "asked": _("asked by the facilitator"),
}
CHANNEL_WORDS = {
    "workshop": _("Workshop"),
    "master-class": _("Master Class"),
    "innovation-camp": _("Innovation Camp"),
    "paper": _("Paper"),
    "website": _("Website"),
    "newsletter": _("Newsletter"),
}
KIND_WORDS = {
    "cluster": _("Cluster"),
    "network": _("Network"),
    "agency": _("Development agency"),
    "region": _("Region"),
    "municipality": _("Municipality"),
    "business-centre": _("Business development centre"),
    "training-provider": _("Training provider"),
    "other": _("Other organisation"),
}
STAGE_WORDS = {
    "unknown": _("Not said"),
    "emerging": _("Emerging"),
    "growing": _("Growing"),
    "mature": _("Mature"),
    "in-transition": _("In transition"),
}
"""The stages of development of those who tested."""
LICENCE_WORDS = {
    "cc-by-4.0": _("CC BY 4.0"),
    "cc-by-sa-4.0": _("CC BY-SA 4.0"),
    "all-rights-reserved": _("All rights reserved"),
}
LICENCE_ADDRESSES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "all-rights-reserved": "",
}
DATA_WORDS = {
    "context": _("Who tested: a table, with the names of those who agreed to be named"),
    "hypothesis": _("The hypothesis as it was locked, with every amendment"),
    "verdict": _("The counts, the share at worst and at best, and the picture"),
    "worked": _("What worked"),
    "did-not": _("What did not work"),
    "conditions": _("Under which conditions"),
    "changed": _("What has changed with those who tested"),
    "time": _("Hours it took: least, median and most"),
}
"""What a product can show of its lab, by the name that stands in its text."""

RESULT_WORDS = {
    "usable": _("Usable"),
    "conditions": _("Usable under conditions"),
    "not-usable": _("Not usable"),
}


def over_words(reason: str, ends_at: datetime | None) -> Message:
    """The sentence for one of OVER_WORDS; the day is the reader's."""
    return OVER_WORDS[reason].format(day=day(ends_at)) if ends_at is not None else OVER_WORDS[reason]


ADOPTION_WORDS = {
    "worked": _("It worked"),
    "partly": _("It worked in part"),
    "did-not": _("It did not work"),
}
ADOPTION_STATE_WORDS = {
    "waiting": _("Waits for a facilitator to look at it"),
    "shown": _("Shown to everybody"),
    "refused": _("Not shown"),
    "withdrawn": _("Taken back"),
    "replaced": _("Replaced by a newer one"),
}
