"""`flask content`: check, publish, diff, export, new, refresh. Arguments and printing only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import AppGroup

from clustercourse.content import drafting, exchange, impact, publishing, renewal
from clustercourse.content.check import GLOSSARY, SOURCES, check_content, read_site
from clustercourse.content.folders import read_folder_with_problems, write_folder
from clustercourse.content.package import Site
from clustercourse.content.problems import Problem, has_errors
from clustercourse.content.reading import COURSE
from clustercourse.content.worksheets import worksheets_in
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.files import FileLost, FilesAway
from clustercourse.house import house

content = AppGroup("content", help="Check, publish and export courses.")
_place = click.argument("place", type=click.Path(exists=True, path_type=Path), required=False)


@contextmanager
def _with_files() -> Iterator[None]:
    """What is wrong with the store of files, as the one line that the command ends with."""
    try:
        yield
    except (FilesAway, FileLost) as reason:
        raise click.ClickException(str(reason)) from None


@content.command("check")
@_place
def check(place: Path | None) -> None:
    """Say everything that is wrong with the courses in PLACE: file, line, what to do. Ends with 1 where there is an error."""
    problems = check_content((place or house().content).resolve())
    _say(problems)
    if has_errors(problems):
        raise SystemExit(1)


@content.command("publish")
@_place
@click.option("--note", default="", help="What has changed, in a sentence for the people in the course.")
@_with_files()
def publish(place: Path | None, note: str) -> None:
    """Publish the courses in PLACE: a folder of courses, the folder of one course, or a zip archive of one."""
    chosen = place or house().content
    prepared = list(_prepared(chosen))
    before = {course.course.slug: renewal.version_of(course.course.slug, None) for course in prepared}
    for course in prepared:
        _tell_impact(course)
    try:
        with writing():
            if chosen.is_dir():
                publishing.replace_glossary(read_site(_home(chosen))[0].glossary)
            together = [course.course.key for course in prepared]
            for course in prepared:
                publishing.publish(course, by=None, note=note, together=together)
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    for slug, version in before.items():
        _tell_version(slug, before=version, note=note)


@content.command("diff")
@_place
@_with_files()
def diff(place: Path | None) -> None:
    """Say what publishing PLACE would change for learners, and change nothing."""
    for course in _prepared(place or house().content):
        _tell_impact(course)


@content.command("export")
@click.argument("slug")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--version", "number", type=int, default=None, help="The number of a version; without it the newest.")
@_with_files()
def export(slug: str, target: Path, number: int | None) -> None:
    """Write the files of the course SLUG into TARGET, a folder or a name ending in .zip, byte for byte as they were published."""
    found = renewal.version_of(slug, number)
    if found is None:
        raise click.ClickException(f"There is no course “{slug}”" + (f" with a version {number}." if number else "."))
    files = renewal.exported(renewal.version_files(found), slug)
    if target.suffix == ".zip":
        target.write_bytes(exchange.write_zip(files))
    else:
        write_folder(target, files)
    click.echo(f"{len(files)} files written to {target}")


@content.command("new")
@click.argument("kind", type=click.Choice(["course", "module", "lesson", "exercise"]))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("title")
def new(kind: str, folder: Path, title: str) -> None:
    """Begin a file of KIND with TITLE in FOLDER, with an id that nothing else has."""
    try:
        path, hint = drafting.begin(kind, folder, title)
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    click.echo(f"{path}\n{hint}")


@content.command("refresh")
@_with_files()
def refresh() -> None:
    """Compile versions again that an older renderer has compiled."""
    for version_id, slug in renewal.outdated_versions():
        compiled = renewal.recompile(version_id, slug)
        if compiled is None:
            click.echo(f"{slug}: version kept as it was, its files no longer pass the check", err=True)
            continue
        with writing():
            renewal.replace_pages(version_id, compiled)
        click.echo(f"{slug}: compiled again")


def _home(place: Path) -> Path:
    """The folder of courses: the place itself, or the folder around a single course."""
    root = place.resolve()
    return root.parent if (root / COURSE).is_file() else root


def _prepared(place: Path) -> Iterator[publishing.Prepared]:
    """Each course of the place, ready to be published. Ends with 1 and all problems where one has an error."""
    if place.is_file():
        slug, inside, beside = _unpacked(place)
        yield _prepare(inside, slug, beside, Site())
        return
    home = _home(place)
    site, _problems = read_site(home)
    site = replace(site, worksheets=worksheets_in(home, site.courses))
    beside = {name: (home / name).read_bytes() for name in (GLOSSARY, SOURCES) if (home / name).is_file()}
    folders = [place.resolve()] if home != place.resolve() else sorted(path.parent for path in home.glob(f"*/{COURSE}"))
    if not folders:
        raise click.ClickException(f"There is no course in {place}. A course is a folder with a file {COURSE}.")
    for folder in folders:
        files, left_out = read_folder_with_problems(folder)
        if left_out:
            faulty = publishing.Faulty(check_content(folder))
            _say(faulty.problems)
            raise click.ClickException(faulty.sentence)
        yield _prepare(files, folder.name, beside, site)


def _unpacked(place: Path) -> tuple[str, dict[str, bytes], dict[str, bytes]]:
    try:
        return exchange.course_in(exchange.read_zip(place.read_bytes()))
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None


def _prepare(files: dict[str, bytes], slug: str, beside: dict[str, bytes], site: Site) -> publishing.Prepared:
    try:
        prepared = publishing.prepare(files, slug=slug, beside=beside, neighbours=site.courses, worksheets=site.worksheets)
    except publishing.Faulty as fault:
        _say([problem.under(slug) for problem in fault.problems])
        raise click.ClickException(fault.sentence) from None
    _say([problem.under(slug) for problem in prepared.warnings if problem.level == "warning"])
    return prepared


def _say(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(f"{problem}" + ("" if problem.level == "error" else f" ({problem.level})"))


def _tell_impact(prepared: publishing.Prepared) -> None:
    for sentence in impact.impact(prepared).sentences():
        click.echo(f"{prepared.course.slug}: {sentence}")


def _tell_version(slug: str, *, before: int | None, note: str) -> None:
    number, kept = renewal.newest_of(slug)
    if renewal.version_of(slug, None) != before:
        click.echo(f"{slug}: published as version {number}")
    elif note.strip() not in ("", kept):
        click.echo(f"{slug}: The note was not kept. It belongs to a new version, and version {number} stays as it is.")


COMMANDS = [content]
