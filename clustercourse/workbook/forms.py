"""Forms of workbooks."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from clustercourse.language import _
from clustercourse.web.forms import Form, choices, one_line


class EditionForm(Form):
    name = StringField(
        _("What the new edition is called"),
        [
            DataRequired(_("Give it a short name, such as 2028.")),
            Length(max=40, message=_("At most 40 characters.")),
            Regexp(r"^[\w .,-]+$", message=_("Use letters, digits, spaces, points, commas and hyphens.")),
            one_line,
        ],
    )
    copies = BooleanField(_("Begin with what stands in this edition"), default=True)

class VersionForm(Form):
    name = StringField(
        _("What this state is called"),
        [DataRequired(_("Give it a name, such as “base”.")), Length(max=80, message=_("At most 80 characters.")), one_line],
    )
    note = StringField(_("What it assumes"), [Length(max=300, message=_("At most 300 characters."))])


class DecisionForm(Form):
    state = RadioField(
        _("What now?"),
        [DataRequired(_("Choose one."))],
        choices=choices(
            {
                "in-review": _("I am reading it"),
                "returned": _("Return it for changes"),
                "accepted": _("Accept it: it goes into the strategy document"),
            }
        ),
    )
    reason = TextAreaField(_("To the people of the sheet"), [Length(max=2000, message=_("At most 2,000 characters."))])
