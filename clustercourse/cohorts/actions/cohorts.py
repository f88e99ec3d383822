"""Planning a cohort, changing what is said about it, and its way from planned to closed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from clustercourse.cohorts.blueprints import BLUEPRINTS
from clustercourse.cohorts.queries.closures import still_open
from clustercourse.cohorts.queries.waiting import places_taken
from clustercourse.cohorts.walltime import refuse_far_days
from clustercourse.cohorts.words import ADMISSION_WORDS, KIND_WORDS
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import LANGUAGE_NAMES, _, day
from clustercourse.models.cohorts import Cohort, CohortContact, CohortDeadline, CohortPart, CohortStep, CohortTeam, Series
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.slugs import free_slug

MOST_PLACES = 2000


@dataclass(frozen=True)
class ContactFacts:
    """A role mailbox and whose it is."""

    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class CohortFacts:
    """What is said about a cohort; the HTML of its texts is made before the transaction.

    `series` is the title of the series it belongs to, empty for none.
    """

    title: str
    kind: str = "master-class"
    summary: str = ""
    about: str = ""
    about_html: str = ""
    practical: str = ""
    practical_html: str = ""
    language: str = "en"
    time_zone: str = "Europe/Copenhagen"
    dates_in_words: str = ""
    admission: str = "by_coordinator"
    partner_places: int = 0
    external_places: int = 0
    one_per_organisation_first: bool = False
    offer_days: int = 7
    apply_until_on: date | None = None
    withdraw_until_on: date | None = None
    attendance_percent: int = 80
    project_acronym: str = ""
    project_title: str = ""
    work_package: str = ""
    funder: str = ""
    series: str = ""


_COMES_ALONG = (
    *("summary", "about", "about_html", "practical", "practical_html", "admission", "partner_places", "external_places"),
    *("one_per_organisation_first", "offer_days", "attendance_percent", "project_acronym", "project_title", "work_package", "funder"),
)
_COLUMNS = tuple(each.name for each in fields(CohortFacts) if each.name != "series")


def plan_cohort(facts: CohortFacts, *, blueprint: str, by: int) -> Cohort:
    """Make a cohort that only its team sees; who plans it coordinates it. It gets the parts of its format, no sessions yet.

    Refused: values that are not among the choices, more places than a house has.
    """
    _check(facts)
    if blueprint and blueprint not in BLUEPRINTS:
        raise Refused(_("Choose one from the list."), field="blueprint")
    cohort = Cohort(slug=_free_slug(facts.title), blueprint=blueprint, created_at=now(), **_values(facts))
    db.session.add(cohort)
    db.session.flush()
    _step(cohort, "", by=by)
    for number in range(1, (BLUEPRINTS[blueprint].parts if blueprint else 1) + 1):
        db.session.add(CohortPart(cohort_id=cohort.id, number=number))
    db.session.add(CohortTeam(cohort_id=cohort.id, person_id=by, role="coordinator", created_at=now()))
    db.session.flush()
    record("cohorts.cohort_planned", by=by, thing=("cohort", cohort.id), detail={"blueprint": blueprint})
    return cohort


def plan_next(earlier_id: int, facts: CohortFacts, *, blueprint: str, by: int) -> Cohort:
    """Plan the cohort that follows another one: both belong to a series, and those who wanted to hear of it are told when it is published.

    What was said of the earlier one comes along with its contacts; title, kind, language and dates are those of `facts`.
    Refused: what planning refuses.
    """
    earlier = locked(earlier_id)
    if earlier.series_id is None:
        earlier.series_id = _series(earlier.title)
        db.session.flush()
    series = db.session.get_one(Series, earlier.series_id).title
    said = {name: getattr(earlier, name) for name in _COMES_ALONG}
    cohort = plan_cohort(replace(facts, series=series, **said), blueprint=blueprint, by=by)
    for contact in list(db.session.scalars(select(CohortContact).where(CohortContact.cohort_id == earlier_id))):
        told = ContactFacts(contact.name, contact.organisation, contact.email, contact.phone)
        set_contact(cohort.id, contact.purpose, told, by=by)
    return cohort


def change_cohort(cohort_id: int, facts: CohortFacts, *, by: int) -> Cohort:
    """Change what is said about a cohort. The slug stays.

    Refused: what planning refuses, fewer places than are taken, days to apply or withdraw that lie after its last session.
    """
    cohort = locked(cohort_id)
    _check(facts)
    _refuse_fewer_than_taken(cohort, facts)
    _refuse_days_after_the_end(cohort, facts)
    values = _values(facts)
    changed = sorted(name for name, said in values.items() if getattr(cohort, name) != said)
    for name in changed:
        setattr(cohort, name, values[name])
    if changed:
        db.session.flush()
        record("cohorts.cohort_changed", by=by, thing=("cohort", cohort_id), detail={"fields": changed})
    return cohort


def set_contact(cohort_id: int, purpose: str, facts: ContactFacts, *, by: int) -> None:
    """Say whom to ask: for `information` or for `registration`. Saying the same again changes nothing."""
    contact = db.session.scalar(select(CohortContact).where(CohortContact.cohort_id == cohort_id, CohortContact.purpose == purpose))
    if contact is None:
        contact = CohortContact(cohort_id=cohort_id, purpose=purpose)
        db.session.add(contact)
    said = {each.name: getattr(facts, each.name) for each in fields(ContactFacts)}
    if any(getattr(contact, name) != text for name, text in said.items()):
        for name, text in said.items():
            setattr(contact, name, text)
        db.session.flush()
        record("cohorts.cohort_changed", by=by, thing=("cohort", cohort_id), detail={"contact": purpose})


def publish_cohort(cohort_id: int, *, by: int) -> None:
    """Show a cohort to everybody it is for. Twice is once. Refused: without a summary, without a contact,
    once it is closed or cancelled."""
    cohort = locked(cohort_id)
    if cohort.state == "published":
        return
    if cohort.state != "planned":
        raise Refused(_("This cohort is over. Plan the next one instead."))
    _refuse_unsaid(cohort)
    cohort.published_at = now()
    _step(cohort, "published", by=by)
    record("cohorts.cohort_published", by=by, thing=("cohort", cohort_id))


def _refuse_unsaid(cohort: Cohort) -> None:
    """Everything that is missing at once."""
    contact = select(CohortContact.id).where(CohortContact.cohort_id == cohort.id, CohortContact.email != "").limit(1)
    has_contact = db.session.scalar(contact) is not None
    if cohort.summary == "" and not has_contact:
        raise Refused(_("Say in a sentence or two what this is and for whom, and whom to write to, then publish it."), field="summary")
    if cohort.summary == "":
        raise Refused(_("Say in a sentence or two what this is and for whom, then publish it."), field="summary")
    if not has_contact:
        raise Refused(_("Say whom to write to for information or registration, then publish it."), field="information_email")


def withdraw_cohort(cohort_id: int, *, by: int) -> None:
    """Take back a publication. Twice is once. Refused: when somebody has applied or has a seat."""
    cohort = locked(cohort_id)
    if cohort.state == "planned":
        return
    if cohort.state != "published":
        raise Refused(_("This cohort is over. Plan the next one instead."))
    if db.session.scalar(select(Seat.id).where(Seat.cohort_id == cohort_id).limit(1)) is not None:
        raise Refused(_("People have applied already. You can cancel the cohort, with a reason that they are told."))
    _step(cohort, "planned", by=by)
    record("cohorts.cohort_withdrawn", by=by, thing=("cohort", cohort_id))


def cancel_cohort(cohort_id: int, *, by: int, reason: str) -> None:
    """Say that it does not take place; it stays visible with the reason, in calendars too. Twice is once.

    Refused: without a reason, or when it is closed.
    """
    cohort = locked(cohort_id)
    if cohort.state == "cancelled":
        return
    if cohort.state == "closed":
        raise Refused(_("This cohort is closed already."))
    if not reason.strip():
        raise Refused(_("Say why, in a sentence. The people of the cohort are told."), field="reason")
    _step(cohort, "cancelled", by=by, reason=reason.strip())
    for planned in (TrainingSession, CohortDeadline):
        standing = update(planned).where(planned.cohort_id == cohort_id, planned.cancelled_at.is_(None))
        db.session.execute(standing.values(sequence=planned.sequence + 1, changed_at=now()))
    record("cohorts.cohort_cancelled", by=by, thing=("cohort", cohort_id))


def close_cohort(cohort_id: int, *, by: int, all_the_same: bool = False) -> None:
    """End a cohort. Confirmed seats become finished by whoever listens. Twice is once. Refused unless it is published,
    and while something is still open, unless it is to be closed all the same."""
    cohort = locked(cohort_id)
    if cohort.state == "closed":
        return
    if cohort.state != "published":
        raise Refused(_("Only a published cohort can be closed."))
    if not all_the_same and still_open(cohort_id).is_something:
        raise Refused(_("Something is still open. Tick the box to close the cohort all the same."), field="all_the_same")
    cohort.closed_at = now()
    _step(cohort, "closed", by=by)
    record("cohorts.cohort_closed", by=by, thing=("cohort", cohort_id))


def reopen_cohort(cohort_id: int, *, by: int) -> None:
    """Undo of closing. Twice is once. Refused for one that was cancelled."""
    cohort = locked(cohort_id)
    if cohort.state == "published":
        return
    if cohort.state != "closed":
        raise Refused(_("Only a closed cohort can be opened again."))
    cohort.closed_at = None
    _step(cohort, "published", by=by)
    record("cohorts.cohort_reopened", by=by, thing=("cohort", cohort_id))


def locked(cohort_id: int) -> Cohort:
    """The cohort's row, held until the end of the transaction. Raises NotHere."""
    cohort = db.session.get(Cohort, cohort_id, with_for_update=True)
    if cohort is None:
        raise NotHere
    return cohort


def _step(cohort: Cohort, to_state: str, *, by: int | None, reason: str = "") -> None:
    was, became = ("", "planned") if not to_state else (cohort.state, to_state)
    cohort.state = became
    db.session.add(CohortStep(cohort_id=cohort.id, from_state=was, to_state=became, at=now(), by_id=by, reason=reason))
    db.session.flush()


def _check(facts: CohortFacts) -> None:
    choices = (("kind", KIND_WORDS), ("admission", ADMISSION_WORDS), ("language", LANGUAGE_NAMES))
    for name, known in choices:
        if getattr(facts, name) not in known:
            raise Refused(_("Choose one from the list."), field=name)
    for name in ("partner_places", "external_places"):
        if not 0 <= getattr(facts, name) <= MOST_PLACES:
            raise Refused(_("Use a number from 0 to {most}."), field=name, most=MOST_PLACES)


def _refuse_fewer_than_taken(cohort: Cohort, facts: CohortFacts) -> None:
    taken = places_taken(cohort.id)
    for place, name in (("partner", "partner_places"), ("external", "external_places")):
        before, wanted = getattr(cohort, name), getattr(facts, name)
        if wanted < before and wanted < taken[place]:
            raise Refused(_("{n} of these places are given or offered already."), field=name, n=taken[place])


def _refuse_days_after_the_end(cohort: Cohort, facts: CohortFacts) -> None:
    last = db.session.scalar(
        select(func.max(TrainingSession.on_day)).where(TrainingSession.cohort_id == cohort.id, TrainingSession.cancelled_at.is_(None))
    )
    for name in ("apply_until_on", "withdraw_until_on"):
        wanted = getattr(facts, name)
        if wanted is not None and wanted != getattr(cohort, name):
            refuse_far_days(wanted, name)
            if last is not None and wanted > last:
                raise Refused(_("The last session is on {day}. Choose a day before."), field=name, day=day(last))


def _values(facts: CohortFacts) -> dict[str, Any]:
    said = {name: getattr(facts, name) for name in _COLUMNS}
    return said | {"series_id": _series(facts.series)}


def _series(title: str) -> int | None:
    if not title:
        return None
    series = db.session.scalar(select(Series).where(func.lower(Series.title) == title.lower()))
    if series is None:
        series = Series(title=title, created_at=now())
        db.session.add(series)
        db.session.flush()
    return series.id


def _free_slug(title: str) -> str:
    def _taken(base: str) -> list[str]:
        return list(db.session.scalars(select(Cohort.slug).where(Cohort.slug.startswith(base))))

    return free_slug(title, or_else="cohort", taken=_taken)
