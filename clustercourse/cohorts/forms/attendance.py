"""What is sent from registers, overviews and the pages around them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional

from clustercourse.cohorts.actions.attendance import Change, Mark
from clustercourse.cohorts.queries.register import Line
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.web.forms import Form

_LARGEST = 2**31 - 1
_MOST = 2000
_TOO_LONG = _("Use at most 500 characters.")


class ReasonForm(Form):
    reason = StringField(
        _("Why the register is opened again"),
        [DataRequired(_("Say why the register is opened again.")), Length(max=500, message=_TOO_LONG)],
    )


class ApologyForm(Form):
    text = TextAreaField(
        _("Why you cannot come"), [DataRequired(_("Write a word about why you cannot come.")), Length(max=500, message=_TOO_LONG)]
    )


class DecisionForm(Form):
    words = TextAreaField(_("A word to them"), [Optional(), Length(max=500, message=_TOO_LONG)])


class WalkInForm(Form):
    email = StringField(
        _("E-mail address"),
        [DataRequired(_("Enter an e-mail address.")), Length(max=254), Email(_("Enter an e-mail address, such as name@example.com."))],
        filters=[lambda given: given.strip() if given else given],
    )


def wanted_changes(form: MultiDict[str, str], lines: Iterable[Line]) -> list[Change]:
    """The changes of a form: from a script as JSON in `marks`, else what was chosen differently from what the page showed.

    Raises Refused for what no page of ours sends.
    """
    if "marks" in form:
        return list(_from_script(form["marks"]))
    if form.get("all") == "present":
        return [Change(line.seat_id, Mark("present"), line.number) for line in lines if line.status == "expected"]
    return [_chosen(form, line) for line in lines if _is_touched(form, line)]


def _from_script(text: str) -> Iterator[Change]:
    try:
        sent = json.loads(text[:400_000])
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(sent, list) or len(sent) > _MOST:
        raise _unreadable()
    for each in sent:
        if not isinstance(each, dict) or not isinstance(each.get("status"), str) or not isinstance(each.get("place"), str):
            raise _unreadable()
        seat, seen, arrived, left = (_number(each.get(name)) for name in ("seat", "seen", "arrived", "left"))
        yield Change(seat or 0, Mark(each["status"], each["place"], arrived, left), seen or 0)


def _number(sent: Any) -> int | None:
    if sent is None:
        return None
    if type(sent) is not int or not -_LARGEST <= sent <= _LARGEST:
        raise _unreadable()
    return sent


def _is_touched(form: MultiDict[str, str], line: Line) -> bool:
    """Whether the row's choice differs from what its page showed, whatever stands there by now."""
    name = str(line.seat_id)
    said = ":".join((form.get(f"status.{name}", ""), form.get(f"arrived.{name}", ""), form.get(f"left.{name}", "")))
    return f"status.{name}" in form and said != form.get(f"seen.{name}", "").partition("/")[2]


def _chosen(form: MultiDict[str, str], line: Line) -> Change:
    name = str(line.seat_id)
    number = form.get(f"seen.{name}", "").partition("/")[0]
    arrived, left = _minutes(form.get(f"arrived.{name}", "")), _minutes(form.get(f"left.{name}", ""))
    status = form[f"status.{name}"]
    there = status == "present"
    place = line.place if there else "room"
    return Change(line.seat_id, Mark(status, place, arrived if there else None, left if there else None), _minutes(number) or 0)


def _minutes(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise Refused(_("Minutes are whole numbers, such as 15."))
    return int(text)


def _unreadable() -> Refused:
    return Refused(_("The register could not read what this page sent. Open the page again; what was saved is kept."))
