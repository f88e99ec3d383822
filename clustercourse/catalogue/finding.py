"""Organisations in the search, and who meets whom in them."""

from __future__ import annotations

from sqlalchemy import bindparam, literal, select
from sqlalchemy.orm import selectinload

from clustercourse.catalogue.words import KIND_WORDS
from clustercourse.db import db, writing
from clustercourse.language import LANGUAGES, speaking
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.search import rules
from clustercourse.search.entries import Audience, Entry, put_all
from clustercourse.search.rebuilding import entries_of
from clustercourse.viewer import Viewer

_whole = select(Organisation).options(selectinload(Organisation.regions), selectinload(Organisation.sectors)).order_by(Organisation.id)


def index_organisation(organisation_id: int) -> None:
    """Let an organisation be found as it is now: by whoever is signed in, and once it is closed by administrators."""
    found = _whole.where(Organisation.id == organisation_id).execution_options(populate_existing=True)
    put_all([_entry(db.session.scalars(found).one())])


def _entry(organisation: Organisation) -> Entry:
    kinds = {_kind_in(language, organisation.kind) for language in LANGUAGES}
    of = [sector.name for sector in organisation.sectors] + [region.code for region in organisation.regions]
    body = " · ".join(part for part in (organisation.about, organisation.catalogue_entry, *of, *sorted(kinds)) if part)
    audience = Audience(who="inside" if organisation.closed_at else "signed_in")
    return Entry("organisation", organisation.id, f"/organisations/{organisation.slug}/", organisation.name, body, audience)


def _kind_in(language: str, kind: str) -> str:
    with speaking(language):
        return str(KIND_WORDS[kind])


@entries_of("organisation")
def put_all_organisations() -> None:
    with writing():
        put_all([_entry(organisation) for organisation in db.session.scalars(_whole)])


def _belonging(viewer: Viewer) -> dict[str, object]:
    return {"organisations": list(viewer.memberships)}


rules.people_met(
    rules.meeting(
        Membership.person_id,
        "organisation",
        at=Organisation.name,
        address=literal("/organisations/") + Organisation.slug + "/",
        organisation=Organisation.name,
    )
    .join(Organisation, Organisation.id == Membership.organisation_id)
    .where(
        Membership.organisation_id.in_(bindparam("organisations", expanding=True)),
        Membership.ended_at.is_(None),
        Organisation.closed_at.is_(None),
    ),
    _belonging,
)
