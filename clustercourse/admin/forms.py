"""Forms of those who run the site."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from clustercourse.language import _
from clustercourse.web.forms import Form, choices


class TeamForm(Form):
    email = StringField(_("E-mail address"), [DataRequired(_("Enter an e-mail address.")), Length(max=254)])
    role = SelectField(_("As"), choices=choices({"trainer": _("Trainer"), "author": _("Author")}))


class JoinForm(Form):
    email = StringField(_("An address of the other one"), [DataRequired(_("Enter an e-mail address.")), Length(max=254)])
    is_one = BooleanField(_("I asked them: it is one person."), [DataRequired(_("Ask them first. Two people can have one name."))])


def page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
