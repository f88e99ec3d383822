"""`flask upgrade`: the database of this release."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from clustercourse.backup import BackupRefused, upgrading


@click.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Bring the database to this release, after a backup. Twice at once is safe."""
    try:
        outcome = upgrading.bring_up_to_date()
    except BackupRefused as reason:
        raise click.ClickException(str(reason)) from None
    except OperationalError as reason:
        first_line = str(reason.orig).splitlines()[0]
        raise click.ClickException(f"Nothing was changed. The database says: {first_line}. Check DATABASE_URL or CC_DATA.") from None
    if not outcome.changed:
        click.echo(f"The database is up to date ({outcome.after}).")
        return
    if outcome.backup is not None:
        click.echo(f"Backup before the upgrade: {outcome.backup}")
    click.echo(f"The database went from {outcome.before or 'nothing'} to {outcome.after}.")


COMMANDS = [upgrade]
