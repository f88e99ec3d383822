"""Forms of those who look after the learners of a course."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import DataRequired, Email, Length

from clustercourse.language import _
from clustercourse.web.forms import Form


class LearnerForm(Form):
    email = StringField(
        _("E-mail address"),
        [DataRequired(_("Enter an e-mail address.")), Length(max=254), Email(_("Enter an e-mail address, such as name@example.com."))],
        filters=[lambda text: text.strip() if text else text],
    )
