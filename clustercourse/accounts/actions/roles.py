"""What the people who run the house do with accounts: roles, closing and opening."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from clustercourse.accounts.actions.sign_ins import end_sign_ins
from clustercourse.accounts.links import end_links, make_link
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import address_of
from clustercourse.language import Message, _
from clustercourse.models.accounts import Account, Address, Person, SiteRole

ROLES: dict[str, Message] = {
    "admin": _("Admin"),
    "facilitator": _("Facilitator of labs"),
    "advisory-board": _("Advisory Board"),
    "steering-group": _("Steering group"),
}


def give_role(person_id: int, role: str, *, by: int | None) -> None:
    """Give a role in the house. Ends the person's sign-ins, so that none goes on with another standing. Twice is once."""
    if role not in ROLES:
        raise Refused(_("There is no such role."), field="role")
    if _role(person_id, role) is None:
        db.session.add(SiteRole(person_id=person_id, role=role, by_id=by, created_at=now()))
        db.session.flush()
        end_sign_ins(person_id, by=by)
        record("accounts.role_given", by=by, person=person_id, thing=("person", person_id), detail={"role": role})


def take_role(person_id: int, role: str, *, by: int | None) -> None:
    """Take a role back and end the person's sign-ins. Refused: the last administrator. Twice is once."""
    held = _role(person_id, role)
    if held is None:
        return
    if role == "admin" and len(list(db.session.scalars(select(SiteRole.id).where(SiteRole.role == role)))) == 1:
        raise Refused(_("This is the last administrator. Make somebody else administrator first."))
    db.session.delete(held)
    db.session.flush()
    end_sign_ins(person_id, by=by)
    record("accounts.role_taken", by=by, person=person_id, thing=("person", person_id), detail={"role": role})


def close_account(person_id: int, *, by: int | None) -> None:
    """Keep somebody from signing in, at once; nothing is deleted. Refused: one's own account. Twice is once."""
    if person_id == by:
        raise Refused(_("You cannot close your own account here."))
    account = _account(person_id)
    if account.closed_at is None:
        account.closed_at = now()
        end_links(person_id)
        end_sign_ins(person_id, by=by)
        record("accounts.account_closed", by=by, person=person_id, thing=("person", person_id))


def open_account(person_id: int, *, by: int | None) -> None:
    """Undo of closing. Twice is once."""
    account = _account(person_id)
    if account.closed_at is not None:
        account.closed_at = None
        db.session.flush()
        record("accounts.account_opened", by=by, person=person_id, thing=("person", person_id))


def make_password_link(person_id: int, *, by: int | None) -> str:
    """An address at which the person sets a password within a day; for handing over when no letters can be sent."""
    address = db.session.scalars(select(Address).where(Address.person_id == person_id, Address.is_primary)).one()
    token, _link = make_link("reset", address, life=timedelta(days=1))
    record("accounts.password_reset_asked", by=by, person=person_id, thing=("person", person_id))
    return address_of(f"/password/reset/{token}")


def person_with_address(key: str) -> Person | None:
    """The person who has confirmed this folded address."""
    statement = select(Person).join(Address, Address.person_id == Person.id)
    return db.session.scalar(statement.where(Address.key == key, Address.confirmed_at.is_not(None)))


def _role(person_id: int, role: str) -> SiteRole | None:
    return db.session.scalar(select(SiteRole).where(SiteRole.person_id == person_id, SiteRole.role == role))


def _account(person_id: int) -> Account:
    account = db.session.scalar(select(Account).where(Account.person_id == person_id))
    if account is None:
        raise Refused(_("This person has no account."))
    return account
