"""Forms of homework: a task, a report with its evidence."""

from __future__ import annotations

from wtforms import BooleanField, DateField, FileField, HiddenField, RadioField
from wtforms.validators import InputRequired, Optional

from clustercourse.errors import Refused
from clustercourse.file_types import plain_name, type_of
from clustercourse.files import store
from clustercourse.house import house
from clustercourse.labs.actions.homework import TaskFacts
from clustercourse.labs.actions.homework_reports import FileFacts, ReportFacts
from clustercourse.labs.queries.homework import Report, Task
from clustercourse.labs.words import REPORT_SHARED_WORDS
from clustercourse.language import _
from clustercourse.text import render_learner_markdown
from clustercourse.web.fields import line
from clustercourse.web.fields import text as lines
from clustercourse.web.forms import Form, choices


def number_in(said: str | None) -> int:
    """What a hidden field counts; -1 for what is no number."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else -1


class TaskForm(Form):
    """A task for every participant."""

    title = line(_("Title"), needed=_("Enter a title."))
    text = lines(_("What is to be done?"), most=8000, needed=_("Say what is to be done."), hint=_("You can use Markdown."))
    due_on = DateField(
        _("Due on"), [InputRequired(_("Enter a day."))], description=_("When you move it later, those who take part are told.")
    )
    edition = HiddenField(default="0")

    @classmethod
    def showing(cls, task: Task) -> TaskForm:
        return cls(data={"title": task.title, "text": task.text, "due_on": task.due_on, "edition": str(task.edition)})

    @property
    def seen(self) -> int:
        return number_in(self.edition.data)

    def facts(self) -> TaskFacts:
        words = self.text.data.replace("\r\n", "\n").strip()
        return TaskFacts(" ".join(self.title.data.split()), words, render_learner_markdown(words), self.due_on.data)


class ReportForm(Form):
    """What an organisation reports on a task."""

    text = lines(_("What did you do, and what did you find?"), most=8000, needed=_("Say what you did and found, in a sentence or two."))
    figure = line(_("A figure"), most=200, hint=_("Such as “38 of 54 contacts were found in under a minute”."))
    quotation = lines(_("What somebody said"), most=1000, hint=_("In their own words."))
    has_consent = BooleanField(
        _("The person quoted agrees"), description=_("Without it, nobody but you and the facilitator sees the quotation.")
    )
    file = FileField(_("File"), [Optional()])
    drop_file = BooleanField(_("Take the file away"))
    shared_with = RadioField(
        _("Who reads this report"), [InputRequired(_("Choose one."))], choices=choices(REPORT_SHARED_WORDS), default="facilitator"
    )
    number = HiddenField(default="0")

    @classmethod
    def showing(cls, report: Report | None) -> ReportForm:
        return cls() if report is None else cls(data={**vars(report), "number": str(report.number)})

    @property
    def file_hint(self) -> str:
        return str(_("At most {n} MB: PDF, pictures, office documents, zip or plain text.", n=house().max_upload // 1048576))

    @property
    def seen(self) -> int:
        return number_in(self.number.data)

    def facts(self) -> ReportFacts:
        """The bytes go into the store, so before the transaction. Refused: a kind of file that is not shared here."""
        said = {name: (self[name].data or "").replace("\r\n", "\n").strip() for name in ("text", "figure", "quotation")}
        return ReportFacts(
            **said,
            has_consent=self.has_consent.data,
            shared_with=self.shared_with.data,
            file=self._file(),
            is_file_dropped=self.drop_file.data,
        )

    def _file(self) -> FileFacts | None:
        sent = self.file.data
        if not getattr(sent, "filename", ""):
            return None
        content, name = sent.read(), plain_name(sent.filename)
        kind = type_of(content, name)
        if kind is None:
            raise Refused(_("This kind of file cannot be shared here, or its name does not say what it is. Try a PDF."), field="file")
        return FileFacts(store().put(content), name, len(content), kind)
