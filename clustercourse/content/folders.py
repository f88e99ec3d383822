"""Folders on a disk as course files, and back."""

from collections.abc import Mapping
from pathlib import Path

from clustercourse.content.problems import Problem
from clustercourse.language import _

LARGEST_FILE = 20 * 1024 * 1024
MOST_FILES = 5_000


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` by its path with forward slashes. Dot-files are never read, links never followed."""
    return read_folder_with_problems(folder)[0]


def read_folder_with_problems(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The same, with what could not be taken in: links, files that are too large, names that cannot be written."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")):
            continue
        if path.is_symlink() or any(parent.is_symlink() for parent in path.parents if folder in parent.parents):
            problems.append(Problem(name, 1, _("This is a link to another place. Put the file itself here.")))
        elif not path.is_file():
            if not path.is_dir():
                problems.append(Problem(name, 1, _("This is not a regular file. Remove it.")))
        elif path.stat().st_size > LARGEST_FILE:
            size = LARGEST_FILE // (1024 * 1024)
            problems.append(Problem(name, 1, _("This file is larger than {size} MB. Make it smaller.", size=size)))
        elif len(files) >= MOST_FILES:
            problems.append(Problem(name, 1, _("There are more than {most} files here. Divide the course.", most=MOST_FILES)))
            break
        else:
            files[name] = path.read_bytes()
    return files, problems


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write course files below ``folder``, byte for byte."""
    for name, data in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
