"""Who lives in the demo, and where they work. Everybody and everything here is invented; all addresses are at example.com."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from clustercourse.catalogue.actions import OrganisationFacts

PASSWORD = "bridge gap harbour walk"  # noqa: S105
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss"})


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as. `place` is the organisation, by its name in ORGANISATIONS."""

    name: str
    who: str = ""
    language: str = "en"
    place: str = ""
    role: str = "member"
    about: str = ""
    password: str = PASSWORD
    zone: str = "Europe/Copenhagen"

    @property
    def email(self) -> str:
        plain = unicodedata.normalize("NFKD", self.name.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
        return f"{plain.replace(' ', '.')}@example.com"


PEOPLE = (
    DemoPerson(
        "Ines Holm",
        "learner, half way through a course; runs a maritime cluster",
        place="Fjord Maritime Cluster",
        role="manager",
        about="I run a maritime cluster with 135 members and two and a half posts.",
    ),
    DemoPerson("Johan Berg", "author and trainer of a course", about="Consultant. I train people in five countries."),
    DemoPerson("Sofie Lund", "coordinates trainings of several clusters", place="Four Coasts Network", role="manager"),
    DemoPerson("Karen Dahl", "works for the national support organisation; reads Danish", "da", "Cluster House North", "manager"),
    DemoPerson("Mads Friis", "head of business policy in a region", place="Region Middle Coast", role="manager"),
    DemoPerson("Lene Krogh", "municipal officer; reads Danish", "da", "Strandby Municipality", "manager"),
    DemoPerson("Tilde Munk", "works with Ines, has just begun", place="Fjord Maritime Cluster"),
    DemoPerson("Nora Vind", "administrator of the site"),
)

_PLAIN = OrganisationFacts(
    name="", kind="", country="DK", stage="unknown", member_count=None, site="", about="", catalogue_entry="", regions=(), sectors=()
)
_AT_HOME = (
    replace(
        _PLAIN,
        name="Fjord Maritime Cluster",
        kind="cluster",
        stage="growing",
        member_count=135,
        about="Yards, suppliers, shipping firms and two schools around one fjord.",
        regions=("DK042", "DK050"),
        sectors=("maritime", "marine equipment"),
        catalogue_entry="Cluster catalogue DK (invented)",
    ),
    replace(
        _PLAIN,
        name="Four Coasts Network",
        kind="network",
        stage="emerging",
        member_count=48,
        about="Food firms on four coasts who train together.",
        regions=("DK032", "DK041"),
        sectors=("food",),
        catalogue_entry="Cluster catalogue DK (invented)",
    ),
    replace(
        _PLAIN,
        name="Cluster House North",
        kind="agency",
        about="Supports clusters and networks all over the country.",
        regions=("DK011", "DK041", "DK042", "DK050"),
    ),
    replace(_PLAIN, name="Region Middle Coast", kind="region", about="Pays half of three clusters.", regions=("DK041", "DK042")),
    replace(_PLAIN, name="Strandby Municipality", kind="municipality", about="A town with a harbour.", regions=("DK050",)),
)
GOTA, ELBE, SCHELDT = "Göta River Mobility Cluster", "Elbe Light Metals Network", "Scheldt Circular Materials"
LOFOT, PEIPSI, HAFENRODE = "Lofot Cold Chain Cluster", "Peipsi Timber Houses", "Town of Hafenrode"
TRAMUNTANA, SARONIC = "Tramuntana Leather Cluster", "Saronic Blue Tourism Network"


def _abroad(name: str, kind: str, where: str, size: tuple[str, int | None], about: str, sectors: tuple[str, ...]) -> OrganisationFacts:
    """`where` is a region's NUTS code, whose first two letters are the country but for Greece; `size` its stage and members."""
    country = {"EL": "GR"}.get(where[:2], where[:2])
    stage, members = size
    facts = replace(_PLAIN, name=name, kind=kind, country=country, stage=stage, member_count=members)
    return replace(facts, about=about, regions=(where,), sectors=sectors, catalogue_entry=_entry(kind, country))


def _entry(kind: str, country: str) -> str:
    """Clusters and networks stand in a catalogue of their country; nobody else does."""
    return f"Cluster catalogue {country} (invented)" if kind in ("cluster", "network") else ""


_ABROAD = (
    _abroad(GOTA, "cluster", "SE232", ("mature", 96), "Makers of buses, boats and the software in them.", ("vehicles", "software")),
    _abroad(ELBE, "network", "DE600", ("growing", 61), "Foundries and those who buy castings from them.", ("metal", "foundry")),
    _abroad(SCHELDT, "cluster", "BE211", ("growing", 74), "Plastics and building waste that become something again.", ("recycling",)),
    _abroad(LOFOT, "cluster", "NO071", ("emerging", 39), "Fish, ice and lorries, from the quay to the shop.", ("fish", "logistics")),
    _abroad(PEIPSI, "network", "EE008", ("emerging", 27), "Small builders of wooden houses by a large lake.", ("timber", "construction")),
    _abroad(TRAMUNTANA, "cluster", "ES532", ("mature", 88), "Shoes, bags and the tanneries behind them.", ("leather", "fashion")),
    _abroad(SARONIC, "network", "EL307", ("emerging", 52), "Harbours, small hotels and boat builders in one gulf.", ("tourism", "boats")),
    _abroad(HAFENRODE, "municipality", "DEF07", ("unknown", None), "A harbour town that pays for one cluster office.", ()),
)
ORGANISATIONS = (*_AT_HOME, *_ABROAD)


def _of(place: str, zone: str, *names: str) -> tuple[DemoPerson, ...]:
    """People of one organisation; the first of them manages it."""
    return tuple(DemoPerson(name, place=place, role="member" if at else "manager", zone=zone) for at, name in enumerate(names))


GUESTS = (
    *_of(GOTA, "Europe/Stockholm", "Elin Sandström", "Oskar Lindqvist", "Maja Wikander", "Sven Ekholm", "Jonas Hellberg"),
    *_of(ELBE, "Europe/Berlin", "Greta Paulsen", "Henning Brandt", "Frauke Petersen", "Jörn Hansen", "Imke Roth"),
    *_of(SCHELDT, "Europe/Brussels", "Lotte Verhaegen", "Bram Claes", "Nathalie Dumont", "Anneke Jacobs", "Sanne Mertens"),
    *_of(LOFOT, "Europe/Oslo", "Ingrid Solbakken", "Torstein Moen", "Liv Aasen"),
    *_of(PEIPSI, "Europe/Tallinn", "Kadri Saar", "Mart Lepik", "Piret Kask", "Alma Rootsi"),
    *_of(TRAMUNTANA, "Europe/Madrid", "Marga Ferrer", "Tomeu Vidal", "Lucía Roig", "Pau Serra"),
    *_of(SARONIC, "Europe/Athens", "Eleni Markou", "Nikos Vlachos", "Katerina Doukas", "Dimitra Kanaki"),
    *_of(HAFENRODE, "Europe/Berlin", "Wiebke Thomsen", "Lutz Ahlers", "Katrin Möller"),
    DemoPerson("Birgit Toft", language="da", place="Four Coasts Network"),
    DemoPerson("Jakob Ravn", place="Cluster House North"),
    DemoPerson("Rikke Bonde", language="da", place="Cluster House North"),
    DemoPerson("Søren Juhl", place="Region Middle Coast"),
    DemoPerson("Emil Nygaard", language="da", place="Strandby Municipality"),
)
"""People who only fill the cohorts. They have accounts too, with the same password."""
