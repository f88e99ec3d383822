"""`flask search rebuild`: the index of the search, made again."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from clustercourse.search import rebuilding

search = AppGroup("search", help="Keep the search in order.")


@search.command("rebuild")
def rebuild() -> None:
    """Make everything that the search finds again from the rows it tells of. The site may run meanwhile."""
    rebuilding.rebuild()
    click.echo("The search finds everything again.")


COMMANDS = [search]
