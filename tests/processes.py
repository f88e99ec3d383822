"""A second process in the middle of a test: with connections of its own, and never running on into the test itself.

`Program` runs a command of ours without a new Python: the process begins as a copy of this one, with everything loaded.
How the site starts from nothing is proved by tests/cli/test_start.py and tests/ops.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clustercourse.content.queries import versions
from clustercourse.db import db, end_reading

_ROOT = Path(__file__).resolve().parent.parent


def run_apart(work: Callable[[], object]) -> int:
    """Do the work in a process of its own and return how it ended (a signal's number when negative)."""
    return wait_for(start_apart(work))


def start_apart(work: Callable[[], object]) -> int:
    """Begin the work in a process of its own; returns its number."""
    end_reading()
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()  # Nobody else would say why it ended.
        finally:
            os._exit(code)
    return child


def wait_for(child: int) -> int:
    _pid, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


class Program:
    """`python -m module arguments` in a session of its own; used as a `Popen`. Close its SQLite database here before: locks are not inherited."""

    def __init__(self, module: str, *arguments: str, environ: Mapping[str, str], log: Path) -> None:
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            code: Any = 1
            try:
                _become_new(environ, log)
                sys.argv = [module, *arguments]
                runpy.run_module(module, run_name="__main__", alter_sys=True)
                code = 0
            except SystemExit as end:
                code = end.code
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code if isinstance(code, int) else int(code is not None))

    def poll(self) -> int | None:
        if self.returncode is None:
            child, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if child else None
        return self.returncode

    def wait(self, patience: float) -> int:
        end = time.monotonic() + patience
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(f"process {self.pid}", patience)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _become_new(environ: Mapping[str, str], log: Path) -> None:
    """Leave behind what belongs to the tests: session, folder, open files, environment, signals, warnings, what is printed where."""
    os.setsid()
    os.chdir(_ROOT)
    versions.forget()  # Their numbers begin anew in another database.
    nowhere = os.open(os.devnull, os.O_RDWR)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for number, place in ((0, nowhere), (1, output), (2, output)):
        os.dup2(place, number)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    for number in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
        if number > 2 and number != nowhere:  # Not closed: whoever still holds the number would write into what is opened next.
            os.dup2(nowhere, number, inheritable=False)
    faulthandler.disable()
    signal.set_wakeup_fd(-1)
    os.environ.clear()
    os.environ.update(environ)
    for each in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE}:
        signal.signal(each, signal.default_int_handler if each == signal.SIGINT else signal.SIG_DFL)
    warnings.resetwarnings()
    for logger in (logging.root, logging.getLogger("clustercourse")):
        logger.handlers.clear()
