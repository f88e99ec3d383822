"""Carrying letters to the mail server, one at a time and outside every transaction. What a letter says is not decided here.

A server that is away or asks for patience puts the letter off; one that says never ends it. A crash between the server's
yes and our note of it can send one letter twice, with the same Message-ID.
"""

from __future__ import annotations

import smtplib
import ssl
from typing import Any

from sqlalchemy import select

from clustercourse import faults
from clustercourse.db import now, writing
from clustercourse.house import house
from clustercourse.jobs import MOST_TRIES, Hopeless, Later, enqueue
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.notifications import letters
from clustercourse.notifications.actions.letters import DELIVER
from clustercourse.notifications.queries import WholeLetter, whole_letter

PATIENCE = 20.0
"""Seconds that a mail server may stay silent; a dozen answers as slow as that still come within the lease of the job."""
_SAID = {"text": "", "html": "", "calendar": None}
"""What stays of a letter's words once the mail server has them: its links are keys, and nobody needs them here any more."""


class Never(Exception):
    """The mail server said that this letter will never be taken."""


def deliver(values: dict[str, Any]) -> None:
    """Send one letter and note how it went. Without a mail server a letter is done on a developer's machine, elsewhere it waits."""
    letter_id: int = values["letter"]
    letter = whole_letter(letter_id)
    if letter is None or letter.state != "waiting" or not (house().smtp_host or house().is_local):
        return
    try:
        if house().smtp_host:
            faults.point("letters.before_sending")
            send(letter)
            faults.point("letters.after_sending")
    except Later as reason:
        _note_failure(letter_id, reason.word)
        raise
    except Never as reason:
        _note(letter_id, state="refused", last_error=str(reason))
        raise Hopeless(str(reason)) from None
    _note(letter_id, state="sent", sent_at=now(), last_error=None, **(_SAID if house().smtp_host else {}))
    faults.point("letters.after_noting")


def send(letter: WholeLetter) -> None:
    """Hand one letter to the mail server. Raises Later or Never."""
    mail = letters.message(letter)
    server = _connect()
    try:
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _judged(next(iter(refusal.recipients.values()))[0]) from None
    except smtplib.SMTPSenderRefused:
        raise Later("smtp_sender_refused") from None
    except smtplib.SMTPResponseException as refusal:
        raise _judged(refusal.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise Never("address_not_supported") from None
    except (OSError, smtplib.SMTPException):
        raise Later("smtp_broken_off") from None
    finally:
        _leave(server)


def _connect() -> smtplib.SMTP:
    settings = house()
    try:
        if settings.smtp_security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=PATIENCE, context=context)
        else:
            server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=PATIENCE)
    except (OSError, smtplib.SMTPException):
        raise Later("smtp_down") from None
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except (OSError, smtplib.SMTPException) as reason:
        _leave(server)
        raise Later("smtp_sign_in" if isinstance(reason, smtplib.SMTPAuthenticationError) else "smtp_no_tls") from None
    return server


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; whatever the server answers, the letter's fate is settled."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _judged(code: int) -> Exception:
    return Later(f"smtp_{code}") if 400 <= code < 500 else Never(f"smtp_{code}")


def _note_failure(letter_id: int, word: str) -> None:
    """Count the try; after as many as a job has, the letter is given up."""
    with writing() as session:
        letter = session.get(Letter, letter_id)
        if letter is None:
            return
        letter.tries += 1
        letter.last_error = word
        if letter.tries >= MOST_TRIES:
            letter.state = "dead"


def _note(letter_id: int, **changes: Any) -> None:
    with writing() as session:
        letter = session.get(Letter, letter_id)
        if letter is not None:
            letter.tries += 1
            for name, value in changes.items():
                setattr(letter, name, value)


def take_up_waiting(_values: dict[str, Any]) -> None:
    """Give a job to every waiting letter that has none: those that waited for a mail server to be set, and whatever fell between."""
    if not (house().smtp_host or house().is_local):
        return
    slot = int(now().timestamp())
    open_jobs = select(Job.values).where(Job.kind == DELIVER, Job.state.in_(("waiting", "running")))
    with writing() as session:
        busy = {values["letter"] for values in session.scalars(open_jobs)}
        for letter_id in session.scalars(select(Letter.id).where(Letter.state == "waiting")):
            if letter_id not in busy:
                enqueue(DELIVER, f"letter:{letter_id}:{slot}", {"letter": letter_id})
