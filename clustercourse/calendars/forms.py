"""The form for a new calendar address."""

from __future__ import annotations

import re

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from clustercourse.language import _
from clustercourse.web.forms import Form

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


class FeedForm(Form):
    name = StringField(
        _("Where you will use it"),
        [DataRequired(_("Enter a name, so that you know later which address this is.")), Length(max=60)],
        description=_("For example: my phone, Outlook at work."),
        filters=[lambda text: " ".join(_CONTROL.sub(" ", text).split()) if text else text],
    )
    cohort = SelectField(_("What it shows"), coerce=int)

    def offer(self, cohorts: tuple[tuple[int, str], ...]) -> None:
        """The choices: everything that concerns the person, or one of these cohorts."""
        self.cohort.choices = [(0, str(_("Everything that concerns you"))), *cohorts]
