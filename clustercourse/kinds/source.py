"""The strict models that exercise files are read into, and the value types they share. Which rules a kind adds stands with the kind."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from clustercourse.language import _

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
    done: Literal["submit", "pass"] = "submit"
    threshold: Whole = 80
    optional: Flag = False
    requires: list[ItemId] = Field(default_factory=list)


class ExerciseTranslation(Strict):
    title: Words | None = None
    summary: str | None = None
    intro: str | None = None
