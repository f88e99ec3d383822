"""At the door of a session: what this browser brings, and the pages that turn people away with the next step in words."""

from __future__ import annotations

import hashlib
import hmac

from flask import Response

from clustercourse.cohorts import policy
from clustercourse.cohorts.actions.check_ins import Device
from clustercourse.cohorts.attendance_words import mark_words
from clustercourse.cohorts.claims import claims, new_claim
from clustercourse.cohorts.forms.check_ins import CheckInRequestForm, CodeForm
from clustercourse.cohorts.meetings import Meeting, meeting_at
from clustercourse.cohorts.queries.check_ins import Standing, standing_of
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.house import house
from clustercourse.language import Message, _
from clustercourse.web import cookies
from clustercourse.web.access import found, require, viewer
from clustercourse.web.browsers import network
from clustercourse.web.pages import page

OLD_CODE = _("This code has run out: each one holds for less than a minute. Scan the one that is on the screen now, or type it.")
NO_CODE = _("Scan the code that is on the screen now, or type it. A scan holds for ten minutes.")
NOT_SAVED = _("Your check-in was not saved. Scan the code again, or ask the coordinator to mark you.")


def run_meeting(cohort: str, session: int) -> Meeting:
    """A session for those who run its cohort; 404 or 403 for others."""
    require(policy.can_run_cohort(viewer(), cohort_at(viewer(), cohort)))
    return found(meeting_at(cohort, session))  # type: ignore[no-any-return]


def here(meeting: Meeting) -> Standing:
    person_id = viewer().person_id
    return Standing() if person_id is None else standing_of(meeting, person_id)


def may_know(meeting: Meeting, standing: Standing) -> bool:
    """Whether this browser may read the name of the session: by a claim, or because its person sees the cohort or has asked."""
    return holds_claim(meeting) or standing.asked_at is not None or policy.can_see_cohort(viewer(), meeting.cohort)


def holds_claim(meeting: Meeting) -> bool:
    return claims(cookies.read("claim"), meeting.id)


def with_claim(response: Response, meeting: Meeting) -> Response:
    """The same answer, with a claim for this session. The browser gets its name too, so that it has one when it checks in."""
    cookies.visitor()
    cookies.write(response, "claim", new_claim(meeting.id))
    return response


def device(meeting: Meeting) -> Device:
    """A digest of this browser for this session only: it leads from no session to another."""
    name = f"device:{meeting.id}:{cookies.visitor()}"
    return Device(hmac.new(house().secret_key.encode(), name.encode(), hashlib.sha256).hexdigest()[:32], network())


def turned_away(reason: Message | str, meeting: Meeting | None = None, status: int = 409) -> Response:
    """Why nobody can check in here now. Without a meeting the page names none. Where a fresh code helps, it can be typed."""
    may_type = reason in (OLD_CODE, NO_CODE, NOT_SAVED)
    return page("cohorts/check_ins/closed.html", status, reason=reason, meeting=meeting, form=CodeForm(), may_type=may_type)


def at_the_door(meeting: Meeting, standing: Standing, *, form: CheckInRequestForm | None = None, status: int = 200) -> Response:
    """The page for whoever stands here: sign in, press the button, be told that it is done, or ask to be let in."""
    if not viewer().is_signed_in:
        return page("cohorts/check_ins/signed_out.html", meeting=meeting, registration=house().registration)
    if standing.is_in:
        return done(meeting, standing)
    if standing.seat_id is None:
        return page("cohorts/check_ins/stranger.html", status, meeting=meeting, standing=standing, form=form or CheckInRequestForm())
    return page("cohorts/check_ins/show.html", meeting=meeting)


def done(meeting: Meeting, standing: Standing, *, is_new: bool = False) -> Response:
    """Success, said only of a row that was read from the database."""
    name = viewer().name.split(" ")[0]
    words = marked(standing)
    return page("cohorts/check_ins/done.html", meeting=meeting, standing=standing, is_new=is_new, name=name, marked=words)


def marked(standing: Standing) -> str:
    """What the register says of a person, as it stands within a sentence; empty for nothing."""
    if standing.status is None or not standing.is_marked:
        return ""
    return str(mark_words(standing.status, standing.arrived, standing.left, standing.place or "room")).lower()
