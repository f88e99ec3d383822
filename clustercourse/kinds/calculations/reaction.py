"""Reaction to a training: mean and spread of the ratings, withheld where so few answered that one could be recognised."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import impossible, worked, worst
from clustercourse.kinds.calculations.outcome import Outcome, invalid, value
from clustercourse.language import _

FEWEST = 5
FAVOURABLE = 4
RATING = Input("rating", _("rating"), "rating", is_column=True, least=1, most=5)
INVITED = Input("invited", _("people invited to answer"), "number", is_whole=True)
INPUTS = (RATING, INVITED)
_WITHHELD = {"too-few-answers": _("not shown: fewer than five answers")}


def reaction(**given: Any) -> Results:
    """Mean rating and share of 4 or 5 among those who answered, and the share of those invited who did.

    Inputs: `rating` 1–5, a row an answer, None where somebody did not answer; single `invited`. Under five answers only their count is
    shown, for privacy: the others are the word "too few answers". Invalid: a rating off the scale, more answers than invited.
    Source: P69 (first level); the limit of five is a course tool.
    """
    ratings = [each for each in given["rating"] if each is not None]
    found = worst(invalid((RATING.name,), reason) for each in ratings if (reason := impossible(RATING, each)))
    answered = Fraction(len(ratings))
    shown = found or (value("too-few-answers") if answered < FEWEST else None)
    numbers = [each for each in ratings if isinstance(each, Fraction)]
    return {
        "answered": found or value(answered),
        "response-rate": shown or worked(lambda invited: _rate(answered, invited), INPUTS, given, INVITED.name),
        "mean": shown or value(sum(numbers, Fraction(0)) / answered),
        "favourable": shown or value(sum(each >= FAVOURABLE for each in numbers) / answered),
    }


def _rate(answered: Fraction, invited: Fraction) -> Outcome:
    if answered > invited:
        return invalid((RATING.name, INVITED.name), _("There are more answers than people invited. Correct one of the two."))
    return value(answered / invited)


CALCULATION = Calculation(
    name="reaction",
    title=_("Reaction of participants"),
    formula=_(
        "Mean: all ratings added up ÷ answers. Favourable: ratings of 4 or 5 ÷ answers. "
        "With fewer than five answers only their number is shown."
    ),
    limits=_(
        "Liking a course is not learning from it. "
        "Those who did not answer may think otherwise, and a mean hides whether people agree or are split."
    ),
    sources=("P69",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("answered", _("answers"), "count"),
        Output("response-rate", _("share of those invited who answered"), "share", words=_WITHHELD),
        Output("mean", _("mean rating"), "decimal", words=_WITHHELD),
        Output("favourable", _("share of ratings 4 and 5"), "share", words=_WITHHELD),
    ),
    run=reaction,
)
