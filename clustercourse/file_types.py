"""What a file is, by its bytes. Only kinds that people share in a training; everything is handed out as a download."""

from __future__ import annotations

import re

_BEGINNINGS: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"%PDF-", "application/pdf", frozenset({"pdf"})),
    (b"\x89PNG\r\n\x1a\n", "image/png", frozenset({"png"})),
    (b"\xff\xd8\xff", "image/jpeg", frozenset({"jpg", "jpeg"})),
    (b"GIF8", "image/gif", frozenset({"gif"})),
    (b"ID3", "audio/mpeg", frozenset({"mp3"})),
)
_ZIPPED = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "zip": "application/zip",
}
_TEXT = {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown"}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def type_of(content: bytes, name: str) -> str | None:
    """The media type of an upload when its bytes are what its name says; None for anything else."""
    ending = name.rpartition(".")[2].lower()
    for beginning, kind, endings in _BEGINNINGS:
        if content.startswith(beginning):
            return kind if ending in endings else None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp" if ending == "webp" else None
    if ending == "mp3" and content[:1] == b"\xff" and content[1:2] >= b"\xe0":
        return "audio/mpeg"
    if content[4:8] == b"ftyp":
        return "video/mp4" if ending in ("mp4", "m4v") else None
    if content.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(ending)
    return _TEXT.get(ending) if _is_text(content) else None


def plain_name(name: str) -> str:
    """The file's own name without folders and unseen signs, at most 120 characters; its ending stays."""
    last = _UNSEEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .") or "file"
    stem, dot, ending = last.rpartition(".")
    return last if len(last) <= 120 else f"{(stem or ending)[:100]}{dot}{ending[:10]}" if dot else last[:120]


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
