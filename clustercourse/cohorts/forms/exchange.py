"""Forms about files: which kind somebody takes, and the attendance they bring."""

from __future__ import annotations

from wtforms import FileField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from clustercourse.language import _
from clustercourse.web.forms import Form, choices

FORMS = {"xlsx": "Excel (.xlsx)", "csv": "CSV"}


class ExportForm(Form):
    form = RadioField(_("Kind of file"), [InputRequired(_("Choose one."))], choices=choices(FORMS), default="xlsx")


class AttendanceFileForm(Form):
    file = FileField(_("File with attendance"), [DataRequired(_("Choose a file."))], description=_("A CSV or Excel file of at most 5 MB."))


class AttendanceChangesForm(Form):
    reason = StringField(_("Why locked registers change"), [Length(max=500, message=_("Use at most 500 characters."))])
