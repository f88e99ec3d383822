"""What people of a cohort are told. News, reminders and word about attendance have letters of their own."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select

from clustercourse.db import now, value
from clustercourse.language import _
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.kinds import NoticeKind, register

_to_come = select(TrainingSession.id).where(
    TrainingSession.id == bindparam("session"), TrainingSession.cancelled_at.is_(None), TrainingSession.starts_at > bindparam("moment")
)


def still_to_come(person_ids: Collection[int], session_id: int) -> set[int]:
    """Nobody, once the session has begun or is cancelled."""
    return set(person_ids) if value(_to_come, session=session_id, moment=now()) is not None else set()


register(
    NoticeKind(
        "cohorts.news",
        "announcements",
        one=_("News of your cohort: “{title}”"),
        why=_("You have a place in the cohort."),
        own_letter="cohort_news",
    )
)
register(
    NoticeKind(
        "cohorts.session_reminder",
        "learning",
        one=_("Your session “{title}” begins soon"),
        why=_("You have a session."),
        still=still_to_come,
        own_letter="session_reminder",
    )
)
register(
    NoticeKind(
        "cohorts.missed_you",
        "learning",
        one=_("We missed you: “{title}”"),
        why=_("You were not at a session of yours."),
        own_letter="missed_you",
    )
)
register(
    NoticeKind(
        "cohorts.out_of_reach",
        "learning",
        one=_("Your attendance in “{title}” puts your certificate in danger"),
        why=_("Your attendance is close to the limit of the certificate."),
        own_letter="out_of_reach",
    )
)
