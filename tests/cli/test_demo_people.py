"""The demo's people: they come once, with what they do half way through the real course. Where they go from there: the other tests of the demo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from clustercourse.accounts.passwords import is_right
from clustercourse.cli.demo import ORGANISATIONS, PASSWORD, PEOPLE, sign_ins
from clustercourse.db import writing
from clustercourse.models.accounts import Account, Address, Person, SiteRole
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.content import Course
from clustercourse.models.learning import Completion, Enrolment
from tests.cli.rows import everything

pytestmark = pytest.mark.xdist_group("demo")


def test_demo_people_come_once_with_what_they_do_half_way_through_the_real_course(loaded_again: Callable[[], str]) -> None:
    before = everything()
    assert loaded_again() == "The demo people are there already.\n"
    assert everything() == before
    assert [one.email for one in sign_ins()] == [one.email for one in PEOPLE]
    with writing() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == len(ORGANISATIONS)
        named = select(Person.name, Membership.role).join(Membership, Membership.person_id == Person.id).order_by(Membership.id).limit(2)
        assert [tuple(row) for row in session.execute(named)] == [("Ines Holm", "manager"), ("Tilde Munk", "member")]
        assert session.scalars(
            select(Person.name).join(SiteRole, SiteRole.person_id == Person.id).where(SiteRole.role == "admin")
        ).all() == ["Nora Vind"]
        ines = (
            select(Account.password_hash)
            .join(Address, Address.person_id == Account.person_id)
            .where(Address.email == "ines.holm@example.com")
        )
        assert is_right(session.scalars(ines).one(), PASSWORD)
    half_way_through_the_course()


def half_way_through_the_course() -> None:
    with writing() as session:
        done = (
            select(Person.name, func.count(Completion.id).label("number"))
            .join(Enrolment, Enrolment.person_id == Person.id)
            .join(Course, Course.id == Enrolment.course_id)
            .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
            .where(Course.key == "cluster-theory")
            .group_by(Person.name)
        )
        counts = {row.name: row.number for row in session.execute(done)}
        alone = {"Karen Dahl"}
        with_cohort = {"Ines Holm", "Tilde Munk", "Lene Krogh", "Birgit Toft", "Maja Wikander", "Lutz Ahlers", "Nathalie Dumont"}
        with_cohort |= {"Mart Lepik", "Lucía Roig", "Katerina Doukas", "Bram Claes", "Nikos Vlachos"}
        assert set(counts) == alone | with_cohort
        assert {name for name, number in counts.items() if number == 0} == {"Karen Dahl", "Lutz Ahlers", "Bram Claes", "Nikos Vlachos"}
        assert counts["Ines Holm"] > counts["Lene Krogh"] > counts["Tilde Munk"] > 0
        assert session.scalar(select(Enrolment.finished_at).where(Enrolment.finished_at.is_not(None))) is None
