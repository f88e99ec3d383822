"""Who is asking and what they may open: the sign-in cookie, and the one decorator every view carries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn, TypeVar, cast

from flask import Flask, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from clustercourse.accounts.queries import FoundSignIn, find_sign_in
from clustercourse.db import now
from clustercourse.errors import NotAllowed, NotHere
from clustercourse.viewer import NOBODY, Viewer
from clustercourse.web import cookies
from clustercourse.web.redirects import quoted

View = TypeVar("View", bound=Callable[..., Any])

IDLE = timedelta(hours=12)
IDLE_WHEN_STAYING = timedelta(days=30)
LONGEST = timedelta(days=90)


class SignedIn(UserMixin):
    """Flask-Login's idea of a user, around the frozen viewer."""

    def __init__(self, found: FoundSignIn) -> None:
        self.found = found
        self.viewer = found.viewer

    def get_id(self) -> str:
        return str(self.viewer.sign_in_id)


def prepare(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(_request: object) -> SignedIn | None:
        token = cookies.read("sign-in")
        found = find_sign_in(cookies.digest(token)) if token else None
        return SignedIn(found) if found and not has_run_out(found) else None


def has_run_out(found: FoundSignIn) -> bool:
    moment = now()
    idle = IDLE_WHEN_STAYING if found.stays else IDLE
    return moment - found.last_seen_at > idle or moment - found.created_at > LONGEST


def viewer() -> Viewer:
    """The person asking, or NOBODY. Built once a request."""
    known: Viewer | None = g.get("viewer")
    if known is None:
        user = current_user._get_current_object()
        g.found_sign_in = user.found if isinstance(user, SignedIn) else None
        known = g.viewer = g.found_sign_in.viewer if g.found_sign_in else NOBODY
    return cast(Viewer, known)


def me() -> int:
    """The person of a view that only signed-in people open."""
    person_id = viewer().person_id
    return not_here() if person_id is None else person_id


def public(view: View) -> View:
    """Anybody may open it."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Only signed-in people; others are taken to the sign-in page and back."""
    view.access = "signed_in"  # type: ignore[attr-defined]
    return view


def staff(view: View) -> View:
    """Only signed-in people who are admin, or author or trainer of anything; policy decides of what."""
    view.access = "staff"  # type: ignore[attr-defined]
    return view


def by_mail_program(view: View) -> View:
    """Mail programs may post to it without a form of ours (RFC 8058): its address is signed, and is all the authority it needs."""
    view.by_mail_program = True  # type: ignore[attr-defined]
    return view


def is_one_click(app: Flask) -> bool:
    """Whether a mail program's own button asks, where it may: with this one field and nothing else."""
    may = hasattr(app.view_functions.get(request.endpoint or ""), "by_mail_program")
    return may and not request.files and request.form.to_dict(flat=False) == {"List-Unsubscribe": ["One-Click"]}


def require(allowed: bool) -> None:
    """403 unless a policy says yes. For things the person may see."""
    if not allowed:
        raise NotAllowed


def found(thing: Any) -> Any:
    """404 for None: what does not exist for this person."""
    return not_here() if thing is None else thing


def not_here() -> NoReturn:
    raise NotHere


def check_every_view(app: Flask) -> None:
    """Start-up fails when a view does not say who may open it."""
    bare = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if bare:
        raise RuntimeError(f"These views lack @public, @signed_in or @staff: {', '.join(sorted(bare))}")


def guard(app: Flask) -> ResponseReturnValue | None:
    """Called before every request: may this viewer open this view at all?"""
    access = getattr(app.view_functions.get(request.endpoint or ""), "access", "public")
    if access == "public" or (viewer().is_signed_in and (access == "signed_in" or viewer().is_staff)):
        return None
    if viewer().is_signed_in:
        raise NotHere
    if request.method in ("GET", "HEAD"):
        return redirect(f"/sign-in?next={quoted(request.full_path.rstrip('?'))}", 303)
    from_form = NotAllowed()
    from_form.signed_out = True  # type: ignore[attr-defined]
    raise from_form
