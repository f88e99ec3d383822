"""The people of the lab's journey: a region that asks, a facilitator, a steering group, three clusters that test."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert

from clustercourse.models.accounts import SiteRole
from clustercourse.models.catalogue import Membership, Organisation
from tests.servers import Server


@dataclass(frozen=True)
class House:
    """Ole asks for a region; Freja facilitates; Stig sits in the steering group; Nina, Bo and Carla run clusters."""

    ole: int
    freja: int
    stig: int
    nina: int
    bo: int
    carla: int


def house(site: Server) -> House:
    people = {name: site.add_person(name) for name in ("Ole Dam", "Freja Holt", "Stig Bro", "Nina Vik", "Bo Beck", "Carla Dahl")}
    moment, code = datetime.now(UTC), secrets.token_hex(3)
    homes = {"Ole Dam": ("Coast Region", "region"), "Nina Vik": ("Blue Yards", "cluster"), "Bo Beck": ("Green Food", "network")}
    homes["Carla Dahl"] = ("Wind Valley", "cluster")
    with site.engine.begin() as connection:
        for name, role in (("Freja Holt", "facilitator"), ("Stig Bro", "steering-group")):
            connection.execute(insert(SiteRole).values(person_id=people[name], role=role, created_at=moment))
        for name, (title, kind) in homes.items():
            listed = "" if name == "Carla Dahl" else "European catalogue, 2026"
            values = {"slug": f"{title.lower().replace(' ', '-')}-{code}", "name": f"{title} {code}", "kind": kind, "country": "DK"}
            made = connection.execute(insert(Organisation).values(**values, catalogue_entry=listed, created_at=moment)).inserted_primary_key
            assert made is not None
            member = {"person_id": people[name], "organisation_id": made[0], "role": "manager"}
            connection.execute(insert(Membership).values(**member, created_at=moment))
    return House(*people.values())
