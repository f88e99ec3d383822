"""Organisations: the list, one, adding and changing."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.catalogue import actions, policy, queries, words
from clustercourse.catalogue.forms import JoinRequestForm, OrganisationForm, OrganisationInvitationForm
from clustercourse.db import writing
from clustercourse.language import _, countries
from clustercourse.web.access import found, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("organisations", __name__)


@views.get("/organisations/")
@signed_in
def index() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "")[:100] for name in ("text", "kind", "country")}
    number = request.args.get("page", "1")
    listing = queries.list_organisations(viewer(), **asked, number=int(number[:6]) if number.isascii() and number.isdigit() else 1)
    names = dict(countries())
    return page(
        "catalogue/organisations/index.html",
        listing=listing,
        asked=asked,
        words=words,
        countries={code: names.get(code, code) for code in queries.countries_in_use()},
    )


@views.get("/organisations/<organisation>/")
@signed_in
def show(organisation: str) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    managing = policy.can_manage_members(viewer(), thing)
    shown = queries.organisation_page(viewer(), thing, people=policy.can_see_members(viewer(), thing), managing=managing)
    return page(
        "catalogue/organisations/show.html",
        shown=shown,
        organisation=thing,
        words=words,
        country=dict(countries()).get(thing.country, thing.country),
        join_form=JoinRequestForm(),
        invitation_form=OrganisationInvitationForm(),
    )


@views.get("/organisations/new")
@signed_in
def new() -> ResponseReturnValue:
    return page("catalogue/organisations/new.html", form=OrganisationForm())


@views.post("/organisations/new")
@signed_in
def create() -> ResponseReturnValue:
    form = OrganisationForm.sent()
    addresses: list[str] = []

    def add() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                made = actions.add_organisation(form.facts(), by=viewer().person_id or 0)
                answer.address = url_for("catalogue.organisations.show", organisation=made.slug)
            addresses.append(answer.address)

    if not form.carry_out(add):
        return page("catalogue/organisations/new.html", 422, form=form)
    return go(addresses[0], _("The organisation is added. You are its manager."))


@views.get("/organisations/<organisation>/edit")
@signed_in
def edit(organisation: str) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_edit_organisation(viewer(), thing))
    return page("catalogue/organisations/edit.html", form=OrganisationForm.showing(thing), organisation=thing)


@views.post("/organisations/<organisation>/edit")
@signed_in
def update(organisation: str) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_edit_organisation(viewer(), thing))
    form = OrganisationForm.sent()

    def change() -> None:
        with writing():
            actions.change_organisation(thing.id, form.facts(), by=viewer().person_id or 0)

    if not form.carry_out(change):
        return page("catalogue/organisations/edit.html", 422, form=form, organisation=thing)
    return go(url_for("catalogue.organisations.show", organisation=organisation), _("The changes are saved."))
