"""Options with a reason each: shared by single, multiple and true-false."""

from typing import Any

from clustercourse.kinds.fields import Choice
from clustercourse.kinds.questions.question import (
    Render,
    Specification,
    inline,
    refuse,
    repeated_ids,
)
from clustercourse.kinds.results import Feedback
from clustercourse.kinds.source import Flag, PartId, Problem, Strict, Words
from clustercourse.language import _


class Option(Strict):
    id: PartId
    text: Words
    right: Flag = False
    feedback: str = ""


def option_problems(options: list[Option]) -> list[Problem]:
    found = repeated_ids("options", (option.id for option in options))
    if len(options) < 2:
        found.append(refuse("options", sentence=_("A question needs at least two options.")))
    for position, option in enumerate(options):
        if not option.feedback.strip():
            sentence = _("Option “{id}” needs feedback: say why it is right or wrong.", id=option.id)
            found.append(refuse("options", position, "feedback", sentence=sentence))
    return found


def compile_options(options: list[Option], render: Render) -> Specification:
    listed = [
        {"id": option.id, "text": inline(render, option.text), "right": option.right, "feedback": render(option.feedback)}
        for option in options
    ]
    return {"options": listed}


def option_choices(specification: Specification, order: list[str]) -> tuple[Choice, ...]:
    texts = {option["id"]: option["text"] for option in specification["options"]}
    return tuple(Choice(id_, texts[id_]) for id_ in order)


def option_ids(specification: Specification) -> list[str]:
    return [option["id"] for option in specification["options"]]


def right_ids(specification: Specification) -> set[str]:
    return {option["id"] for option in specification["options"] if option["right"]}


def picked(specification: Specification, answer: Any) -> list[str]:
    """The chosen options that the question has, in its order, each once."""
    chosen = answer if isinstance(answer, list) else [answer]
    return [id_ for id_ in option_ids(specification) if id_ in chosen]


def texts_of(specification: Specification, ids: list[str] | set[str]) -> tuple[str, ...]:
    return tuple(option["text"] for option in specification["options"] if option["id"] in ids)


def option_feedback(specification: Specification, chosen: list[str]) -> tuple[Feedback, ...]:
    """The reason of every chosen option, then of the right ones that were not chosen."""
    options = specification["options"]
    taken = [option for option in options if option["id"] in chosen]
    missed = [option for option in options if option["right"] and option["id"] not in chosen]
    said = [Feedback(option["id"], "right" if option["right"] else "wrong", option["feedback"]) for option in taken]
    return (*said, *(Feedback(option["id"], "missed", option["feedback"]) for option in missed))
