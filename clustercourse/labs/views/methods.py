"""Methods: the public catalogue, one of them, and changing what one is."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy, words
from clustercourse.labs.actions.methods import change_method
from clustercourse.labs.queries.adoptions import shown_adoptions
from clustercourse.labs.queries.methods import KnownMethod, Sought, catalogue_page, method_at, themes_in_use
from clustercourse.labs.queries.testers import countries_told
from clustercourse.labs.views._method_forms import MethodForm
from clustercourse.labs.views._tested import page_number
from clustercourse.language import _, countries
from clustercourse.web.access import me, not_here, public, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("methods", __name__)


@views.get("/methods/")
@public
def index() -> ResponseReturnValue:
    sought, names = _sought(), dict(countries())
    return page(
        "labs/methods/index.html",
        listing=catalogue_page(sought, page_number()),
        sought=sought,
        themes=themes_in_use(),
        countries={code: names.get(code, code) for code in countries_told()},
        words=words,
    )


@views.get("/methods/<method>/")
@public
def show(method: str) -> ResponseReturnValue:
    here = method_at(method)
    return page("labs/methods/show.html", shown=here, adoptions=shown_adoptions(here.method.id, page_number()), words=words)


@views.get("/methods/<method>/edit")
@staff
def edit(method: str) -> ResponseReturnValue:
    here = _changed(method)
    return page("labs/methods/edit.html", method=here.method, form=MethodForm(data=here.method.__dict__))


@views.post("/methods/<method>/edit")
@staff
def update(method: str) -> ResponseReturnValue:
    here, form = _changed(method).method, MethodForm.sent()

    def change() -> None:
        with writing():
            change_method(here.id, form.method(), by=me())

    if form.carry_out(change):
        return go(here.address, _("The changes are saved."))
    return page("labs/methods/edit.html", 422, method=here, form=form)


def _changed(slug: str) -> KnownMethod:
    return method_at(slug) if policy.can_change_method(viewer()) else not_here()


def _sought() -> Sought:
    """What the address asks for, without the one character that PostgreSQL cannot be asked for."""
    return Sought(**{name: request.args.get(name, "").replace("\0", "").strip()[:120] for name in Sought.__dataclass_fields__})
