"""The form that closes a cohort."""

from __future__ import annotations

from wtforms import BooleanField

from clustercourse.language import _
from clustercourse.web.forms import Form


class ClosureForm(Form):
    all_the_same = BooleanField(_("Close it all the same"))
