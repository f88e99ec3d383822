"""Who may run the site."""

from __future__ import annotations

from clustercourse.viewer import Viewer


def can_run_site(viewer: Viewer, _thing: object = None) -> bool:
    return viewer.is_admin
