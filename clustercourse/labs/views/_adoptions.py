"""What the pages of reports share: the one at hand, for whom it is there, and how it is shown."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from clustercourse.labs import policy, words
from clustercourse.labs.queries.adoptions import AdoptionRow, adoption_at
from clustercourse.labs.views._method_forms import RefusalForm
from clustercourse.web.access import found, require, viewer
from clustercourse.web.pages import page


def met(number: int) -> AdoptionRow:
    one: AdoptionRow = found(adoption_at(viewer(), number))
    return one


def decided(number: int) -> AdoptionRow:
    """The report, for those who say what is shown; 403 for others who see it."""
    one = met(number)
    require(policy.can_decide_adoptions(viewer()))
    return one


def shown(one: AdoptionRow, form: RefusalForm, status: int = 200) -> ResponseReturnValue:
    return page("labs/adoptions/show.html", status, one=one, form=form, words=words)
