"""Forms: the base class with its token, carrying out with refusals beside the field, and creating only once."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, TextAreaField, ValidationError
from wtforms import Form as WTForm
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.widgets import Select

from clustercourse.db import now, writing
from clustercourse.errors import Conflict, Refused, TooOften
from clustercourse.language import _
from clustercourse.models.web import Once
from clustercourse.viewer import Viewer
from clustercourse.web.csrf import TokenCSRF

SUBSTITUTE = "\x1a"
"""What stands for a sign that cannot be kept."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_NOT_CONTENT = {"csrf_token", "once"}
_OURS = {"Not a valid choice.": _("Choose one from the list.")}
"""What WTForms says by itself, in our words."""


def _without_nul(text: str | None) -> str | None:
    return text.replace("\x00", "").replace(SUBSTITUTE, "") if text else text


class WordsFromUs:
    """WTForms' own sentences, said through our catalogues."""

    def gettext(self, text: str) -> str:
        return str(_OURS.get(text) or _(text)) if "%(" not in text else text

    def ngettext(self, one: str, many: str, n: int) -> str:
        return one if n == 1 else many


class Form(WTForm):
    """Base of every form. Build it with `MyForm.sent()` for what was posted, `MyForm(data=…)` to show values."""

    class Meta:
        csrf = True
        csrf_class = TokenCSRF
        csrf_field_name = "csrf_token"

        def bind_field(self, form: BaseForm, unbound_field: UnboundField[Any], options: MutableMapping[str, Any]) -> Field:
            """Texts of several lines come without the one character that PostgreSQL refuses and nobody types."""
            field: Field = unbound_field.bind(form=form, **options)
            if isinstance(field, TextAreaField):
                field.filters = (*field.filters, _without_nul)
            return field

        def get_translations(self, _form: WTForm) -> WordsFromUs:
            return WordsFromUs()

    @classmethod
    def sent(cls, **defaults: Any) -> Any:
        return cls(formdata=CombinedMultiDict([request.files, request.form]), **defaults)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field name, sentence) of everything that is wrong, in the order of the fields. A form-wide one has an empty name."""
        named = [(name, str(error)) for name, errors in self.errors.items() if name for error in errors]
        return [("", str(error)) for error in self.form_errors] + named

    def carry_out(self, work: Callable[[], None]) -> bool:
        """Validate, then do the work; a refusal becomes an error of its field. True when it was done."""
        if not self.validate():
            return False
        try:
            work()
        except (Conflict, TooOften):
            raise
        except Refused as refusal:
            self.blame(refusal)
            return False
        return True

    def blame(self, refusal: Refused) -> None:
        if refusal.field in self._fields:
            field = self._fields[refusal.field]
            field.errors = (*field.errors, refusal.sentence)
        else:
            self.form_errors.append(refusal.sentence)


def one_line(_form: Form, field: Field) -> None:
    """A validator of text that stands in one line: in headings, lists, letters' subjects."""
    if _CONTROL.search(field.data or ""):
        raise ValidationError(_("Write this on one line, without control characters."))


def choices(words: Mapping[str, Any]) -> list[SelectChoice]:
    """The options of a select or radio field: value → label."""
    return [SelectChoice(value, label) for value, label in words.items()]


class LongSelect(Select):
    """WTForms' own for hundreds of choices: an option is written once, not for every page."""

    @classmethod
    def render_option(cls, choice: Choice, **_attributes: Any) -> str:
        return _option(choice.value, str(choice.label), choice.selected)


@lru_cache(maxsize=4096)
def _option(value: str, label: str, is_chosen: bool) -> str:
    written: str = Select.render_option(Choice(value, label, is_chosen, {}))
    return written


@dataclass
class Answer:
    """Where a creating form leads. `was_given` is true when the same form was accepted before."""

    address: str = ""
    was_given: bool = False


def once_token() -> str:
    return secrets.token_urlsafe(12)


def fields_digest() -> str:
    content = sorted((name, values) for name, values in request.form.lists() if name not in _NOT_CONTENT)
    return hashlib.sha256(json.dumps([request.path, content]).encode()).hexdigest()


@contextmanager
def creating(viewer: Viewer) -> Iterator[Answer]:
    """`writing()` for a form that makes something: sent twice, it makes one thing and gives the same answer.

    Raises Conflict when the same form comes back with other content.
    """
    token, digest = request.form.get("once", "")[:64], fields_digest()
    with writing() as session:
        row = Once(person_id=viewer.person_id, token=token or once_token(), digest=digest, answer="", at=now())
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            earlier = session.scalar(select(Once).where(Once.person_id == viewer.person_id, Once.token == token))
            if earlier is None or earlier.digest != digest:
                raise Conflict(
                    _("This form was sent before with other content. What you sent first was kept; what you sent now is below.")
                ) from None
            yield Answer(earlier.answer, was_given=True)
            return
        answer = Answer()
        yield answer
        row.answer = answer.address
