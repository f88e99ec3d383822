"""Our stylesheet and script, joined from their sources, and every other file under a name that holds its digest.

Sources stay one file per component and behaviour; nothing here needs Node. Files are written complete or not at all.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import brotli

PREFIX = "/static/"
GROUPS = ("cohorts", "discussions", "workbook", "labs")
"""Groups of pages with a stylesheet and a script of their own, beside those of the site: `css/groups/<group>/`, `js/groups/<group>/`."""

FORMAT = 1
_LAYERS = ("reset", "base", "components", "pages", "utilities")
_PACKED = frozenset({".css", ".js", ".svg"})
_SERVED = frozenset({".svg", ".png", ".woff2"})
_LEFT_OUT = frozenset({"css", "js"})
_URL = re.compile(r"""url\((["']?)([^)"']+)\1\)""")
_OLD_NAME = re.compile(r"\.[0-9a-f]{16}(\.[a-z0-9]+)\Z")
_COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Assets:
    """Where each asset is: `url("site.css")` for pages, `path("site.1f2e….css")` for the route that serves it.

    They are made when their names are first asked for: a server asks before it serves, a command that shows no page never does.
    """

    sources: Path
    folder: Path

    @cached_property
    def names(self) -> dict[str, str]:
        """From the name in a page to the name that is served. Makes what is not there yet; the next start only compares digests."""
        sources = {
            path.relative_to(self.sources).as_posix(): path.read_bytes() for path in sorted(self.sources.rglob("*")) if path.is_file()
        }
        digest = _digest_of(sources)
        note = self.folder / "assets.json"
        names = _known(note, digest)
        if names is None:
            names = _make(sources, self.folder)
            _write(note, json.dumps({"digest": digest, "names": names}, indent=1).encode())
        return names

    def url(self, name: str) -> str:
        return PREFIX + self.names[name]

    def path(self, hashed_name: str) -> Path | None:
        return self.folder / hashed_name if hashed_name in self.names.values() else None

    def present(self, old_name: str) -> Path | None:
        """The file of today for a name of an earlier version, which a page still open may ask for."""
        now = self.names.get(_OLD_NAME.sub(r"\1", old_name)) if _OLD_NAME.search(old_name) else None
        return self.folder / now if now else None


def _digest_of(sources: dict[str, bytes]) -> str:
    digest = hashlib.sha256(str(FORMAT).encode())
    for name, body in sources.items():
        digest.update(f"\0{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()


def _known(note: Path, digest: str) -> dict[str, str] | None:
    """The names made before, unless a source changed or a file is gone."""
    try:
        kept = json.loads(note.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    names: dict[str, str] = kept["names"]
    whole = kept["digest"] == digest and all((note.parent / name).is_file() for name in names.values())
    return names if whole else None


def _make(sources: dict[str, bytes], folder: Path) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, body in sources.items():
        if PurePosixPath(name).parts[0] not in _LEFT_OUT and PurePosixPath(name).suffix in _SERVED:
            names[name] = _keep(folder, name, body)
    text = {name: body.decode("utf-8") for name, body in sources.items() if name.endswith((".css", ".js"))}
    joined = {
        "site.css": stylesheet(text),
        "site.js": script(text),
        "maths.css": _with_folder(text["vendor/katex/katex.min.css"], "vendor/katex/katex.min.css"),
        "maths.js": text["vendor/katex/katex.min.js"],
        **{f"{group}.css": group_stylesheet(text, group) for group in GROUPS},
        **{f"{group}.js": group_script(text, group) for group in GROUPS},
        "mermaid-frame.js": text["vendor/mermaid/mermaid.min.js"] + "\n;\n" + text["js/mermaid-frame.js"],
    }
    for name, whole in joined.items():
        if name.endswith(".css"):
            whole = _URL.sub(lambda found: f'url("{names[found[2]]}")' if found[2] in names else found[0], whole)
        names[name] = _keep(folder, name, whole.encode())
    return names


def stylesheet(text: dict[str, str]) -> str:
    """Fonts and tokens first, then each file inside the layer its name or folder says."""
    parts = [f"@layer {', '.join(_LAYERS)};"]
    for name in ("css/fonts.css", "css/tokens.css"):
        parts.append(_tight(_with_folder(text[name], name)))
    for layer in _LAYERS:
        files = [name for name in sorted(text) if name == f"css/{layer}.css" or name.startswith(f"css/{layer}/")]
        parts += [f"@layer {layer}{{{_tight(_with_folder(text[name], name))}}}" for name in files]
    return "\n".join(parts) + "\n"


def script(text: dict[str, str]) -> str:
    """htmx, then our behaviours in one strict function: start, one class each, and the loader that finds them."""
    behaviours = [name for name in sorted(text) if name.startswith("js/behaviours/")]
    ours = "\n".join(text[name] for name in ("js/start.js", *behaviours, "js/site.js"))
    return f'{text["vendor/htmx/htmx.min.js"]}\n;(() => {{\n"use strict";\n{ours}}})();\n'


def group_stylesheet(text: dict[str, str], group: str) -> str:
    """What only the pages of a group need, as pages' rules."""
    files = [name for name in sorted(text) if name.startswith(f"css/groups/{group}/")]
    return f"@layer pages{{{''.join(_tight(_with_folder(text[name], name)) for name in files)}}}\n"


def group_script(text: dict[str, str], group: str) -> str:
    """Behaviours that only the pages of a group need; they use what the site's own script offers."""
    ours = "\n".join(text[name] for name in sorted(text) if name.startswith(f"js/groups/{group}/"))
    begin = '"use strict";\nconst { behaviour, filled, say } = globalThis.house;\n'
    return f"(() => {{\n{begin}{ours}globalThis.house.startAll(document.body);\n}})();\n"


def _with_folder(css: str, name: str) -> str:
    """Addresses in a stylesheet as names from the static folder, whatever folder the stylesheet is in."""
    here = PurePosixPath(name).parent

    def named(found: re.Match[str]) -> str:
        if ":" in found[2]:
            return found[0]
        return f"url({os.path.normpath(here / found[2])})"

    return _URL.sub(named, css)


def _tight(css: str) -> str:
    """The same rules without comments, indents and line ends."""
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    tight = re.sub(r"\s*([{};,])\s*", r"\1", " ".join(line for line in lines if line))
    return re.sub(r":\s+", ":", tight).replace(";}", "}")


def _keep(folder: Path, name: str, body: bytes) -> str:
    pure = PurePosixPath(name)
    hashed = pure.with_name(f"{pure.stem}.{hashlib.sha256(body).hexdigest()[:16]}{pure.suffix}")
    path = folder / hashed
    _write(path, body)
    if pure.suffix in _PACKED:
        _write(path.with_name(path.name + ".gz"), gzip.compress(body, 9, mtime=0))
        _write(path.with_name(path.name + ".br"), brotli.compress(body, quality=9))
    return str(hashed)


def _write(path: Path, body: bytes) -> None:
    """Two processes may start at once: each writes its own file and moves it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f".{path.name}.{os.getpid()}")
    own.write_bytes(body)
    own.replace(path)
