"""Values against a model, with every fault said in a trainer's words at the line where it stands."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from clustercourse.content.problems import Problem
from clustercourse.content.yaml_source import YamlSource
from clustercourse.language import Message, _

T = TypeVar("T")
_adapters: dict[Any, TypeAdapter[Any]] = {}


def read_as(shape: type[T], source: YamlSource, path: str, *, translation: bool = False) -> tuple[T | None, list[Problem]]:
    """The value of ``source`` as ``shape`` or None, with all its problems. Translations hold texts and nothing else."""
    if source.problems:
        unreadable = [Problem(path, line, sentence) for line, sentence in source.problems]
        return None, [*unreadable, *_beside_them(shape, source, path, translation)]
    if source.value is None:
        return None, [Problem(path, source.line(()), _("There is nothing here. Fill in the keys, or remove the file."))]
    try:
        return _adapter(shape).validate_python(source.value), []
    except ValidationError as error:
        return None, [_problem(shape, details, source, path, translation) for details in _told_once(shape, error)]
    except RecursionError:
        return None, [Problem(path, source.line(()), _("This is nested too deeply. Use fewer levels."))]


def _beside_them(shape: type[T], source: YamlSource, path: str, translation: bool) -> list[Problem]:
    """What else is wrong in a text that is not readable YAML: not on the same lines, and not what may stand further below."""
    told = {line for line, _sentence in source.problems}
    try:
        _adapter(shape).validate_python(source.partial)
    except ValidationError as error:
        found = [
            _problem(shape, details, source, path, translation) for details in _told_once(shape, error) if not _is_doubtful(details, source)
        ]
        return [problem for problem in found if problem.line not in told]
    except RecursionError:
        pass
    return []


def _told_once(shape: Any, error: ValidationError) -> list[ErrorDetails]:
    """Every fault, but for a key that is missing only because it is misspelt."""
    found = error.errors(include_url=False)
    strange = [details["loc"] for details in found if details["type"] == "extra_forbidden"]
    meant = {(*where[:-1], near) for where in strange for near in _near(_name(where), _keys(shape, where[:-1]))}
    return [details for details in found if details["type"] != "missing" or details["loc"] not in meant]


def _is_doubtful(details: ErrorDetails, source: YamlSource) -> bool:
    """Whether a fault may follow from where the text could no longer be read: a key that may stand below it, or the last value above."""
    where = details["loc"]
    if not source.is_cut:
        return False
    return where[:1] == (source.last,) or (len(where) < 2 and (details["type"] == "missing" or details["input"] is None))


def _adapter(shape: Any) -> TypeAdapter[Any]:
    """Made once for each shape: a new one works the whole schema out again, which takes longer than reading a course."""
    if shape not in _adapters:
        _adapters[shape] = TypeAdapter(shape)
    return _adapters[shape]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“ Did you mean …?” where something similar is known, else nothing."""
    near = _near(word, known)
    return " " + str(_("Did you mean “{word}”?", word=near[0])) if near else ""


def _near(word: str, known: Iterable[str]) -> list[str]:
    """The one known word that is most like it, or none."""
    return get_close_matches(word, [name for name in known if name != word], n=1, cutoff=0.6)


def _problem(shape: Any, details: ErrorDetails, source: YamlSource, path: str, translation: bool) -> Problem:
    where = details["loc"]
    return Problem(path, source.line(where), _sentence(shape, details, translation))


def _sentence(shape: Any, details: ErrorDetails, translation: bool) -> Message | str:
    kind, key, given = details["type"], _name(details["loc"]), details["input"]
    context = details.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(shape, details["loc"], key, translation)
    if kind == "refused":
        return details["msg"]
    if kind == "missing":
        return _("“{key}” is missing. Add a line “{key}: …”.", key=key)
    if kind == "literal_error":
        return _(
            "“{given}” is not possible for “{key}”. Possible: {known}.", given=_short(given), key=key, known=_plain(context["expected"])
        )
    if kind == "union_tag_invalid":
        known = str(context["expected_tags"]).replace("'", "")
        guess = did_you_mean(str(context["tag"]), known.split(", "))
        return str(_unknown_tag(str(context["discriminator"]).strip("'"), str(context["tag"]), known)) + guess
    if kind == "union_tag_not_found":
        return _("“{key}” is missing. Add a line “{key}: …”.", key=str(context["discriminator"]).strip("'"))
    return _wrong_type(kind, key, given, context, details["msg"])


def _unknown_tag(key: str, given: str, known: str) -> Message:
    if key == "kind":
        return _("“{given}” is not a known kind here. Possible: {known}.", given=given, known=known)
    return _("“{given}” is not possible for “{key}”. Possible: {known}.", given=_short(given), key=key, known=known)


_TYPES: dict[str, Message] = {
    "int_type": _("“{key}” must be a whole number."),
    "int_from_float": _("“{key}” must be a whole number."),
    "bool_type": _("“{key}” must be true or false."),
    "list_type": _("“{key}” must be a list, such as [first, second]."),
    "dict_type": _("“{key}” must have keys and values below it."),
    "model_type": _("“{key}” must have keys and values below it."),
    "model_attributes_type": _("“{key}” must have keys and values below it."),
}


def _wrong_type(kind: str, key: str, given: object, context: dict[str, Any], said: str) -> Message | str:
    if given is None:
        return _("“{key}” has no value. Fill it in, or remove the line.", key=key)
    if kind == "string_type":
        if isinstance(given, dict):
            return _("“{key}” must be one text, without keys below it.", key=key)
        if isinstance(given, list):
            return _("“{key}” must be one text, not a list.", key=key)
        return _("“{key}” must be text. Put the value in quotes.", key=key)
    if kind in _TYPES:
        return _TYPES[kind].format(key=key)
    if kind == "too_short":
        return _("“{key}” is empty. It needs at least one entry.", key=key)
    if kind == "greater_than_equal":
        return _("“{key}” must be at least {least}.", key=key, least=context["ge"])
    if kind == "less_than_equal":
        return _("“{key}” must be at most {most}.", key=key, most=context["le"])
    return _("“{key}” is not right here: {said}", key=key, said=said)


def _unknown_key(shape: Any, where: tuple[int | str, ...], key: str, translation: bool) -> Message | str:
    known = _keys(shape, where[:-1])
    guess = did_you_mean(key, known)
    if translation and not guess:
        return _("A translation holds only texts. Remove “{key}”: ids and rules stand in the original.", key=key)
    return str(_("“{key}” is not a known key here.", key=key)) + (guess or " " + str(_("Known: {known}.", known=", ".join(known))))


def _keys(shape: Any, where: tuple[int | str, ...]) -> list[str]:
    """The keys that could stand at a place of a model."""
    models = _models(shape)
    for step in where:
        below = [field.annotation for model in models for name, field in model.model_fields.items() if name == step]
        named = [model for model in models if step in _tags(model)]
        models = [inner for annotation in below for inner in _models(annotation)] or named or models
    return sorted({name for model in models for name in model.model_fields})


def _tags(model: type[BaseModel]) -> tuple[object, ...]:
    """The kinds or types that a model stands for where several may stand."""
    fields = (model.model_fields[key] for key in ("kind", "type") if key in model.model_fields)
    return tuple(tag for field in fields for tag in get_args(field.annotation))


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]


def _name(where: tuple[int | str, ...]) -> str:
    """The key a person would point at."""
    names = [step for step in where if isinstance(step, str)]
    if not names:
        return str(_("The file"))
    if isinstance(where[-1], int):
        return str(_("{key}, entry {n}", key=names[-1], n=where[-1] + 1))
    return names[-1]


def _plain(expected: object) -> str:
    return str(expected).replace("'", "").replace(" or ", ", ")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
