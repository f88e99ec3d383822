"""Routes of the house itself: assets, health, metrics and, on a developer's machine, the component page."""

from __future__ import annotations

import hmac
import mimetypes
from pathlib import Path

from flask import Flask, Response, render_template, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from clustercourse.db import end_reading, value
from clustercourse.files import store
from clustercourse.house import house
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.web.access import not_here, public
from clustercourse.web.assets import Assets
from clustercourse.web.logs import log
from clustercourse.web.pages import page

_IMMUTABLE = "public, max-age=31536000, immutable"
_registry = CollectorRegistry()
_answers = Counter("clustercourse_answers", "Answers by route and status", ["route", "status"], registry=_registry)
_FRAME_POLICY = (
    "default-src 'none'; script-src {origin}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'self'; sandbox allow-scripts"
)

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


def prepare(app: Flask, assets: Assets) -> None:
    _health(app)
    _metrics(app)

    @app.get("/static/<path:name>", endpoint="static")
    @public
    def static(name: str) -> Response:
        path = assets.path(name)
        return _asset_answer(path, _IMMUTABLE) if path else _asset_answer(assets.present(name) or not_here(), "no-cache")

    @app.get("/mermaid-frame", endpoint="mermaid_frame")
    @public
    def mermaid_frame() -> Response:
        response = Response(render_template("layouts/mermaid_frame.html"), content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = _FRAME_POLICY.format(origin=house().base_url)
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response

    if house().is_local:
        _components(app)


def _asset_answer(path: Path, keeping: str) -> Response:
    encoding = None
    for name, suffix in (("br", ".br"), ("gzip", ".gz")):
        packed = path.with_name(path.name + suffix)
        if name in request.headers.get("Accept-Encoding", "") and packed.is_file():
            encoding, body = name, packed.read_bytes()
            break
    else:
        body = path.read_bytes()
    response = Response(body, content_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Cache-Control"] = keeping
    response.vary.add("Accept-Encoding")
    return response


def _health(app: Flask) -> None:
    @app.get("/healthz", endpoint="healthz")
    @public
    def healthz() -> Response:
        return Response("alive\n", content_type="text/plain; charset=utf-8")

    @app.get("/readyz", endpoint="readyz")
    @public
    def readyz() -> Response:
        try:
            value(select(Job.id).limit(1))
        except SQLAlchemyError:
            return Response("database away\n", 503, content_type="text/plain; charset=utf-8")
        end_reading()
        complaint = store().complaint()
        if complaint is not None:
            log.error("files away", extra={"fields": {"reason": str(complaint)}})
            return Response(f"files away: {complaint.why}\n", 503, content_type="text/plain; charset=utf-8")
        return Response("ready\n", content_type="text/plain; charset=utf-8")


def _metrics(app: Flask) -> None:
    @app.get("/metrics", endpoint="metrics")
    @public
    def metrics() -> Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not house().metrics_token or not hmac.compare_digest(given.encode(), house().metrics_token.encode()):
            not_here()
        waiting: dict[str, type[Job] | type[Letter]] = {"job": Job, "letter": Letter}
        lines = [f'clustercourse_waiting{{kind="{name}"}} {_count(model, "waiting")}\n' for name, model in waiting.items()]
        lines += [f'clustercourse_dead{{kind="{name}"}} {_count(model, "dead")}\n' for name, model in waiting.items()]
        return Response(generate_latest(_registry) + "".join(lines).encode(), content_type=CONTENT_TYPE_LATEST)

    @app.after_request
    def count(response: Response) -> Response:
        route = str(request.url_rule) if request.url_rule else "none"
        _answers.labels(route, str(response.status_code)).inc()
        return response


def _count(model: type[Job] | type[Letter], state: str) -> int:
    return int(value(select(func.count()).select_from(model).where(model.state == state)))


def _components(app: Flask) -> None:
    @app.get("/dev/components", endpoint="components")
    @public
    def components() -> Response:
        return page("dev/components.html")
