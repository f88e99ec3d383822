"""How the site is served: `gunicorn wsgi:app`, behind the nginx of docs/nginx.conf. Variables of the environment change the sizes."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

from gunicorn.arbiter import Arbiter

from clustercourse.backup.upgrading import what_is_wrong
from clustercourse.db import db
from clustercourse.web import watchdog

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY") or min(2 * multiprocessing.cpu_count(), 8))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 2)
timeout = 30
graceful_timeout = 30
keepalive = 15
preload_app = True  # workers share the memory of what was loaded before they were made; a new release needs a restart
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
loglevel = "warning"
forwarded_allow_ips = "127.0.0.1"


def when_ready(server: Any) -> None:
    """Styles, scripts and templates are made once, before the first worker: nobody waits for them in the middle of a change."""
    app = server.app.wsgi()
    _names = app.extensions["assets"].names
    for template in app.jinja_env.list_templates(filter_func=lambda name: name.endswith(".html") and not name.startswith("letters/")):
        app.jinja_env.get_template(template)


def post_fork(_server: Any, worker: Any) -> None:
    """Connections are never shared between processes."""
    if getattr(worker.app, "callable", None) is not None:
        with worker.app.callable.app_context():
            for engine in db.engines.values():
                engine.dispose(close=False)


def post_worker_init(worker: Any) -> None:
    """A server on the wrong database does not begin to serve."""
    with worker.wsgi.app_context():
        complaint = what_is_wrong() if worker.age == 1 else None
        for engine in db.engines.values():
            engine.dispose()
    if complaint is not None:
        worker.log.error(complaint)
        raise SystemExit(Arbiter.APP_LOAD_ERROR)
    watchdog.watch()
