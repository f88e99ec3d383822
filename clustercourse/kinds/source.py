"""The strict models that exercise files are read into, and the value types they share. Which rules a kind adds stands with the kind."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from clustercourse.language import _

NO_SESSION = _("Name the session by its key, in small letters, digits and hyphens: {attend: kick-off}.")
NO_NUMBER = _("Say how many posts, from 1 to 20: {post: 2}.")
TWO_NUMBERS = _("“done” asks for posts twice. Keep one of the two.")
MOST_POSTS = 20
_SESSION = re.compile(r"[a-z0-9-]{1,64}")
_OPENS = re.compile(r"session:\s*(?P<session>[a-z0-9-]{1,64})(?:\s+(?P<sign>[+-])\s*(?P<number>[0-9]{1,3})\s*(?P<unit>[dh]))?")

Path = tuple[str | int, ...]
Problem = tuple[Path, str]
"""Where in the file (keys and positions from the top), and what is wrong, in a trainer's words."""

_LONGEST_NUMBER = 30


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def refusal(sentence: object) -> PydanticCustomError:
    return PydanticCustomError("refused", "{sentence}", {"sentence": str(sentence)})


def _whole(value: object) -> object:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value) else value


def _flag(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _amount(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise refusal(_("This should be a number."))
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise refusal(_("This should be a number, written with a point: 1.5")) from None
    if not amount.is_finite() or len(format(amount, "f")) > _LONGEST_NUMBER:
        raise refusal(_("This number is too long or not a number."))
    return amount


def _words(value: str) -> str:
    if not value.strip():
        raise refusal(_("This text is empty."))
    return value


def _item_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{3,64}", value):
        raise refusal(_("An id has 3 to 64 small letters, digits and hyphens."))
    return value


def _part_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,64}", value):
        raise refusal(_("The id of a question or of a part of it has 1 to 64 small letters, digits and hyphens."))
    return value


def attended(entry: Any) -> str | None:
    """The key of the session in `{attend: kick-off}`; None for something else. Refused without a good key."""
    if entry != "attend" and not (isinstance(entry, dict) and set(entry) == {"attend"}):
        return None
    key = entry["attend"] if isinstance(entry, dict) else None
    if not isinstance(key, str) or not _SESSION.fullmatch(key):
        raise refusal(NO_SESSION)
    return key


def posted(entry: Any) -> int | None:
    """How many posts `{post: 2}` asks for, and `post` alone for one; None for something else. Refused without a good number."""
    if entry == "post":
        return 1
    if not (isinstance(entry, dict) and set(entry) == {"post"}):
        return None
    number = _whole(entry["post"])
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST_POSTS:
        raise refusal(NO_NUMBER)
    return number


def _finish(value: Any) -> Any:
    """`submit` or `pass`, or a list of one of them, `{attend: session}` and `{post: number}`."""
    if isinstance(value, Finish):
        return value
    entries = value if isinstance(value, list) else [value]
    if not entries:
        raise refusal(_("“done” is empty. Write “done: submit”, or leave the line out."))
    posts = [number for entry in entries if (number := posted(entry)) is not None]
    if len(posts) > 1:
        raise refusal(TWO_NUMBERS)
    sessions = [key for entry in entries if (key := attended(entry)) is not None]
    rest = [entry for entry in entries if attended(entry) is None and posted(entry) is None]
    if rest == [value] and isinstance(value, str) and value not in ("submit", "pass"):
        raise refusal(_("“{given}” is not possible for “{key}”. Possible: {known}.", given=value[:40], key="done", known="submit, pass"))
    if len(rest) > 1 or any(entry not in ("submit", "pass") for entry in rest):
        raise refusal(_("“done” is “submit” or “pass”, or a list such as [pass, {attend: kick-off}, {post: 2}]."))
    return {"what": rest[0] if rest else "submit", "attend": sessions, "post": posts[0] if posts else None}


def _opens(value: Any) -> Any:
    """`session:kick-off - 7d` as its parts."""
    if isinstance(value, Opens):
        return value
    found = _OPENS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise refusal(_("“opens” names a session and perhaps a time before or after it: session:kick-off, session:kick-off - 7d or + 2h."))
    number = int(f"{found['sign']}{found['number']}") if found["number"] else 0
    return {"session": found["session"], "days": number if found["unit"] == "d" else 0, "hours": number if found["unit"] == "h" else 0}


class Finish(Strict):
    """What finishes an exercise: its answers, the sessions that a person takes part in, and so many posts in its discussion."""

    what: Literal["submit", "pass"] = "submit"
    attend: list[str] = Field(default_factory=list)
    post: int | None = None


class Opens(Strict):
    """From when on something can be opened: with a session of the cohort, or so many days or hours after it (before it: below zero)."""

    session: str
    days: int
    hours: int


Opening = Annotated[Opens, BeforeValidator(_opens)]
Whole = Annotated[int, BeforeValidator(_whole), Field(ge=0)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Words = Annotated[str, AfterValidator(_words)]
ItemId = Annotated[str, AfterValidator(_item_id)]
PartId = Annotated[str, AfterValidator(_part_id)]


class ExerciseSource(Strict):
    """The keys every kind of exercise has."""

    id: ItemId
    kind: str
    title: Words
    summary: str = ""
    intro: str = ""
    done: Annotated[Finish, BeforeValidator(_finish)] = Finish()
    threshold: Whole = 80
    optional: Flag = False
    requires: list[ItemId] = Field(default_factory=list)
    opens: Opening | None = None


class ExerciseTranslation(Strict):
    title: Words | None = None
    summary: str | None = None
    intro: str | None = None
