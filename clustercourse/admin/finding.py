"""Administrators find everybody, and come to their page."""

from __future__ import annotations

from sqlalchemy import Boolean, String, bindparam, cast, literal

from clustercourse.models.accounts import Person
from clustercourse.search import rules
from clustercourse.viewer import Viewer


def _all(viewer: Viewer) -> dict[str, bool]:
    return {"sees_all": viewer.is_admin}


rules.people_met(
    rules.meeting(Person.id, "person", at="", address=literal("/admin/people/") + cast(Person.id, String) + "/").where(
        bindparam("sees_all", type_=Boolean)
    ),
    _all,
)
