"""Where the people of a cohort or a course talk."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.content.queries import outline
from clustercourse.db import writing
from clustercourse.discussions.actions.spaces import set_chatham
from clustercourse.discussions.forms import SpaceForm
from clustercourse.discussions.policy import can_moderate
from clustercourse.discussions.queries.spaces import SpaceRow
from clustercourse.discussions.queries.topics import WHICH, Wanted, topics_in
from clustercourse.discussions.views._here import number_asked, page_number, row_of, space_here
from clustercourse.discussions.words import KIND_ICONS, KIND_WORDS, STEP_WORDS, WHICH_WORDS
from clustercourse.language import _, zone
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("spaces", __name__)


@views.get("/cohorts/<cohort>/discussion/")
@views.get("/courses/<course>/discussion/")
@signed_in
def show(cohort: str = "", course: str = "") -> ResponseReturnValue:
    space = space_here(cohort, course)
    which = request.args.get("which", "")
    wanted = Wanted(which if which in WHICH else "", _item(space), number_asked("session"))
    topics = topics_in(viewer(), space, wanted, number=page_number() or 1)
    words = {"kinds": KIND_WORDS, "icons": KIND_ICONS, "steps": STEP_WORDS, "which": WHICH_WORDS}
    return page("discussions/spaces/show.html", space=space, topics=topics, wanted=wanted, words=words, zone=zone())


@views.get("/cohorts/<cohort>/discussion/settings")
@views.get("/courses/<course>/discussion/settings")
@signed_in
def edit(cohort: str = "", course: str = "") -> ResponseReturnValue:
    space = space_here(cohort, course)
    require(can_moderate(viewer(), space))
    return page("discussions/spaces/edit.html", space=space, form=SpaceForm(data={"is_chatham": space.is_chatham}))


@views.post("/cohorts/<cohort>/discussion/settings")
@views.post("/courses/<course>/discussion/settings")
@signed_in
def update(cohort: str = "", course: str = "") -> ResponseReturnValue:
    space, form = space_here(cohort, course), SpaceForm.sent()
    require(can_moderate(viewer(), space))

    def save() -> None:
        with writing():
            set_chatham(row_of(space), is_chatham=form.is_chatham.data, by=me())

    if not form.carry_out(save):
        return page("discussions/spaces/edit.html", 422, space=space, form=form)
    return go(space.address, _("The settings are saved."))


def _item(space: SpaceRow) -> int | None:
    """The lesson or exercise asked for: by its number, or in a course's space by its lasting id."""
    asked = request.args.get("lesson", "")
    known = outline(space.version_id).by_key.get(asked) if space.version_id else None
    return known.id if known else number_asked("lesson")
