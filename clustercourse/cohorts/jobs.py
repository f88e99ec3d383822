"""What the worker does for cohorts, by the name of the job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from clustercourse.cohorts.actions.courses import ENROL, SETTLE
from clustercourse.cohorts.actions.promotion import cohorts_with_ended_offers, promote
from clustercourse.cohorts.actions.seat_imports import drop_old_files
from clustercourse.cohorts.attendance_jobs import lock_after_the_day, write_after_absence
from clustercourse.cohorts.cohort_letters import NEWS, NEXT, tell_news, tell_of_the_next
from clustercourse.cohorts.course_jobs import enrol_people, settle
from clustercourse.cohorts.session_jobs import follow_zones, remind
from clustercourse.cohorts.session_letters import KIND as TELL_ABOUT_SESSION
from clustercourse.cohorts.session_letters import tell_about_session
from clustercourse.db import writing
from clustercourse.jobs import job, periodic


@periodic("cohorts.pass_on_offers", timedelta(minutes=5))
def pass_on_offers(_values: Mapping[str, Any]) -> None:
    """End the offers that ran out and pass the places on, one transaction a cohort."""
    with writing():
        cohort_ids = cohorts_with_ended_offers()
    for cohort_id in cohort_ids:
        with writing():
            promote(cohort_id)


periodic("cohorts.drop_import_files", timedelta(hours=6))(drop_old_files)
job(TELL_ABOUT_SESSION)(tell_about_session)
periodic("cohorts.remind_of_sessions", timedelta(minutes=15))(remind)
periodic("cohorts.follow_zones", timedelta(hours=1))(follow_zones)
job(NEWS)(tell_news)
job(NEXT)(tell_of_the_next)
job(ENROL)(enrol_people)
job(SETTLE)(settle)
periodic("cohorts.lock_registers", timedelta(minutes=15))(lock_after_the_day)
periodic("cohorts.write_after_absence", timedelta(hours=1))(write_after_absence)
