"""Forms at the door of a session: the code that is typed, asking to be let in, and the answer."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from clustercourse.language import _
from clustercourse.web.forms import Form

_AT_MOST = Length(max=500, message=_("Use at most 500 characters."))


class CodeForm(Form):
    code = StringField(
        _("Code on the screen"),
        [DataRequired(_("Type the eight signs on the screen.")), Length(max=40)],
        description=_("Eight letters and digits. Spaces and small letters do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "20"},
    )


class CheckInRequestForm(Form):
    message = TextAreaField(
        _("A word to the coordinator"), [Optional(), _AT_MOST], description=_("Such as: I come instead of a colleague.")
    )


class CheckInAnswerForm(Form):
    message = TextAreaField(_("A word to them"), [Optional(), _AT_MOST], description=_("It stands in the letter they get."))
