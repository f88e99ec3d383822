"""Reading file data into a strict model, with every problem placed in the file and said in a trainer's words."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from clustercourse.kinds.source import Path, Problem, Strict
from clustercourse.language import Message, _

M = TypeVar("M", bound=BaseModel)


def read_source(model: type[M], data: object) -> tuple[M | None, list[Problem]]:
    """The model, or None and all problems of shape at once. Rules beyond shape are a kind's `problems`."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [(_path(details["loc"], data), _sentence(details)) for details in error.errors(include_url=False)]


def _path(loc: Path, data: Any) -> Path:
    """Where it stands in the file: pydantic also names the kind of question it chose, which is no key of the file."""
    path: list[str | int] = []
    for position, step in enumerate(loc):
        here = (isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int))
        if here:
            data = data[step]
        if here or position == len(loc) - 1:
            path.append(step)
    return tuple(path)


def _unknown_key(details: ErrorDetails) -> str:
    key = str(details["loc"][-1])
    close = get_close_matches(key, sorted(_known_keys(Strict)), n=1)
    if close:
        return str(_("“{key}” is not a known key here. Did you mean “{close}”?", key=key, close=close[0]))
    return str(_("“{key}” is not a known key here.", key=key))


def _known_keys(model: type[BaseModel]) -> set[str]:
    below = [_known_keys(child) for child in model.__subclasses__()]
    return set(model.model_fields).union(*below)


def _one_of(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    expected = str(context.get("expected", context.get("expected_tags", ""))).replace("'", "").replace(" or ", ", ")
    return str(_("This should be one of: {choices}.", choices=expected))


def _sentence(details: ErrorDetails) -> str:
    write = _WRITTEN.get(details["type"])
    return write(details) if write else str(_SENTENCES.get(details["type"], _("This value does not fit here.")))


def _missing(details: ErrorDetails) -> str:
    key = "kind" if details["type"] == "union_tag_not_found" else details["loc"][-1]
    return str(_("“{key}” is missing here.", key=key))


def _refused(details: ErrorDetails) -> str:
    return details["msg"]


_WRITTEN: dict[str, Callable[[ErrorDetails], str]] = {
    "refused": _refused,
    "missing": _missing,
    "union_tag_not_found": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _one_of,
    "union_tag_invalid": _one_of,
}
_GROUP = _("This should be a group of keys and values.")
_WHOLE = _("This should be a whole number.")
_SENTENCES: dict[str, Message] = {
    "string_type": _("This should be text. Put quotes around it."),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "greater_than_equal": _("This number should not be below 0."),
    "bool_type": _("This should be true or false."),
    "list_type": _("This should be a list."),
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
}
