"""What a name and an e-mail address may be, and how addresses are compared. No rows here."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

from clustercourse.errors import Refused
from clustercourse.language import _

LONGEST_NAME = 100
_NEVER = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean_email(text: str, *, field: str = "email") -> str:
    """The address as it is written to; refuses what no letter could reach."""
    try:
        return validate_email(text.strip(" "), check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise Refused(_("This is not an e-mail address. It should look like name@example.com."), field=field) from None


def key_of(email: str) -> str:
    """The address folded for comparison."""
    return email.replace("\x00", "").strip().casefold()


def clean_name(text: str, *, field: str = "name") -> str:
    """A person's name on one line; refuses line breaks, control characters and signs that turn the text around."""
    name = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(sign) in _NEVER or sign in _TURNING for sign in name):
        raise Refused(_("The name holds a line break or another sign that names do not have."), field=field)
    name = " ".join(name.split())
    if not any(sign.isalpha() for sign in name):
        raise Refused(_("Write your name as others should see it."), field=field)
    if len(name) > LONGEST_NAME:
        raise Refused(_("The name can have at most {n} characters."), field=field, n=LONGEST_NAME)
    return name
