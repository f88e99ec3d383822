"""Making two entries of one person one: rows go over; the emptied person stays and says where they went."""

from __future__ import annotations

from sqlalchemy import Column, Delete, Table, UniqueConstraint, Update, delete, select, update
from sqlalchemy.exc import IntegrityError

from clustercourse.accounts.actions.sign_ins import end_sign_ins
from clustercourse.accounts.privacy import EMPTY
from clustercourse.db import Base, db
from clustercourse.events import record
from clustercourse.models.accounts import Account, Address, LetterLink, Person, SignIn
from clustercourse.models.notifications import LetterChoice
from clustercourse.models.web import Once
from clustercourse.notifications.actions import send_letter
from clustercourse.search.entries import take_out

_OF_AN_ACCOUNT = (LetterLink, Once, SignIn, LetterChoice, Account)


def join_people(kept_id: int, gone_id: int, *, address: str, by: int) -> None:
    """Make one person of two: all rows, the addresses, and the account if the one who stays has none.

    What both have stays once: of two enrolments in a course the kept person's counts, of two seats in a cohort theirs too.
    What cannot go over stays with the emptied person and is exported and erased together with the kept one. Every sign-in of
    the emptied person ends. `address` is the one by which the emptied person was found, for the letter.
    """
    people = db.session.scalars(select(Person).where(Person.id.in_((kept_id, gone_id))).order_by(Person.id).with_for_update()).all()
    gone = next(person for person in people if person.id == gone_id)
    end_sign_ins(gone_id, by=by)
    _give_addresses(kept_id, gone_id)
    _give_account(kept_id, gone_id)
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            if table.name != "person" and any(key.column.table.name == "person" for key in column.foreign_keys):
                _give(table, column, kept_id, gone_id)
    db.session.execute(update(Person).where(Person.joined_into_id == gone_id).values(joined_into_id=kept_id))
    gone.joined_into_id = kept_id
    for name, empty in EMPTY["person"].items():
        setattr(gone, name, empty)
    db.session.flush()
    db.session.expire_all()
    take_out("person", gone_id)
    record("accounts.people_joined", by=by, person=kept_id, thing=("person", gone_id))
    _write(kept_id, address)


def _give_addresses(kept_id: int, gone_id: int) -> None:
    own = Address.person_id == gone_id
    unproved = select(Address.id).where(own, Address.confirmed_at.is_(None))
    db.session.execute(delete(LetterLink).where(LetterLink.address_id.in_(unproved)))
    db.session.execute(delete(Address).where(own, Address.confirmed_at.is_(None)))
    has_one = db.session.scalar(select(Address.id).where(Address.person_id == kept_id, Address.is_primary)) is not None
    db.session.execute(update(Address).where(own).values(person_id=kept_id, **({"is_primary": False} if has_one else {})))


def _give_account(kept_id: int, gone_id: int) -> None:
    """A password is the person's who keeps the rows, unless only the other one had any."""
    has_one = db.session.scalar(select(Account.id).where(Account.person_id == kept_id)) is not None
    if not has_one:
        db.session.execute(update(Account).where(Account.person_id == gone_id).values(person_id=kept_id))
    for model in _OF_AN_ACCOUNT:
        db.session.execute(delete(model).where(model.person_id == gone_id))


def _give(table: Table, column: Column[int], kept_id: int, gone_id: int) -> None:
    """All at once where nothing can be there twice, else row by row."""
    if not _may_clash(table, column):
        db.session.execute(update(table).where(column == gone_id).values({column.name: kept_id}))
        return
    key = next(iter(table.primary_key.columns))
    for number in list(db.session.scalars(select(key).where(column == gone_id).order_by(key))):
        if not _tried(update(table).where(key == number).values({column.name: kept_id})) and table.name not in ("seat", "enrolment"):
            _tried(delete(table).where(key == number))


def _may_clash(table: Table, column: Column[int]) -> bool:
    single = [constraint.columns for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    return any(column.name in columns for columns in [*single, *(index.columns for index in table.indexes if index.unique)])


def _tried(statement: Update | Delete) -> bool:
    try:
        with db.session.begin_nested():
            db.session.execute(statement, execution_options={"synchronize_session": False})
    except IntegrityError:
        return False
    return True


def _write(kept_id: int, email: str) -> None:
    person = db.session.get_one(Person, kept_id)
    to = db.session.scalar(select(Address.email).where(Address.person_id == kept_id, Address.is_primary, Address.confirmed_at.is_not(None)))
    if to is not None:
        values = {"name": person.name, "email": email}
        send_letter("people_joined", key=f"people_joined:{kept_id}:{email}", to=to, language=person.language, person=kept_id, **values)
