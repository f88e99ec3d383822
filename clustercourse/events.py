"""What happened, as rows. `record()` writes one in the transaction at hand and calls whoever listens to its verb."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from clustercourse.db import db, is_writing, now
from clustercourse.models.events import Event

VERBS: frozenset[str] = frozenset(
    {
        "accounts.registered",
        "accounts.address_added",
        "accounts.address_confirmed",
        "accounts.address_changed",
        "accounts.signed_in",
        "accounts.signed_out",
        "accounts.sign_in_ended",
        "accounts.password_reset_asked",
        "accounts.password_changed",
        "accounts.profile_changed",
        "accounts.account_closed",
        "accounts.account_opened",
        "accounts.role_given",
        "accounts.role_taken",
        "accounts.invited",
        "accounts.invitation_accepted",
        "accounts.invitation_withdrawn",
        "accounts.export_asked",
        "accounts.export_fetched",
        "accounts.erased",
        "accounts.people_joined",
        "catalogue.organisation_added",
        "catalogue.organisation_changed",
        "catalogue.organisation_closed",
        "catalogue.organisation_reopened",
        "catalogue.joined",
        "catalogue.left",
        "catalogue.role_changed",
        "catalogue.join_asked",
        "catalogue.join_decided",
        "content.published",
        "content.team_joined",
        "content.team_left",
        "learning.enrolled",
        "learning.withdrew",
        "learning.returned",
        "learning.item_completed",
        "learning.completion_undone",
        "learning.course_finished",
        "learning.language_changed",
        "exercises.attempt_started",
        "exercises.attempt_submitted",
        "workbook.opened",
        "workbook.sheet_opened",
        "workbook.version_named",
        "workbook.version_restored",
        "workbook.submitted",
        "workbook.submission_decided",
        "workbook.link_made",
        "workbook.link_withdrawn",
        "workbook.joined",
        "workbook.currency_set",
        "workbook.handed_over",
        "workbook.section_changed",
        "workbook.contact_added",
        "workbook.contact_changed",
        "workbook.contact_erased",
        "workbook.commented",
        "workbook.comment_settled",
        "workbook.edition_opened",
        "workbook.exported",
        "workbook.sheet_looked_at",
        "workbook.mirror_agreed",
        "workbook.mirror_withdrawn",
        "workbook.mirror_published",
        "workbook.committed",
        "workbook.commitment_decided",
        "cohorts.cohort_planned",
        "cohorts.cohort_changed",
        "cohorts.cohort_published",
        "cohorts.cohort_withdrawn",
        "cohorts.cohort_cancelled",
        "cohorts.cohort_closed",
        "cohorts.cohort_reopened",
        "cohorts.team_joined",
        "cohorts.team_left",
        "cohorts.organisation_linked",
        "cohorts.organisation_unlinked",
        "cohorts.course_linked",
        "cohorts.course_unlinked",
        "cohorts.version_pinned",
        "cohorts.part_changed",
        "cohorts.news_posted",
        "cohorts.news_removed",
        "cohorts.deadline_set",
        "cohorts.deadline_cancelled",
        "cohorts.material_added",
        "cohorts.material_removed",
        "cohorts.report_saved",
        "cohorts.report_published",
        "cohorts.report_withdrawn",
        "cohorts.interest_noted",
        "cohorts.interest_ended",
        "cohorts.seat_changed",
        "cohorts.seat_details_changed",
        "cohorts.message_sent",
        "cohorts.session_planned",
        "cohorts.session_changed",
        "cohorts.session_moved",
        "cohorts.session_cancelled",
        "cohorts.session_restored",
        "cohorts.session_split",
        "cohorts.session_locked",
        "cohorts.session_unlocked",
        "cohorts.attendance_marked",
        "cohorts.apology_sent",
        "cohorts.apology_decided",
        "cohorts.apology_withdrawn",
        "cohorts.checked_in",
        "cohorts.check_in_asked",
        "cohorts.check_in_decided",
        "cohorts.exported",
        "cohorts.exception_granted",
        "cohorts.exception_ended",
        "discussions.topic_opened",
        "discussions.topic_changed",
        "discussions.topic_closed",
        "discussions.topic_reopened",
        "discussions.topic_pinned",
        "discussions.topic_unpinned",
        "discussions.topic_moved",
        "discussions.post_written",
        "discussions.post_changed",
        "discussions.post_removed",
        "discussions.post_restored",
        "discussions.answer_accepted",
        "discussions.answer_withdrawn",
        "discussions.clinic_stepped",
        "discussions.found_helpful",
        "discussions.helpful_withdrawn",
        "discussions.level_chosen",
        "discussions.flagged",
        "discussions.flag_decided",
        "discussions.space_changed",
        "labs.proposed",
        "labs.proposal_changed",
        "labs.taken_up",
        "labs.handed_back",
        "labs.stepped",
        "labs.spoken",
        "labs.invited",
        "labs.invitation_sent",
        "labs.invitation_withdrawn",
        "labs.hypothesis_written",
        "labs.signed",
        "labs.frame_checked",
        "labs.joined",
        "labs.left",
        "labs.naming_decided",
        "labs.cohort_linked",
        "labs.cohort_unlinked",
        "labs.group_opened",
        "labs.competences_said",
        "labs.trial_reported",
        "labs.verdict_decided",
        "labs.dissented",
        "labs.homework_set",
        "labs.homework_changed",
        "labs.homework_removed",
        "labs.homework_reported",
        "labs.homework_chased",
        "labs.finding_noted",
        "labs.finding_removed",
        "labs.findings_exported",
        "labs.comparison_set",
        "labs.tools_scored",
        "labs.product_written",
        "labs.product_published",
        "labs.author_named",
        "labs.author_unnamed",
        "labs.told",
        "labs.telling_changed",
        "labs.telling_removed",
        "labs.method_added",
        "labs.method_tested",
        "labs.method_changed",
        "labs.result_changed",
        "labs.result_removed",
        "labs.marked",
        "labs.mark_removed",
        "labs.adoption_reported",
        "labs.adoption_decided",
        "labs.adoption_withdrawn",
        "calendars.feed_made",
        "calendars.feed_revoked",
        "notifications.choices_changed",
        "notifications.letter_resent",
        "admin.job_retried",
        "admin.backup_restored",
    }
)

Listener = Callable[[Event], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


def on(verb: str) -> Callable[[Listener], Listener]:
    """Call the function, in the same transaction, whenever this verb is recorded."""
    if verb not in VERBS:
        raise ValueError(f"{verb} is not in the list of verbs")

    def listen(listener: Listener) -> Listener:
        if listener not in _listeners[verb]:
            _listeners[verb].append(listener)
        return listener

    return listen


def record(
    verb: str,
    *,
    by: int | None,
    person: int | None = None,
    thing: tuple[str, int] | None = None,
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write what happened. `by` is who did it (None: the system), `person` whom it concerns, `thing` a table and an id.

    `detail` holds ids, numbers and words of fixed lists, never what a person typed. Only inside `writing()`.
    """
    if verb not in VERBS:
        raise ValueError(f"{verb} is not in the list of verbs")
    if not is_writing():
        raise RuntimeError("record() belongs inside writing()")
    kind, thing_id = thing or (None, None)
    event = Event(at=now(), verb=verb, by_id=by, person_id=person, thing=kind, thing_id=thing_id, detail=detail or {})
    db.session.add(event)
    db.session.flush()
    for listener in _listeners[verb]:
        listener(event)
    return event
