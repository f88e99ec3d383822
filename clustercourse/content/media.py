"""Pictures, sound and film of a course: which kinds there are, whether a file is what its name says, how large a picture is."""

import hashlib
import io
import re
import warnings

from PIL import Image

from clustercourse.content.folders import LARGEST_FILE
from clustercourse.content.package import Files
from clustercourse.content.problems import Problem
from clustercourse.content.svg import svg_problems, svg_size
from clustercourse.language import Message, _
from clustercourse.text import Picture

FOLDER = "media/"
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "webm": "video/webm",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "vtt": "text/vtt",
}
PICTURES = frozenset({"svg", "png", "jpg", "webp"})
FILMS = frozenset({"webm", "mp4"})
_FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
MOST_PIXELS = 40_000_000


def ending(path: str) -> str:
    return path.rpartition(".")[2] if "." in path else ""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def address(path: str, data: bytes) -> str:
    """Where the file is served; the bytes of an address never change."""
    return f"/media/{digest(data)}/{path.rpartition('/')[2]}"


def picture(path: str, files: Files) -> Picture | None:
    """The picture at ``path`` of a course, or None where there is none."""
    data = files.get(path)
    if data is None or not path.startswith(FOLDER) or ending(path) not in PICTURES:
        return None
    return Picture(address(path, data), *size(path, data))


def size(path: str, data: bytes) -> tuple[int, int]:
    """Width and height, 0 where they cannot be told."""
    if ending(path) == "svg":
        return svg_size(data)
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return 0, 0


def media_problems(path: str, data: bytes) -> list[Problem]:
    """What keeps a media file from being published."""
    if not data:
        return [Problem(path, 1, _("This file is empty. Save it again, or remove it."))]
    if len(data) > LARGEST_FILE:
        return [Problem(path, 1, _("This file is larger than {size} MB. Make it smaller.", size=LARGEST_FILE // (1024 * 1024)))]
    if not _NAME.fullmatch(path.rpartition("/")[2]):
        return [Problem(path, 1, _("Name media files with letters a to z, digits and hyphens only."))]
    if ending(path) not in TYPES:
        known = ", ".join(TYPES)
        return [Problem(path, 1, _("Files of this kind are not served. Possible: {known}.", known=known))]
    if ending(path) == "svg":
        return [Problem(path, line, sentence) for line, sentence in svg_problems(data)]
    sentence = _unlike_its_name(path, data)
    return [Problem(path, 1, sentence)] if sentence else []


def _unlike_its_name(path: str, data: bytes) -> Message | None:
    kind = ending(path)
    if kind in _FORMATS:
        return _picture_fault(_FORMATS[kind], data)
    fits = {
        "webm": data.startswith(b"\x1a\x45\xdf\xa3"),
        "mp4": data[4:8] == b"ftyp",
        "mp3": data.startswith(b"ID3") or (data[0] == 0xFF and len(data) > 1 and data[1] & 0xE0 == 0xE0),
        "vtt": data.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"),
    }
    return None if fits[kind] else _("This file is not what its name says ({kind}). Save it again.", kind=kind)


def _picture_fault(form: str, data: bytes) -> Message | None:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=[form]) as image:
            warnings.simplefilter("ignore")
            if image.size[0] * image.size[1] > MOST_PIXELS:
                return _("This picture has more than {most} million pixels. Make it smaller.", most=MOST_PIXELS // 1_000_000)
            image.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return _("This picture cannot be opened as {form}. Save it again.", form=form)
    return None
