"""What the pages of a lab share: the lab at hand, for whom it is there."""

from __future__ import annotations

from clustercourse.labs import policy
from clustercourse.labs.queries.labs import LabRow, lab_at
from clustercourse.web.access import not_here, require, viewer


def facilitated(slug: str) -> LabRow:
    """The lab, for its facilitators; 403 for others who see it."""
    lab = lab_at(viewer(), slug)
    require(policy.can_facilitate_lab(viewer(), lab))
    return lab


def worked_in(slug: str) -> LabRow:
    """The lab, for those who test in it and its facilitators; others do not learn that the page is there."""
    lab = lab_at(viewer(), slug)
    if not policy.can_work_in_lab(viewer(), lab):
        not_here()
    return lab
