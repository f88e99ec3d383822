"""Platform profile: the four facts asked of a cluster that registers on the European platform."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, worked, worst
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.language import _

LEAST_MEMBERS, LEAST_TYPES, LEAST_TEAM = 15, 2, Fraction(1, 2)
INPUTS = (
    Input("members", _("committed members"), "number", is_whole=True),
    Input("member-types", _("types of members"), "number", is_whole=True),
    Input("positions", _("full-time positions in the team"), "number"),
    Input("english-page", _("a web page in English"), "yes-no"),
)
_FACT = {"meets": _("meets it"), "fails": _("does not meet it")}


def platform_profile(**given: Given) -> Results:
    """Whether a profile meets each fact: at least 15 members, 2 types of members, half a full-time position, a page in English.

    Inputs: `members`, `member_types`, whole numbers; `positions` full-time; `english_page` yes or no. Boundaries belong to the met side.
    A fact is missing where its number is not known; then the verdict is "fails" where another fact fails, else "cannot tell".
    Invalid where negative. Source: P10, a page whose rules change.
    """
    facts = {
        "members-fact": worked(lambda members: _fact(members >= LEAST_MEMBERS), INPUTS, given, "members"),
        "types-fact": worked(lambda types: _fact(types >= LEAST_TYPES), INPUTS, given, "member-types"),
        "team-fact": worked(lambda positions: _fact(positions >= LEAST_TEAM), INPUTS, given, "positions"),
        "page-fact": worked(lambda page: _fact(page == "yes"), INPUTS, given, "english-page"),
    }
    words = [each.value for each in facts.values()]
    return {
        **facts,
        "facts-failed": derived(lambda *found: value(found.count("fails")), *facts.values()),
        "verdict": _verdict(worst(facts.values()), "fails" in words),
    }


def _fact(is_met: bool) -> Outcome:
    return value("meets" if is_met else "fails")


def _verdict(stopped: Outcome | None, has_failed: bool) -> Outcome:
    if stopped and stopped.state == "invalid":
        return stopped
    if has_failed:
        return value("fails")
    return value("cannot-tell" if stopped else "meets-all")


CALCULATION = Calculation(
    name="platform-profile",
    title=_("Platform profile"),
    formula=_("At least 15 committed members, at least 2 types of members, at least half a full-time position, and a web page in English."),
    limits=_(
        "The facts stand on an undated page of the platform, and its rules change: look there before you register. "
        "Meeting them opens a door; it says nothing about how good the cluster is."
    ),
    sources=("P10",),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("members-fact", _("at least 15 members"), "word", words=_FACT),
        Output("types-fact", _("at least 2 types of members"), "word", words=_FACT),
        Output("team-fact", _("at least half a position"), "word", words=_FACT),
        Output("page-fact", _("page in English"), "word", words=_FACT),
        Output("facts-failed", _("facts not met"), "count"),
        Output(
            "verdict",
            _("profile"),
            "word",
            words={"meets-all": _("meets all four"), "fails": _("does not meet them"), "cannot-tell": _("cannot tell")},
        ),
    ),
    run=platform_profile,
)
