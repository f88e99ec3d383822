"""A cohort whose organisations fill the same worksheet, for tests of its mirror."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from clustercourse.db import rows, value, writing
from clustercourse.models.catalogue import Organisation
from clustercourse.models.content import Item
from clustercourse.models.mirrors import MirrorFigure
from clustercourse.models.workbook import Sheet
from clustercourse.workbook.actions.mirrors import agree, take_back
from clustercourse.workbook.actions.submissions import submit_sheet
from clustercourse.workbook.queries.mirrors import sharing_of
from tests import make
from tests.cast import Cast, as_seen, assemble
from tests.cohorts import taking
from tests.workbook import books

FACTS = """\
id: facts
kind: worksheet
title: Facts of a cluster
summary: Its numbers.
feeds: [finances]
done: submit
fields:
  - {id: members, type: number, prompt: "Members", least: 0, whole: true, unit: firms}
  - {id: unpaid, type: percentage, prompt: "Fees that are not paid"}
  - {id: fees, type: money, prompt: "What members pay"}
  - {id: grants, type: money, prompt: "What the region pays"}
  - {id: trust, type: rating, prompt: "How far members trust each other"}
  - {id: since, type: year, prompt: "Founded in"}
  - {id: remark, type: long-text, prompt: "What it rests on"}
  - id: list
    type: table
    prompt: The largest
    most: 5
    row_name: name
    row_word: member
    columns: [{id: name, type: text, prompt: Name}, {id: staff, type: number, prompt: Staff}]
computed:
  - {id: mix, calculation: income-mix, title: The mix, inputs: {public-base: grants, project-income: "= 0", fees: fees, service-income: "= 0"}, show: [total]}
"""
SECRET = FACTS.replace("id: facts", "id: judgements", 1).replace("done: submit", "done: submit\nkeep_private: true")


@dataclass
class MirrorRoom:
    cast: Cast
    cohort: int
    people: list[int] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    organisations: list[int] = field(default_factory=list)
    seats: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{taking.address(self.cohort)}mirror/"

    def sharing(self, number: int) -> str:
        return f"{self.address}{self.slugs[number]}/"

    def come(self, name: str, *, country: str = "DE") -> int:
        """Somebody with an organisation of their own takes part; their number."""
        person, organisation = make.person(f"Person of {name}"), make.organisation(name, country=country)
        make.membership(person, organisation)
        self.seats.append(make.seat(self.cohort, person, organisation_id=organisation))
        self.people.append(person)
        self.organisations.append(organisation)
        self.slugs.append(value(select(Organisation.slug).where(Organisation.id == organisation)))
        return len(self.people) - 1

    def submit(self, number: int, **values: Any) -> None:
        person = self.people[number]
        sheet = books.write(person, self.slugs[number], "facts", {name: str(typed) for name, typed in values.items()})
        with writing() as session:
            submit_sheet(session.get_one(Sheet, sheet), version_id=1, by=person, learner=None)

    def agree(self, number: int, reference: str = "members") -> None:
        with writing():
            agree(self.sharing_of(number), self.key(reference), by=self.people[number])

    def take_back(self, number: int, reference: str = "members") -> None:
        with writing():
            take_back(self.sharing_of(number), self.key(reference), by=self.people[number])

    def sharing_of(self, number: int) -> Any:
        slug = self.address.split("/")[2]
        return sharing_of(as_seen(self.people[number]), slug, self.slugs[number])

    def key(self, reference: str, sheet: str = "facts") -> str:
        return f"{value(select(Item.id).where(Item.key == sheet))}.{reference}"

    def standing(self, reference: str = "members") -> tuple[Any, ...] | None:
        """Count, median, low, high as they stand in the table."""
        found = rows(select(MirrorFigure).where(MirrorFigure.cohort_id == self.cohort, MirrorFigure.figure == self.key(reference)))
        return (found[0].count, found[0].median, found[0].low, found[0].high) if found else None

    def published(self) -> list[Any]:
        return list(rows(select(MirrorFigure).where(MirrorFigure.cohort_id == self.cohort).order_by(MirrorFigure.figure)))


def mirror_room(*members: int) -> MirrorRoom:
    """A cohort that takes the course, and one organisation for each number of members, submitted and agreed to."""
    cast = assemble()
    items = "items: [10-words.md, 20-bridges.md, exercises/check-first.yaml"
    files = make.course_files(changes={"10-first/module.yaml": (items, f"{items}, exercises/facts.yaml, exercises/judgements.yaml")})
    make.published_course(files=files | {"exercises/facts.yaml": FACTS.encode(), "exercises/judgements.yaml": SECRET.encode()})
    here = MirrorRoom(cast, make.cohort(coordinator=cast.dan, external_places=50))
    taking.taken(here.cohort, cast.dan)
    for number, count in enumerate(members):
        here.come(f"Cluster {'ABCDEFGHIJKLMNOP'[number]}x")
        here.submit(number, members=count)
        here.agree(number)
    return here
