"""News of a cohort, the deadlines it has, and the files and links for its people."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select

from clustercourse.cohorts.cohort_letters import news_key
from clustercourse.cohorts.walltime import WallTime
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.files import keep
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.models.cohorts import CohortDeadline, CohortMaterial, CohortNews
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.actions import take_back

MATERIAL = "material"


@dataclass(frozen=True)
class NewsFacts:
    """What a piece of news says; `html` is made from `text` beforehand."""

    title: str
    text: str
    html: str
    is_public: bool = False


@dataclass(frozen=True)
class MaterialFacts:
    """A link (`address`) or a file that is in the store already (`digest`, `file_name`, `size`)."""

    title: str
    address: str = ""
    digest: str | None = None
    file_name: str = ""
    size: int = 0
    media_type: str = "application/octet-stream"
    session_id: int | None = None


def post_news(cohort_id: int, facts: NewsFacts, *, by: int) -> CohortNews:
    """Tell the people of a cohort something, or everybody. Who listens writes the letters."""
    news = CohortNews(
        cohort_id=cohort_id, title=facts.title, text=facts.text, html=facts.html, is_public=facts.is_public, created_at=now(), by_id=by
    )
    db.session.add(news)
    db.session.flush()
    record("cohorts.news_posted", by=by, thing=("cohort_news", news.id), detail={"cohort": cohort_id})
    return news


def remove_news(cohort_id: int, news_id: int, *, by: int) -> None:
    """Take a piece of news off the pages and out of what people have not read yet; letters that went out stay out. Twice is once."""
    news = db.session.scalar(select(CohortNews).where(CohortNews.id == news_id, CohortNews.cohort_id == cohort_id))
    if news is not None:
        db.session.delete(news)
        db.session.flush()
        take_back([news_key(news_id)])
        record("cohorts.news_removed", by=by, thing=("cohort_news", news_id), detail={"cohort": cohort_id})


def set_deadline(cohort_id: int, title: str, due: WallTime, *, by: int, address: str = "", number: int | None = None) -> CohortDeadline:
    """Set a deadline, or change the one of this number. The same again changes nothing."""
    deadline = _deadline(cohort_id, number) if number is not None else _new_deadline(cohort_id)
    said = {"title": title, "address": address, "on_day": due.day, "at_time": due.time, "zone": due.zone, "fold": due.fold}
    if any(getattr(deadline, name) != wanted for name, wanted in said.items()) or deadline.cancelled_at is not None:
        for name, wanted in said.items():
            setattr(deadline, name, wanted)
        deadline.due_at, deadline.changed_at, deadline.cancelled_at = due.moment(), now(), None
        deadline.sequence = 0 if number is None else deadline.sequence + 1
        db.session.add(deadline)
        db.session.flush()
        record("cohorts.deadline_set", by=by, thing=("cohort_deadline", deadline.id), detail={"cohort": cohort_id})
    return deadline


def cancel_deadline(cohort_id: int, number: int, *, by: int) -> None:
    """The deadline is off; calendars show it as cancelled. Twice is once."""
    deadline = _deadline(cohort_id, number)
    if deadline.cancelled_at is None:
        deadline.cancelled_at = deadline.changed_at = now()
        deadline.sequence += 1
        db.session.flush()
        record("cohorts.deadline_cancelled", by=by, thing=("cohort_deadline", number), detail={"cohort": cohort_id})


def add_material(cohort_id: int, facts: MaterialFacts, *, by: int) -> CohortMaterial:
    """Give the people of a cohort a file or a link. Refused: neither, a session of another cohort."""
    if not facts.address and facts.digest is None:
        raise Refused(_("Choose a file or enter a link."), field="address")
    if facts.session_id is not None:
        of = db.session.scalar(select(TrainingSession.cohort_id).where(TrainingSession.id == facts.session_id))
        if of != cohort_id:
            raise Refused(_("Choose one from the list."), field="session")
    if facts.digest is not None:
        keep(facts.digest, purpose=MATERIAL, media_type=facts.media_type, size=facts.size)
    material = CohortMaterial(
        cohort_id=cohort_id,
        session_id=facts.session_id,
        title=facts.title,
        address=facts.address,
        digest=facts.digest,
        file_name=facts.file_name,
        size=facts.size,
        created_at=now(),
        by_id=by,
    )
    db.session.add(material)
    db.session.flush()
    record("cohorts.material_added", by=by, thing=("cohort_material", material.id), detail={"cohort": cohort_id})
    return material


def remove_material(cohort_id: int, number: int, *, by: int) -> None:
    """Take a file or a link off the pages. Twice is once."""
    material = db.session.scalar(select(CohortMaterial).where(CohortMaterial.id == number, CohortMaterial.cohort_id == cohort_id))
    if material is not None:
        db.session.delete(material)
        db.session.flush()
        record("cohorts.material_removed", by=by, thing=("cohort_material", number), detail={"cohort": cohort_id})


def _new_deadline(cohort_id: int) -> CohortDeadline:
    uid = f"deadline-{secrets.token_hex(12)}@{urlsplit(house().base_url).hostname}"
    return CohortDeadline(cohort_id=cohort_id, uid=uid, sequence=0)


def _deadline(cohort_id: int, number: int) -> CohortDeadline:
    deadline = db.session.scalar(select(CohortDeadline).where(CohortDeadline.id == number, CohortDeadline.cohort_id == cohort_id))
    if deadline is None:
        raise NotHere
    return deadline
