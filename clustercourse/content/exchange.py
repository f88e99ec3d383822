"""Courses as zip archives: read member by member under limits, written so that the same files give the same bytes."""

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping

from clustercourse.content.folders import LARGEST_FILE
from clustercourse.content.reading import COURSE
from clustercourse.errors import Refused
from clustercourse.language import _

LARGEST_ARCHIVE = 64 * 1024 * 1024
MOST_MEMBERS = 2_000
STEEPEST = 50
_CHUNK = 64 * 1024
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive of course files, in the order of their names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return target.getvalue()


def read_zip(data: bytes) -> dict[str, bytes]:
    """The files of an archive by their paths. Refuses what is too large, packed too tightly, or points outside itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(archive, max(len(data), 1))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as cause:
        raise Refused(_("This is not a zip archive that can be read. Make it again.")) from cause


def _members(archive: zipfile.ZipFile, packed: int) -> dict[str, bytes]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise Refused(_("This archive holds more than {most} files. Divide the course.", most=MOST_MEMBERS))
    files: dict[str, bytes] = {}
    left = min(LARGEST_ARCHIVE, packed * STEEPEST)
    for member in members:
        name = _safe_name(member)
        if any(part.startswith(".") for part in name.split("/")) or name.startswith("__MACOSX/"):
            continue
        if name in files:
            raise Refused(_("The archive holds “{name}” twice.", name=name))
        files[name] = _content(archive, member, min(left, LARGEST_FILE))
        left -= len(files[name])
    return files


def _safe_name(member: zipfile.ZipInfo) -> str:
    name = member.filename
    mode = member.external_attr >> 16
    regular = not mode or stat.S_IFMT(mode) in (0, stat.S_IFREG)
    if not regular or name.startswith("/") or "\\" in name or ":" in name or any(part in {"", "..", "."} for part in name.split("/")):
        raise Refused(_("The archive holds “{name}”, which is not a plain file inside it.", name=name[:80]))
    return name


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of one member, counted while unpacking: what its header says is not believed."""
    parts: list[bytes] = []
    size = 0
    with archive.open(member) as opened:
        while part := opened.read(_CHUNK):
            size += len(part)
            if size > most:
                raise Refused(_("“{name}” in this archive is too large when unpacked.", name=member.filename[:80]))
            parts.append(part)
    return b"".join(parts)


def course_in(files: Mapping[str, bytes]) -> tuple[str, dict[str, bytes], dict[str, bytes]]:
    """(slug, course files, files beside the course) of an archive that holds one course in a folder of its own."""
    folders = sorted({name.split("/")[0] for name in files if name.count("/") == 1 and name.endswith(f"/{COURSE}")})
    if len(folders) != 1:
        raise Refused(_("The archive must hold one folder with a file course.yaml; the name of the folder becomes the address."))
    slug = folders[0]
    inside = {name.removeprefix(f"{slug}/"): data for name, data in files.items() if name.startswith(f"{slug}/")}
    return slug, inside, {name: data for name, data in files.items() if "/" not in name}
