"""`flask users`: what the people who run the house do with accounts. Argument parsing only."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from clustercourse.accounts import actions
from clustercourse.accounts.addressing import clean_email, key_of
from clustercourse.accounts.erasing import erase_person
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.workbook.actions.contacts import forget_contact

users = AppGroup("users", help="People: administrators, invitations, closing and erasing accounts.")
COMMANDS = (users,)
_email = click.argument("email")


@contextmanager
def _change() -> Iterator[None]:
    """One transaction; a refusal ends the command with its sentence."""
    try:
        with writing():
            yield
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None


def _person(email: str) -> int:
    person = actions.person_with_address(key_of(email))
    if person is None:
        raise click.ClickException(f"Nobody has confirmed the address {email}.")
    return person.id


@users.command("add-admin")
@_email
@click.option("--name", default="Administrator", show_default=True, help="The name of somebody who is new.")
@click.option("--language", default="en", show_default=True, help="The language of somebody who is new.")
def add_admin(email: str, name: str, language: str) -> None:
    """Make somebody administrator. Who is new gets an account and sets a password at the address that is printed."""
    with _change():
        person = actions.person_with_address(key_of(clean_email(email)))
        link = None
        if person is None:
            new = actions.NewPerson(name, email, actions.hashed(secrets.token_urlsafe(32)), language)
            person_id = actions.add_person(new, by=None, confirmed=True).person_id
            link = actions.make_password_link(person_id, by=None)
        else:
            person_id = person.id
        actions.give_role(person_id, "admin", by=None)
    click.echo(f"{email} is administrator.")
    if link is not None:
        click.echo(f"Set a password within a day at {link}")


@users.command("take-admin")
@_email
def take_admin(email: str) -> None:
    """Take the role of administrator back."""
    with _change():
        actions.take_role(_person(email), "admin", by=None)
    click.echo(f"{email} is not administrator.")


@users.command("password-link")
@_email
def password_link(email: str) -> None:
    """Print an address at which the person sets a new password within a day."""
    with _change():
        link = actions.make_password_link(_person(email), by=None)
    click.echo(link)


@users.command("invite")
@_email
@click.option("--by", required=True, help="The address of the person in whose name the invitation is sent.")
def invite(email: str, by: str) -> None:
    """Send an invitation to register."""
    with _change():
        actions.invite(email, by=_person(by))
    click.echo(f"The invitation to {email} is on its way.")


@users.command("close")
@_email
def close(email: str) -> None:
    """Keep somebody from signing in. Nothing is deleted."""
    with _change():
        actions.close_account(_person(email), by=None)
    click.echo(f"The account of {email} is closed.")


@users.command("open")
@_email
def open_again(email: str) -> None:
    """Undo of close."""
    with _change():
        actions.open_account(_person(email), by=None)
    click.echo(f"The account of {email} is open.")


@users.command("erase")
@_email
@click.confirmation_option(prompt="Erase this person for good?")
def erase(email: str) -> None:
    """Erase a person and everything that is theirs. This cannot be undone."""
    with _change():
        person_id = _person(email)
    try:
        erase_person(person_id, by=None)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
    click.echo(f"Person {person_id} is erased.")


@users.command("forget-contact")
@_email
def forget_contact_person(email: str) -> None:
    """Erase somebody whom others keep as a contact person, from every workbook, because they asked for it. This cannot be undone."""
    with _change():
        number = forget_contact(email, by=None)
    click.echo(f"{number} {'entry' if number == 1 else 'entries'} erased.")
