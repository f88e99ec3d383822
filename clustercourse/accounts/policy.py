"""Who may do what with people. Pure: no reads."""

from __future__ import annotations

from clustercourse.viewer import Viewer


def can_manage_people(viewer: Viewer, thing: object = None) -> bool:
    """Roles, closing and opening accounts, invitations to the house."""
    return viewer.is_admin


def can_erase_oneself(viewer: Viewer, thing: object = None) -> bool:
    return viewer.is_signed_in
