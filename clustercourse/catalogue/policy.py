"""Who may do what with organisations."""

from __future__ import annotations

from typing import Protocol

from clustercourse.viewer import Viewer


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def can_edit_organisation(viewer: Viewer, organisation: HasId) -> bool:
    return viewer.manages(organisation.id)


def can_close_organisation(viewer: Viewer, _organisation: HasId) -> bool:
    return viewer.is_admin


def can_see_members(viewer: Viewer, organisation: HasId) -> bool:
    return viewer.is_admin or viewer.belongs_to(organisation.id)


def can_manage_members(viewer: Viewer, organisation: HasId) -> bool:
    return viewer.manages(organisation.id)


def can_ask_to_join(viewer: Viewer, organisation: HasId) -> bool:
    return viewer.is_signed_in and not viewer.belongs_to(organisation.id)
