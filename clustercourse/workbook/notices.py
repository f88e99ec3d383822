"""What people are told because of their workbooks and commitments."""

from __future__ import annotations

from collections.abc import Collection

from clustercourse.language import _
from clustercourse.notifications.actions import notify
from clustercourse.notifications.kinds import NoticeKind, register
from clustercourse.workbook.actions.commitments import DUE
from clustercourse.workbook.queries.commitments import still_open
from clustercourse.workbook.queries.concerned import author_of, fillers_of, reviewers_of, still_filling, still_reviewing, title_of
from clustercourse.workbook.queries.handovers import handed_over, still_keeping


def still_to_say(person_ids: Collection[int], commitment_id: int) -> set[int]:
    """Nobody, once the outcome is said."""
    return set(person_ids) & still_open(commitment_id)


register(
    NoticeKind(
        DUE,
        "learning",
        _("Its day has come: “{title}”. What came of it?"),
        _("You made this commitment at the end of a module."),
        still=still_to_say,
    )
)

register(
    NoticeKind(
        "workbook.submitted",
        "duties",
        _("{who} shared “{title}” with you to read"),
        _("You teach this course or run this cohort."),
        still=still_reviewing,
    )
)
register(NoticeKind("workbook.returned", "direct", _("{who} returned “{title}” for changes"), _("You submitted it."), still=still_filling))
register(NoticeKind("workbook.accepted", "direct", _("{who} accepted “{title}”"), _("You submitted it."), still=still_filling))
register(
    NoticeKind("workbook.remarked", "direct", _("{who} remarked on “{title}”"), _("It is your organisation’s sheet."), still=still_filling)
)


def tell_reviewers(submission_id: int, *, by: int | None) -> None:
    """Those who teach the course or run the cohort it is shared with."""
    _tell("submitted", submission_id, reviewers_of(submission_id), by=by)


def tell_decided(submission_id: int, state: str, *, by: int | None, reason: str) -> None:
    """Who submitted it, of what was decided, with the reason."""
    author = author_of(submission_id)
    if author is not None and state in ("returned", "accepted"):
        _tell(state, submission_id, {author}, by=by, excerpt=reason)


def tell_remarked(submission_id: int, *, by: int | None, comment: int) -> None:
    """The people of the workbook, of a remark by somebody who reads their submission."""
    people = fillers_of(submission_id)
    if by not in people:
        _tell("remarked", submission_id, people, by=by, mark=f":{comment}")


def _tell(name: str, submission_id: int, people: Collection[int], *, by: int | None, excerpt: str = "", mark: str = "") -> None:
    notify(
        f"workbook.{name}",
        people,
        key=f"sheet_submission:{submission_id}:{name}{mark}",
        by=by,
        thing=("sheet_submission", submission_id),
        address=f"/workbook/submissions/{submission_id}/",
        title=title_of(submission_id),
        excerpt=excerpt,
    )


register(
    NoticeKind(
        "workbook.handed_over",
        "direct",
        _("{who} handed the workbook of “{title}” over to you"),
        _("You look after this workbook."),
        still=still_keeping,
    )
)


def tell_handed_over(handover_id: int, *, by: int | None) -> None:
    """The new keeper, with what they should know."""
    found = handed_over(handover_id)
    if found is not None:
        notify(
            "workbook.handed_over",
            [found.to_id],
            key=f"handover:{handover_id}",
            by=by,
            thing=("workbook", found.workbook_id),
            address=f"/workbook/{found.slug}/settings/",
            title=found.organisation,
            excerpt=found.note,
        )
