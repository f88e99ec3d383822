"""From a kind of letter and its values to subject, text and HTML, and from those to a mail message. Sends nothing.

A kind is two files in `templates/letters/`. `<kind>.txt` extends `base.txt` and fills the blocks `subject` (one line) and `body`;
`<kind>.html` extends `base.html` and fills `body`; `_action.html` has the button for its one link.
Jinja stands here without the web: `_()` speaks the letter's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from clustercourse import language
from clustercourse.bytecode import BesideTheTemplates
from clustercourse.errors import Refused
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.notifications.queries import WholeLetter
from clustercourse.notifications.stopping import stop_address

_UNWANTED = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
_ADDRESS = re.compile(r"""[^\s@,;:<>()\[\]\\"]+@[^\s@,;:<>()\[\]\\"]+""")
_MANY_LINES = {"message"}
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates" / "letters"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    bytecode_cache=BesideTheTemplates(),
)
_environment.globals.update(_=language.translate, ngettext=language.translate_plural, house=house, language=language.language)
_environment.filters.update(number=language.number, day=language.day, moment=language.moment, clock=language.clock)


def _replies() -> str:
    """Where an answer to a letter goes: to a mailbox that somebody reads, or nowhere."""
    if house().mail_replies:
        return str(_("Answers to this letter go to {address}.", address=house().mail_replies))
    return str(_("Replies to this address are not read."))


_environment.globals["replies"] = _replies


@dataclass(frozen=True)
class Written:
    """What a letter says."""

    subject: str
    text: str
    html: str


def write(kind: str, *, to: str, in_language: str, values: dict[str, Any]) -> Written:
    """Render a letter. Line breaks and control characters are refused in the address and in every value but `message`."""
    check_address(to)
    for name, value in values.items():
        if isinstance(value, str) and name not in _MANY_LINES and _UNWANTED.search(value):
            raise Refused(_("This text must be one line without special characters."), field=name)
    with language.speaking(in_language):
        subject, _rest, body = _environment.get_template(f"{kind}.txt").render(values).lstrip().partition("\n")
        html = _environment.get_template(f"{kind}.html").render(values, subject=subject.strip())
    return Written(subject.strip(), re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n", html)


def check_address(address: str) -> None:
    """Refuse what is not exactly one plain address: a second one, a display name, a line break."""
    if _UNWANTED.search(address) or not _ADDRESS.fullmatch(address) or _domain(address) is None:
        raise Refused(_("This is not an e-mail address we can write to."), field="email")


def _domain(address: str) -> str | None:
    """The part after the @ as mail servers want it, or None when it cannot be a name."""
    try:
        return address.rpartition("@")[2].encode("idna").decode()
    except UnicodeError:
        return None


def message(letter: WholeLetter) -> EmailMessage:
    """The mail message of a letter: one recipient, text and HTML, perhaps a calendar file, no tracking, no automatic answers."""
    name, sender = parseaddr(house().mail_from)
    person = letter.to.rpartition("@")[0]
    mail = EmailMessage(policy.SMTP.clone(utf8=not person.isascii()))
    mail["From"] = Address(name or house().house_name, addr_spec=sender)
    mail["To"] = Address(username=person, domain=_domain(letter.to) or "")
    mail["Reply-To"] = Address(addr_spec=house().mail_replies or f"no-reply@{sender.rpartition('@')[2]}")
    mail["Subject"] = letter.subject
    mail["Date"] = letter.created_at
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if letter.stop and letter.person_id is not None:
        scope, _colon, thing = letter.stop.partition(":")
        mail["List-Unsubscribe"] = f"<{stop_address(letter.person_id, scope, int(thing))}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    if letter.calendar:
        _attach(mail, letter.calendar)
    mail["Content-Language"] = letter.language
    return mail


def _attach(mail: EmailMessage, calendar: str) -> None:
    """Put a calendar file beside the text. Mail programs want the method of the file on the part as well (RFC 6047, 2.4)."""
    method = _METHOD.search(calendar)
    mail.add_attachment(
        calendar.encode(),
        maintype="text",
        subtype="calendar",
        filename="invite.ics",
        params={"charset": "utf-8", "method": method[1] if method else "PUBLISH"},
    )
