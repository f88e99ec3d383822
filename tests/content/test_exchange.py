"""Archives: what comes in, what never does, and the same bytes for the same files."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from clustercourse.content.exchange import MOST_MEMBERS, course_in, read_zip, write_zip
from clustercourse.errors import Refused
from tests.content.small import course


def archive(fill: Callable[[zipfile.ZipFile], object]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        fill(opened)
    return target.getvalue()


def named(name: str, content: bytes = b"x", mode: int = 0) -> bytes:
    member = zipfile.ZipInfo("placeholder")
    member.filename = name
    member.external_attr = mode << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    return archive(lambda opened: opened.writestr(member, content))


def test_there_and_back() -> None:
    files = {f"small/{path}": data for path, data in course().items()}
    packed = write_zip(files)
    assert read_zip(packed) == files
    assert write_zip(dict(reversed(files.items()))) == packed


def test_the_course_in_an_archive() -> None:
    files = {**{f"small/{path}": data for path, data in course().items()}, "glossary.yaml": b"[]"}
    assert course_in(files) == ("small", course(), {"glossary.yaml": b"[]"})


@pytest.mark.parametrize("files", [{}, {"course.yaml": b""}, {"a/course.yaml": b"", "b/course.yaml": b""}, {"a/b/course.yaml": b""}])
def test_an_archive_holds_one_course(files: dict[str, bytes]) -> None:
    with pytest.raises(Refused):
        course_in(files)


def test_hidden_files_are_left_out() -> None:
    assert read_zip(write_zip({"a/b.md": b"x", ".git/config": b"x", "a/.hidden": b"x", "__MACOSX/a": b"x"})) == {"a/b.md": b"x"}


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:x", "a\\b", "a//b", "./x"])
def test_names_that_lead_outside(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_zip(named(name))
    assert refusal.value.sentence == f"The archive holds “{name}”, which is not a plain file inside it."


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_links_and_devices(mode: int) -> None:
    with pytest.raises(Refused):
        read_zip(named("a/b", b"/etc/passwd", mode))
    assert read_zip(named("a/b", b"text", stat.S_IFREG | 0o644)) == {"a/b": b"text"}


def test_bombs() -> None:
    with pytest.raises(Refused) as refusal:
        read_zip(named("a/b", b"\x00" * 10_000_000))
    assert refusal.value.sentence == "“a/b” in this archive is too large when unpacked."
    many = archive(lambda opened: [opened.writestr(f"a/{at}", b"") for at in range(MOST_MEMBERS + 1)])
    with pytest.raises(Refused):
        read_zip(many)


def test_a_header_that_lies_about_the_size_is_not_believed() -> None:
    packed = bytearray(named("a/b", b"\x00" * 10_000_000))
    for sign, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = packed.index(sign) + place
        packed[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Refused):
        read_zip(bytes(packed))


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04" + b"\x00" * 40, write_zip({"a": b"b" * 500})[:-30]])
def test_what_is_no_archive(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read_zip(data)
    assert refusal.value.sentence == "This is not a zip archive that can be read. Make it again."
