"""The rendered texts of a course between two publications: a file for each course, below the house's data.

It saves time and nothing else: it may be removed, and is not believed when this house has not signed it or another renderer wrote it.
"""

import hashlib
import hmac
import json
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import clustercourse.text
from clustercourse.content.compiled import RENDERER
from clustercourse.house import house
from clustercourse.text import KeptTexts

_ENGINES = ("Markdown", "pymdown-extensions", "bleach", "nh3")


def kept_texts(slug: str) -> KeptTexts:
    """What was kept of the course at this address; nothing where there is none to be believed."""
    try:
        signature, _newline, body = _path(slug).read_bytes().partition(b"\n")
    except OSError:
        return KeptTexts()
    return KeptTexts(json.loads(body) if hmac.compare_digest(signature, _signature(body)) else None)


def keep_texts(slug: str, texts: KeptTexts) -> None:
    """Keep what was used this time. A reader meanwhile finds the old file or the new one, whole; where there is no room, the old one."""
    path = _path(slug)
    body = json.dumps(texts.to_json(), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    temporary = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_signature(body) + b"\n" + body)
        temporary.replace(path)
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def _path(slug: str) -> Path:
    """Addresses are not checked yet when this is asked."""
    return house().data / "kept-texts" / hashlib.sha256(slug.encode("utf-8", "surrogatepass")).hexdigest()


def _signature(body: bytes) -> bytes:
    """Of this house, for this renderer: HTML that did not come from the sanitiser must not come in here."""
    key = f"kept texts {house().secret_key}".encode()
    return hmac.new(key, f"{RENDERER} {_engines()}\n".encode() + body, hashlib.sha256).hexdigest().encode()


@cache
def _engines() -> str:
    """Changes with everything that makes HTML of a text: the libraries, Python and our own code."""
    folder = Path(clustercourse.text.__path__[0])
    whole = hashlib.sha256(" ".join([sys.version, *(version(name) for name in _ENGINES)]).encode())
    for path in sorted(folder.glob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()
