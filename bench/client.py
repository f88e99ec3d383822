"""Load on a server: wrk where it is installed, else a small asyncio client of our own."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import quantiles

from bench.pages import Call
from bench.site import HOST

_FORM = "application/x-www-form-urlencoded"
_SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Load:
    """Requests a second, times in milliseconds, and answers that were refusals or errors."""

    rate: float
    p50: float
    p99: float
    failed: int


def client_name() -> str:
    return "wrk" if shutil.which("wrk") else "asyncio"


def drive(port: int, calls: Sequence[Call], *, connections: int, seconds: float, scratch: Path) -> Load:
    if client_name() == "wrk":
        return _wrk(port, calls, connections, seconds, scratch)
    return asyncio.run(_own_client(port, calls, connections, seconds))


def _wrk(port: int, calls: Sequence[Call], connections: int, seconds: float, scratch: Path) -> Load:
    """The requests are handed over as a Lua table; the script fills in their numbers."""
    lines = [_in_lua(call) for call in calls]
    table = scratch / "calls.lua"
    table.write_text(f"return {{{','.join(lines)}}}\n")
    threads = min(2, connections)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{max(round(seconds), 1)}s", "-s", str(_SCRIPT), f"http://{HOST}:{port}"]
    done = subprocess.run([*command, "--", str(table), str(threads)], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return Load(said["rate"], said["p50"], said["p99"], said["failed"])


def _in_lua(call: Call) -> str:
    texts = {"path": call.path, "cookie": call.cookie, "accept": call.accept, "body": call.template}
    return "{" + ", ".join(f"{name}={json.dumps(text)}" for name, text in texts.items()) + f", number={call.number}}}"


async def _own_client(port: int, calls: Sequence[Call], connections: int, seconds: float) -> Load:
    turns = count()
    ends_at = time.perf_counter() + seconds
    clients = [_one_connection(port, calls, turns, ends_at) for _ in range(connections)]
    answers = [answer for answered in await asyncio.gather(*clients) for answer in answered]
    times = sorted(took * 1000 for took, _status in answers)
    cuts = quantiles(times, n=100, method="inclusive")
    return Load(len(answers) / seconds, cuts[49], cuts[98], sum(status >= 400 for _took, status in answers))


async def _one_connection(port: int, calls: Sequence[Call], turns: Iterator[int], ends_at: float) -> list[tuple[float, int]]:
    reader, writer = await asyncio.open_connection(HOST, port)
    answers = []
    while time.perf_counter() < ends_at:
        turn, place = divmod(next(turns), len(calls))
        began = time.perf_counter()
        writer.write(_request(calls[place], turn))
        status = await _answer(reader)
        answers.append((time.perf_counter() - began, status))
    writer.close()
    await writer.wait_closed()
    return answers


def _request(call: Call, turn: int) -> bytes:
    body = call.form(turn).encode() if call.body is not None else b""
    posted = f"Content-Type: {_FORM}\r\nContent-Length: {len(body)}\r\n" if call.body is not None else ""
    head = f"Accept: {call.accept}\r\n" + (f"Cookie: {call.cookie}\r\n" if call.cookie else "")
    return f"{'POST' if posted else 'GET'} {call.path} HTTP/1.1\r\nHost: {HOST}\r\n{head}{posted}\r\n".encode() + body


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lengths = [line.partition(":")[2] for line in head.split("\r\n") if line.lower().startswith("content-length:")]
    await reader.readexactly(int(lengths[0]) if lengths else 0)
    return int(head.split(" ", 2)[1])
