"""Letters about a cohort as a whole: news for its people, and word of it to those who wanted to hear of the next one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, select

from clustercourse.cohorts.queries.session_people import Reader
from clustercourse.cohorts.session_letters import in_batches
from clustercourse.db import row, rows, writing
from clustercourse.house import address_of
from clustercourse.models.accounts import Account, Address, Person
from clustercourse.models.cohorts import Cohort, CohortNews, Interest
from clustercourse.models.seats import Seat
from clustercourse.notifications.actions import notify, send_letter
from clustercourse.notifications.queries import at_once

NEWS = "cohorts.tell_news"
NEXT = "cohorts.tell_of_the_next"

_news = (
    select(CohortNews.title, CohortNews.text, CohortNews.by_id, Cohort.id.label("cohort_id"), Cohort.title.label("cohort"), Cohort.slug)
    .join(Cohort, Cohort.id == CohortNews.cohort_id)
    .where(CohortNews.id == bindparam("news"))
)
_cohort = select(Cohort.id, Cohort.title, Cohort.slug, Cohort.summary, Cohort.series_id).where(
    Cohort.id == bindparam("cohort"), Cohort.state == "published", Cohort.admission != "by_invitation"
)


def _reached(people: Any) -> Select[int, str, str, str]:
    """Of these people, those a letter can reach."""
    return (
        select(Person.id, Address.email, Person.language, Person.time_zone)
        .join(Address, Address.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            Person.id.in_(people),
            Person.erased_at.is_(None),
            Account.closed_at.is_(None),
            Address.is_primary,
            Address.confirmed_at.is_not(None),
        )
        .order_by(Person.id)
    )


_of_cohort = _reached(select(Seat.person_id).where(Seat.cohort_id == bindparam("cohort"), Seat.state.in_(("confirmed", "finished"))))
_same_series = select(Cohort.id).where(Cohort.series_id == bindparam("series"))
_interested = _reached(select(Interest.person_id).where((Interest.cohort_id == bindparam("cohort")) | Interest.cohort_id.in_(_same_series)))


def tell_news(values: dict[str, Any]) -> None:
    """Tell the people of the cohort, by letter those who want it at once; nobody when it was taken off the page meanwhile."""
    news = row(_news, news=values["news"])
    if news is None:
        return
    readers = [Reader(*each) for each in rows(_of_cohort, cohort=news.cohort_id)]
    key = news_key(values["news"])
    said = {
        "title": news.title,
        "cohort": news.cohort,
        "message": news.text,
        "link": address_of(f"/cohorts/{news.slug}/"),
    }
    for batch in in_batches(readers):
        with writing():
            _write("cohort_news", key, batch, said)
            notify(
                "cohorts.news",
                [reader.person_id for reader in batch],
                key=key,
                by=news.by_id,
                thing=("cohort_news", values["news"]),
                address=f"/cohorts/{news.slug}/",
                title=news.title,
                excerpt=news.text,
            )


def news_key(news_id: int) -> str:
    """What the letters and notifications about a piece of news are known by."""
    return f"cohort-news:{news_id}"


def tell_of_the_next(values: dict[str, Any]) -> None:
    """Tell those who wanted to hear of it that a cohort is open for applications, by letter those who want it at once; once each."""
    cohort = row(_cohort, cohort=values["cohort"])
    if cohort is None:
        return
    readers = [Reader(*each) for each in rows(_interested, cohort=cohort.id, series=cohort.series_id)]
    said = {"cohort": cohort.title, "message": cohort.summary, "link": address_of(f"/cohorts/{cohort.slug}/")}
    for batch in in_batches(readers):
        with writing():
            _write("series_next", f"series-next:{cohort.id}", batch, said)
            notify(
                "cohorts.next",
                [reader.person_id for reader in batch],
                key=f"series-next:{cohort.id}",
                by=None,
                thing=("cohort", cohort.id),
                address=f"/cohorts/{cohort.slug}/",
                title=cohort.title,
                excerpt=cohort.summary,
            )


def _write(kind: str, key: str, readers: list[Reader], said: dict[str, Any]) -> None:
    """To those of them who want announcements at once."""
    wanted = at_once([reader.person_id for reader in readers], "announcements")
    for reader in readers:
        if reader.person_id in wanted:
            send_letter(kind, key=f"{key}:{reader.person_id}", to=reader.email, language=reader.language, person=reader.person_id, **said)
