"""Forms of discussions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, MultipleFileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from clustercourse.discussions.facts import TopicFacts
from clustercourse.discussions.words import FLAG_WORDS, KIND_WORDS
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.text.limits import LEARNER_CHARACTERS
from clustercourse.web.forms import Form, choices, one_line

LONGEST_TITLE = 150
_FILES = _("At most {n} files of {mb} MB together: PDF, pictures, Office and OpenDocument files, text, sound and film.")


def _too_long(_form: Form, field: StringField) -> None:
    if len(field.data or "") > LEARNER_CHARACTERS:
        raise ValidationError(_("A post can have {n} characters. This one has {has}.", n=LEARNER_CHARACTERS, has=len(field.data)))


def _files() -> MultipleFileField:
    return MultipleFileField(_("Files"), [Optional()], description=_FILES.format(n=5, mb=20))


class PostForm(Form):
    """A post in a topic. `basis` is asked for where a case clinic looks for options."""

    to = HiddenField()
    basis = StringField(
        _("What stands behind it"),
        [Optional(), Length(max=300, message=_("Use at most {n} characters.").format(n=300)), one_line],
        description=_("What you have done yourself, or where you have it from."),
    )
    text = TextAreaField(_("Your post"), [DataRequired(_("Write something first.")), _too_long])
    files = _files()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.files.description = _FILES.format(n=5, mb=house().max_upload // 1048576)

    @property
    def lost_files(self) -> bool:
        """A form that comes back holds its texts, but a browser gives no file twice."""
        return any(getattr(each, "filename", "") for each in self.files.data or ())


class ChangedPostForm(PostForm):
    """The same post again. `seen` is when it had been changed last, `dropped` are files to take away."""

    seen = HiddenField()
    dropped = SelectMultipleField(_("Take away"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())

    @classmethod
    def choosing(cls, files: Mapping[int, str], data: Mapping[str, Any] | None = None, *, sent: bool = False) -> ChangedPostForm:
        """`files` are the names of those that are there, by number."""
        form: ChangedPostForm = cls.sent() if sent else cls(data=data)
        form.dropped.choices = list(files.items())
        return form


class TopicForm(PostForm):
    """A new topic with its first post. `place` is nothing, `lesson:<number>` or `session:<number>`."""

    kind = RadioField(_("What is it"), default="discussion")
    title = StringField(
        _("Title"),
        [
            DataRequired(_("Enter a title.")),
            Length(max=LONGEST_TITLE, message=_("Use at most {n} characters.").format(n=LONGEST_TITLE)),
            one_line,
        ],
        description=_("So that others see what it is about, such as “How do you price a first membership?”"),
    )
    place = SelectField(_("It is about"), [Optional()])

    @classmethod
    def choosing(
        cls, kinds: Sequence[str], places: Mapping[str, str], data: Mapping[str, Any] | None = None, *, sent: bool = False
    ) -> TopicForm:
        """`places` are lessons and sessions a topic can hang on, by value."""
        form: TopicForm = cls.sent() if sent else cls(data=data)
        form.kind.choices = choices({kind: KIND_WORDS[kind] for kind in kinds})
        form.place.choices = choices({"": _("Nothing in particular"), **places})
        return form

    def facts(self) -> TopicFacts:
        return topic_facts(self.kind.data, self.title.data, self.place.data or "")


class ChangedTopicForm(Form):
    title = StringField(
        _("Title"),
        [
            DataRequired(_("Enter a title.")),
            Length(max=LONGEST_TITLE, message=_("Use at most {n} characters.").format(n=LONGEST_TITLE)),
            one_line,
        ],
    )
    place = SelectField(_("It is about"), [Optional()])

    @classmethod
    def choosing(cls, places: Mapping[str, str], *, sent: bool = False, **data: Any) -> ChangedTopicForm:
        form: ChangedTopicForm = cls.sent() if sent else cls(data=data)
        form.place.choices = choices({"": _("Nothing in particular"), **places})
        return form


def topic_facts(kind: str, title: str, place: str) -> TopicFacts:
    what, _colon, number = place.partition(":")
    return TopicFacts(kind, title, item_id=int(number) if what == "lesson" else None, session_id=int(number) if what == "session" else None)


class FlagForm(Form):
    why = RadioField(_("What is wrong with it"), [DataRequired(_("Choose one from the list."))], choices=choices(FLAG_WORDS))
    text = TextAreaField(
        _("Anything a moderator should know"), [Optional(), Length(max=1000, message=_("Use at most {n} characters.").format(n=1000))]
    )


class DecisionForm(Form):
    decision = RadioField(
        _("Your decision"),
        [DataRequired(_("Choose one from the list."))],
        choices=choices({"dismissed": _("It can stay"), "upheld": _("Take it off the page")}),
    )
    reason = TextAreaField(
        _("Why"),
        [
            DataRequired(_("Give a reason: it is told to its author and to those who flagged it.")),
            Length(max=1000, message=_("Use at most {n} characters.").format(n=1000)),
        ],
        description=_("Told to its author when the post goes, and to those who flagged it."),
    )


class MoveForm(Form):
    to = SelectField(_("To"), [DataRequired(_("Choose one from the list."))])

    @classmethod
    def choosing(cls, spaces: Mapping[str, str], *, sent: bool = False) -> MoveForm:
        form: MoveForm = cls.sent() if sent else cls()
        form.to.choices = choices({"": _("Choose one"), **spaces})
        return form


class SpaceForm(Form):
    is_chatham = BooleanField(
        _("Chatham House rule"),
        description=_("What is said here may be used elsewhere, but never with who said it or for whom they work. Every post says so."),
    )
