"""A second process in the middle of a test: with connections of its own, and never running on into the test itself."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable

from clustercourse.db import db, end_reading


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
