"""News of a cohort."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.news import post_news, remove_news
from clustercourse.cohorts.forms.parts import NewsForm
from clustercourse.cohorts.views._people import run_by_me
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("news", __name__)


@views.get("/cohorts/<cohort>/news/new")
@staff
def new(cohort: str) -> ResponseReturnValue:
    return page("cohorts/news/new.html", form=NewsForm(), cohort=run_by_me(cohort))


@views.post("/cohorts/<cohort>/news/new")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = run_by_me(cohort), NewsForm.sent()

    def post() -> None:
        facts = form.facts()
        with creating(viewer()) as answer:
            if not answer.was_given:
                post_news(thing.id, facts, by=viewer().person_id or 0)

    if not form.carry_out(post):
        return page("cohorts/news/new.html", 422, form=form, cohort=thing)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The news is out. The people of the cohort get a letter."))


@views.post("/cohorts/<cohort>/news/<int:number>/delete")
@staff
def delete(cohort: str, number: int) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    with writing():
        remove_news(thing.id, number, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The news is taken off the page."))
