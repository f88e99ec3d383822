"""From whatever file somebody sends to a small square picture made anew, or a refusal. Nothing of the file itself is kept."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

from clustercourse.errors import Refused
from clustercourse.language import _

SIDE = 256
LARGEST = 10 * 1024 * 1024
_MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


def square_photo(content: bytes) -> bytes:
    """A WebP of 256 by 256 pixels from a PNG, JPEG, GIF or WebP. Refused: everything else, and pictures that are too large."""
    if len(content) > LARGEST:
        raise Refused(_("The picture can have at most {n} MB."), field="photo", n=LARGEST // 1024 // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            _check(content)
            return _drawn(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise _too_large() from None
    except _BROKEN:
        raise Refused(_("This is not a picture we can read. Send a PNG, JPEG, GIF or WebP."), field="photo") from None


def _check(content: bytes) -> None:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        width, height = picture.size
        if width * height > _MOST_PIXELS:
            raise _too_large()
        picture.verify()


def _drawn(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        turned = ImageOps.exif_transpose(picture)
        flat = Image.new("RGB", turned.size, "white")
        clear = turned.convert("RGBA")
        flat.paste(clear, mask=clear.getchannel("A"))
        made = io.BytesIO()
        ImageOps.fit(flat, (SIDE, SIDE)).save(made, "WEBP", quality=82, exif=b"")
        return made.getvalue()


def _too_large() -> Refused:
    return Refused(_("This picture has too many pixels. Send a smaller one."), field="photo")
