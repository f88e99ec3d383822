"""Cohorts: the lists, one, planning and changing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts import policy, words
from clustercourse.cohorts.actions.cohorts import ContactFacts, change_cohort, plan_cohort, plan_next, publish_cohort, set_contact
from clustercourse.cohorts.actions.parts import PartFacts, change_part
from clustercourse.cohorts.actions.session_plans import plan_from_blueprint
from clustercourse.cohorts.blueprints import BLUEPRINTS
from clustercourse.cohorts.forms.cohorts import PURPOSES, CohortForm, NewCohortForm
from clustercourse.cohorts.queries.attendance import outcome_of
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at, contacts_of
from clustercourse.cohorts.queries.home import cohort_home
from clustercourse.cohorts.queries.lists import cohort_lists
from clustercourse.cohorts.queries.posted import series_of
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.discussions.queries.topics import newest_topics
from clustercourse.labs.queries.marks import labs_that_tested_cohort
from clustercourse.language import LANGUAGE_NAMES, _
from clustercourse.web.access import public, require, signed_in, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("cohorts", __name__)


@views.get("/cohorts/")
@public
def index() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "")[:100] for name in ("text", "language", "place", "since")}
    return page("cohorts/cohorts/index.html", lists=cohort_lists(viewer(), **asked), asked=asked, words=words, names=LANGUAGE_NAMES)


@views.get("/cohorts/<cohort>/")
@public
def show(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    home = cohort_home(viewer(), thing)
    shown: dict[str, Any] = {
        "home": home,
        "cohort": thing,
        "words": words,
        "blueprint": BLUEPRINTS.get(thing.blueprint),
        "names": LANGUAGE_NAMES,
        "marks": labs_that_tested_cohort(thing.id),
    }
    if policy.can_see_inside(viewer(), thing):
        shown |= {"own": outcome_of(thing.id, viewer().person_id or 0), "topics": newest_topics(viewer(), thing.id)}
        return page("cohorts/cohorts/show.html", **shown)
    return page("cohorts/cohorts/public.html", **shown)


@views.get("/cohorts/new")
@signed_in
def new() -> ResponseReturnValue:
    require(policy.can_plan_cohort(viewer()))
    after = request.args.get("after")
    form = NewCohortForm.following(coordinated(after)) if after else NewCohortForm(data={"time_zone": viewer().time_zone})
    return page("cohorts/cohorts/new.html", form=form)


@views.post("/cohorts/new")
@signed_in
def create() -> ResponseReturnValue:
    require(policy.can_plan_cohort(viewer()))
    form, address = NewCohortForm.sent(), ""

    def plan() -> None:
        nonlocal address
        with creating(viewer()) as answer:
            if not answer.was_given:
                answer.address = url_for("cohorts.cohorts.edit", cohort=_planned(form))
            address = answer.address

    if not form.carry_out(plan):
        return page("cohorts/cohorts/new.html", 422, form=form)
    return go(address, _("The cohort is planned. Only its team sees it until you publish it."))


@views.get("/cohorts/<cohort>/edit")
@staff
def edit(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    contacts = contacts_of(thing.id)
    return _form_page(thing, CohortForm.showing(thing, contacts, series_of(thing.id)))


@views.post("/cohorts/<cohort>/edit")
@staff
def update(cohort: str) -> ResponseReturnValue:
    thing, form, publishes = coordinated(cohort), CohortForm.sent(), "publish" in request.form
    if not form.carry_out(lambda: _change(thing.id, form)):
        return _form_page(thing, form, 422)
    if not publishes:
        return go(url_for("cohorts.cohorts.edit", cohort=cohort), _("The changes are saved."))
    if not form.carry_out(lambda: _publish(thing.id)):
        return _form_page(thing, form, 422, is_saved=True)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The cohort is published."))


def _change(cohort_id: int, form: CohortForm) -> None:
    by = viewer().person_id or 0
    contacts: dict[str, ContactFacts] = {purpose: form.contact(purpose) for purpose in PURPOSES}
    with writing():
        change_cohort(cohort_id, form.facts(), by=by)
        for purpose, facts in contacts.items():
            set_contact(cohort_id, purpose, facts, by=by)


def _publish(cohort_id: int) -> None:
    """After the changes are saved: what is missing for the public keeps nothing from being kept."""
    with writing():
        publish_cohort(cohort_id, by=viewer().person_id or 0)


def _form_page(thing: CohortRow, form: CohortForm, status: int = 200, *, is_saved: bool = False) -> ResponseReturnValue:
    home = cohort_home(viewer(), thing)
    return page("cohorts/cohorts/edit.html", status, form=form, cohort=thing, home=home, words=words, is_saved=is_saved)


def _planned(form: NewCohortForm) -> str:
    by = viewer().person_id or 0
    facts, blueprint, earlier = form.facts(), form.blueprint.data, coordinated(form.after.data) if form.after.data else None
    cohort = plan_next(earlier.id, facts, blueprint=blueprint, by=by) if earlier else plan_cohort(facts, blueprint=blueprint, by=by)
    if form.place.data:
        change_part(cohort.id, 1, PartFacts(place=form.place.data), by=by)
    if form.first_days:
        plan_from_blueprint(cohort.id, first_days=form.first_days, by=by)
    return cohort.slug
