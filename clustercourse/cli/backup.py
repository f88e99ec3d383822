"""`flask backup FILE` and `flask restore FILE`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from clustercourse import backup as copies
from clustercourse.accounts.erasing import apply_journal
from clustercourse.db import writing
from clustercourse.events import record


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Write over a file that is there already.")
@click.option("--portable", is_flag=True, help="Write rows instead of a SQLite file, to move to PostgreSQL.")
@with_appcontext
def backup(file: Path, replace: bool, portable: bool) -> None:
    """Write the database and every file into FILE, while the site runs."""
    try:
        made = copies.back_up(file.resolve(), replace=replace, portable=portable)
    except copies.BackupRefused as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{file}: the database and {len(made.files())} files, checked after writing.")
    if made.missing:
        raise click.ClickException(f"{len(made.missing)} files are missing or damaged in the store: {', '.join(made.missing[:5])}")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put the backup in place of what the database holds.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Check FILE, put its files and its database in place, and carry out later erasures again."""
    try:
        made = copies.restore(file.resolve(), replace=replace)
    except copies.BackupRefused as reason:
        raise click.ClickException(str(reason)) from None
    erased = apply_journal()
    with writing():
        record("admin.backup_restored", by=None, detail={"files": len(made.files())})
    click.echo(f"Restored what {file} held on {made.made_at}: the database and {len(made.files())} files.")
    click.echo(f"Erasures carried out again: {len(erased)}.")


COMMANDS = [backup, restore]
