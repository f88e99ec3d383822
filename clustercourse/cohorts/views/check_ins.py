"""Checking in to a session: the address of the QR code, and the button."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import count_code, forgive
from clustercourse.cohorts.actions.check_ins import check_in
from clustercourse.cohorts.meetings import Meeting, meeting_at
from clustercourse.cohorts.views import _door as door
from clustercourse.db import now, writing
from clustercourse.errors import Refused
from clustercourse.web import cookies
from clustercourse.web.access import not_here, public, signed_in, viewer
from clustercourse.web.browsers import network

views = Blueprint("check_ins", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/check-in")
@public
def show(cohort: str, session: int) -> ResponseReturnValue:
    code, meeting = request.args.get("code", ""), meeting_at(cohort, session)
    is_scanned = meeting is not None and meeting.accepts(code)
    standing = door.here(meeting) if meeting is not None else None
    if meeting is None or standing is None or not (is_scanned or door.may_know(meeting, standing)):
        return door.turned_away(door.OLD_CODE) if code else not_here()
    if standing.is_settled:
        return door.at_the_door(meeting, standing)
    if reason := meeting.closed_because(now()):
        return door.turned_away(reason, meeting)
    if not (is_scanned or door.holds_claim(meeting)):
        return door.turned_away(door.OLD_CODE if code else door.NO_CODE, meeting)
    response = door.at_the_door(meeting, standing)
    return door.with_claim(response, meeting) if is_scanned else response


@views.post("/cohorts/<cohort>/sessions/<int:session>/check-in")
@signed_in
def create(cohort: str, session: int) -> ResponseReturnValue:
    meeting = meeting_at(cohort, session)
    if meeting is None:
        return door.turned_away(door.OLD_CODE if request.form.get("code") else door.NO_CODE)
    before, attempts = door.here(meeting), _way_in(meeting)
    if before.checked_in_at is not None:
        return door.done(meeting, before)
    if attempts is None:
        return door.turned_away(door.OLD_CODE if request.form.get("code") else door.NO_CODE)
    if before.seat_id is None and meeting.closed_because(now()) is None:
        return door.with_claim(door.at_the_door(meeting, before, status=409), meeting)
    if reason := _refused(meeting, attempts):
        return door.turned_away(reason, meeting)
    after = door.here(meeting)
    response = door.done(meeting, after, is_new=True) if after.checked_in_at else door.turned_away(door.NOT_SAVED, meeting)
    cookies.remove(response, "claim")
    return response


def _way_in(meeting: Meeting) -> list[int] | None:
    """The attempts to forgive when a good code was sent; none for a claim; None when neither is good."""
    code = request.form.get("code", "")
    if not code:
        return [] if door.holds_claim(meeting) else None
    attempts = count_code(cookies.visitor(), network(), viewer().person_id)
    return attempts if meeting.accepts(code) else None


def _refused(meeting: Meeting, attempts: list[int]) -> str | None:
    """Check in; why not, when it is refused."""
    try:
        with writing():
            forgive(attempts)
            check_in(meeting.id, door.device(meeting), by=viewer().person_id or 0)
    except Refused as refusal:
        return refusal.sentence
    return None
