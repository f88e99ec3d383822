"""`flask worker`: carries out the jobs. Any number of them may run beside each other."""

from __future__ import annotations

import os
import signal
import threading
import time

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from clustercourse import housekeeping, jobs
from clustercourse.db import end_reading
from clustercourse.web.logs import log

PLAN_EVERY = 30.0
PAUSE = 1.0

__all__ = ["COMMANDS", "housekeeping", "work_until"]


@click.command("worker")
@click.option("--once", is_flag=True, help="Carry out what is due now, then end.")
@click.option("--with-parent", is_flag=True, help="End when the process that started this one has ended.")
@with_appcontext
def worker(once: bool, with_parent: bool) -> None:
    """Send letters and do other work that pages leave behind. Stops after the job at hand on SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: stop.set())
    parent = os.getppid() if with_parent else None
    log.info("worker begins", extra={"fields": {"process": os.getpid()}})
    work_until(stop, once=once, parent=parent)
    log.info("worker ends", extra={"fields": {"process": os.getpid()}})


def work_until(stop: threading.Event, *, once: bool = False, parent: int | None = None) -> None:
    """Plan and work until told to stop. A database that is away is waited for."""
    planned = -PLAN_EVERY
    while not stop.is_set():
        try:
            if time.monotonic() - planned >= PLAN_EVERY:
                jobs.plan_periodic()
                planned = time.monotonic()
            worked = _work_once()
        except SQLAlchemyError as reason:
            log.warning("database away", extra={"fields": {"reason": type(reason).__name__}})
            end_reading()
            worked = False
        if worked:
            continue
        if once or (parent is not None and os.getppid() != parent):
            return
        stop.wait(PAUSE)


def _work_once() -> bool:
    """Carry out one job. Whatever goes wrong in it, the worker lives on and the job is tried again."""
    claimed = jobs.claim()
    if claimed is None:
        return False
    fields = {"job": claimed.id, "kind": claimed.kind, "tries": claimed.tries}
    try:
        jobs.carry_out(claimed)
    except Exception:
        log.exception("job failed", extra={"fields": fields})
        end_reading()
        jobs.put_off(claimed, "fault")
    else:
        log.info("job", extra={"fields": fields})
    return True


COMMANDS = [worker]
