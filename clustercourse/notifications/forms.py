"""Which letters one gets."""

from __future__ import annotations

from wtforms import BooleanField

from clustercourse.language import _
from clustercourse.web.forms import Form


class LetterChoicesForm(Form):
    """A field for each kind that may be declined, under its own name."""

    session_reminder = BooleanField(_("A day before a session"), description=_("Where it is and what to bring."))
    missed_you = BooleanField(_("When I missed a session"), description=_("With what was done there."))
    out_of_reach = BooleanField(_("When my certificate is in danger"), description=_("Once, when one more absence would be too much."))
    cohort_news = BooleanField(_("News of my cohorts"))
    series_next = BooleanField(_("When the next training of a series is planned"), description=_("Only where you asked to hear of it."))
