"""Forms of the comparison: what is compared by what, and what an organisation gives."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from clustercourse.errors import Refused
from clustercourse.labs.actions.comparison import SetupFacts
from clustercourse.labs.queries.comparison import MOST_CRITERIA, MOST_TOOLS, Setup
from clustercourse.language import _
from clustercourse.web.fields import line
from clustercourse.web.forms import Form


class ComparisonForm(Form):
    """Criteria with weights, and tools, each at its place; the fields are made below."""

    seen = HiddenField()

    @classmethod
    def showing(cls, setup: Setup) -> ComparisonForm:
        said: dict[str, object] = {"seen": setup.digest}
        for criterion in setup.criteria:
            said |= {f"criterion_{criterion.place}": criterion.name, f"weight_{criterion.place}": criterion.weight}
        return cls(data=said | {f"tool_{tool.place}": tool.name for tool in setup.tools})

    def facts(self) -> SetupFacts:
        criteria = [(self[f"criterion_{n}"].data or "", self[f"weight_{n}"].data) for n in range(1, MOST_CRITERIA + 1)]
        return SetupFacts(criteria, [self[f"tool_{n}"].data or "" for n in range(1, MOST_TOOLS + 1)])


_OUTSIDE = _("Use a whole number from {least} to {most}.").format(least=1, most=100)
for _n in range(1, MOST_CRITERIA + 1):
    setattr(ComparisonForm, f"criterion_{_n}", line(_("Criterion {n}", n=_n)))
    setattr(ComparisonForm, f"weight_{_n}", IntegerField(_("Weight {n}", n=_n), [Optional(), NumberRange(1, 100, _OUTSIDE)]))
for _n in range(1, MOST_TOOLS + 1):
    setattr(ComparisonForm, f"tool_{_n}", line(_("Tool {n}", n=_n)))


class ScoresForm(Form):
    """The scores of one organisation; its table has a field for each tool and criterion."""

    seen = HiddenField()


def field_name(tool_id: int, criterion_id: int) -> str:
    return f"score-{tool_id}-{criterion_id}"


def typed_scores(setup: Setup, sent: MultiDict[str, str]) -> dict[tuple[int, int], str]:
    """What stands in each field."""
    return {
        (tool.id, criterion.id): sent.get(field_name(tool.id, criterion.id), "")[:10].strip()
        for tool in setup.tools
        for criterion in setup.criteria
    }


def scores_in(typed: dict[tuple[int, int], str]) -> dict[tuple[int, int], int | None]:
    """Refused: what is neither empty nor 1 to 5."""
    if any(said not in ("", "1", "2", "3", "4", "5") for said in typed.values()):
        raise Refused(_("Give 1 to 5, or leave it empty."))
    return {key: int(said) if said else None for key, said in typed.items()}
