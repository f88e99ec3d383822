"""A disk that loses its power: what processes wrote and made sure of is recorded by strace, and folders are rebuilt as they may be found.

Only what was made sure of (fsync, fdatasync; a name by its folder) is there for certain. Of the rest, any sector may have arrived or not.
"""

from __future__ import annotations

import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_CALLS = "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,unlink,mkdir,sendto"
_SEEN_OTHER = "".join(f"\\x{byte:02x}" for byte in b"HTTP/1.1 303")
_LINE = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>)?(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(.*)", re.DOTALL)


class NoTracing(AssertionError):
    """The recording could not be made, so nothing was shown."""


@dataclass(frozen=True)
class Happened:
    """One thing that processes did, in the order of the kernel. `kind`: write, size, sync, make, folder, rename, remove or answer."""

    kind: str
    path: str = ""
    content: bytes = b""
    place: int = 0
    other: str = ""


@dataclass
class _File:
    sure: bytes = b""
    now: bytearray = field(default_factory=bytearray)
    unsure: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, place: int, content: bytes) -> None:
        self.now.extend(bytes(max(0, place + len(content) - len(self.now))))
        self.now[place : place + len(content)] = content
        self.unsure.append((place, content))

    def resize(self, size: int) -> None:
        self.now = self.now[:size].ljust(size, b"\0")
        self.unsure.append((size, None))

    def sync(self) -> None:
        self.sure = bytes(self.now)
        self.unsure.clear()

    def found(self, chance: random.Random | None) -> bytes:
        content = bytearray(self.sure)
        for place, written in self.unsure if chance else ():
            if written is None:
                if chance.random() < 0.5:
                    content = content[:place].ljust(place, b"\0")
                continue
            for start, sector in _sectors(place, written):
                if chance.random() < 0.5:
                    content.extend(bytes(max(0, start + len(sector) - len(content))))
                    content[start : start + len(sector)] = sector
        return bytes(content)


def _sectors(place: int, written: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(written):
        size = SECTOR - (place + start) % SECTOR
        yield place + start, written[start : start + size]
        start += size


class Disk:
    """A folder on a disk: what stands in its memory, and what would be found after a power cut. None stands for a folder."""

    def __init__(self, whole: Mapping[str, bytes | None]) -> None:
        self.now: dict[str, _File | None] = {}
        for path, content in whole.items():
            self.now[path] = None if content is None else _File(content, bytearray(content))
        self.sure = dict(self.now)

    def carry_out(self, event: Happened) -> None:
        file = self.now.get(event.path)
        if event.kind == "make":
            self.now.setdefault(event.path, _File())
        elif event.kind == "folder":
            self.now.setdefault(event.path, None)
        elif event.kind == "rename":
            self.now[event.other] = self.now.pop(event.path)
        elif event.kind == "remove":
            self.now.pop(event.path, None)
        elif event.kind == "sync":
            self._sync(event.path)
        elif file is not None and event.kind == "write":
            file.write(len(file.now) if event.place < 0 else event.place, event.content)
        elif file is not None and event.kind == "size":
            file.resize(event.place)

    def _sync(self, path: str) -> None:
        file = self.now.get(path)
        if file is not None:
            file.sync()
        elif path in self.now or path == ".":
            kept = {name: entry for name, entry in self.sure.items() if _parent(name) != path}
            self.sure = kept | {name: entry for name, entry in self.now.items() if _parent(name) == path}

    def found(self, chance: random.Random | None = None) -> dict[str, bytes | None]:
        """What is there when the power is back: without `chance` only what is sure, else also some of the rest."""
        names = dict(self.sure)
        for folder in sorted({_parent(name) for name in (*self.sure, *self.now)}) if chance else ():
            if chance.random() < 0.5:
                names = {name: entry for name, entry in names.items() if _parent(name) != folder}
                names |= {name: entry for name, entry in self.now.items() if _parent(name) == folder}
        reached = [name for name in names if all(part in names for part in _folders(name))]
        return {name: None if (entry := names[name]) is None else entry.found(chance) for name in reached}


def _parent(name: str) -> str:
    return str(Path(name).parent)


def _folders(name: str) -> list[str]:
    return [str(folder) for folder in Path(name).parents if str(folder) != "."]


def whole(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder, taken to be safely on the disk. What belongs to memory only (-shm) is left out."""
    paths = [path for path in folder.rglob("*") if not path.name.endswith("-shm")]
    return {str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes() for path in paths}


def put_down(image: Mapping[str, bytes | None], folder: Path) -> None:
    """Write an image of `Disk.found` into an empty folder."""
    folder.mkdir()
    for name, content in sorted(image.items()):
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)


def images(
    before: Mapping[str, bytes | None], events: Sequence[Happened], chance: random.Random, many: int
) -> Iterator[tuple[int, dict[str, bytes | None]]]:
    """At each answer: how many answers were given, and the folder as it may be found: once strictly, then by chance, also a little later."""
    given = [place for place, event in enumerate(events) if event.kind == "answer"]
    disk, at = Disk(before), 0
    for number, place in enumerate(given, 1):
        for event in events[at : place + 1]:
            disk.carry_out(event)
        at = place + 1
        yield number, disk.found()
        until = given[number] if number < len(given) else len(events)
        for _image in range(many - 1):
            later = deepcopy(disk)
            for event in events[at : chance.randint(at, until)]:
                later.carry_out(event)
            yield number, later.found(chance)


@contextmanager
def recorded(folder: Path, processes: Sequence[int], log: Path) -> Iterator[list[Happened]]:
    """Record what these processes do to the folder while the block runs; the list is filled at its end."""
    events: list[Happened] = []
    tracer = _begin(processes, log)
    try:
        yield events
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=20)
    events.extend(_read(log, folder))


def _begin(processes: Sequence[int], log: Path) -> subprocess.Popen[str]:
    attach = [part for process in processes for part in ("-p", str(process))]
    command = ["strace", "-f", "-y", "-xx", "-s", "300000", "-e", f"trace={_CALLS}", "-o", str(log), *attach]
    try:
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise NoTracing("The power cut cannot be shown: strace is missing. Install it.") from None
    assert tracer.stderr is not None
    for _process in processes:
        said = tracer.stderr.readline()
        if "attached" not in said:
            tracer.kill()
            raise NoTracing(f"The power cut cannot be shown: strace may not look at the server ({said.strip()}). Allow ptrace here.")
    time.sleep(0.1)
    return tracer


def _read(log: Path, folder: Path) -> Iterator[Happened]:
    begun: dict[str, str] = {}
    for line in log.read_text("latin-1").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        thread, resumed, text = found.groups()
        if text.endswith("<unfinished ...>"):
            begun[thread] = text.removesuffix("<unfinished ...>").rstrip()
            continue
        called = _CALL.fullmatch(begun.pop(thread, "") + text if resumed else text)
        if called is not None and int(called[3]) >= 0:
            yield from _understood(called[1], called[2], folder, int(called[3]))


def _understood(call: str, given: str, folder: Path, result: int) -> Iterator[Happened]:
    texts = given.split('"')[1::2]
    if call == "sendto":
        if texts and texts[0].startswith(_SEEN_OTHER):
            yield Happened("answer")
        return
    if call in ("rename", "unlink", "mkdir", "openat"):
        yield from _of_names(call, given, [_within(_bytes(text).decode(), folder) for text in texts])
        return
    opened = re.match(r"\d+<([^>]*)>", given)
    if opened is not None and (path := _within(_plain(opened[1]), folder)):
        if call in ("fsync", "fdatasync"):
            yield Happened("sync", path)
        elif call == "ftruncate":
            yield Happened("size", path, place=int(given.rpartition(",")[2]))
        elif call in ("write", "pwrite64"):
            place = int(given.rpartition(",")[2]) if call == "pwrite64" else -1
            yield Happened("write", path, _bytes(texts[0])[:result], place)


def _of_names(call: str, given: str, named: Sequence[str]) -> Iterator[Happened]:
    if not named or not named[0]:
        return
    if call == "openat":
        if "O_CREAT" in given:
            yield Happened("make", named[0])
    elif call == "rename":
        yield Happened("rename", named[0], other=named[1])
    else:
        yield Happened("remove" if call == "unlink" else "folder", named[0])


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _plain(text: str) -> str:
    return _bytes(text).decode() if text.startswith("\\x") else text


def _within(path: str, folder: Path) -> str:
    """The name in the folder, or nothing for what lies elsewhere or in memory only."""
    name = path.partition(str(folder))[2].lstrip("/") if path.startswith(str(folder)) else ""
    if path == str(folder):
        return "."
    return "" if name.endswith("-shm") else name
