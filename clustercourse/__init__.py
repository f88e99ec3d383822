"""clustercourse: where people who run business clusters learn their craft."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Blueprint, Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from clustercourse import faults, files, models
from clustercourse.db import UTCDateTime, db, engine_settings, prepare_engines
from clustercourse.house import use_house
from clustercourse.web import access, errors, logs, plumbing, requests, templating, watchdog
from clustercourse.web.assets import Assets
from clustercourse.web.sessions import NoSession
from config import Settings, make_data_folder, settings_from

AREAS = (
    "notifications",
    "accounts",
    "catalogue",
    "content",
    "learning",
    "exercises",
    "cohorts",
    "discussions",
    "workbook",
    "labs",
    "calendars",
    "admin",
)
_PACKAGE = Path(__file__).parent


class RowId(IntegerConverter):
    """A number that can be the id of a row; larger ones are simply not found."""

    def __init__(self, map: Any) -> None:  # noqa: A002
        super().__init__(map, max=2**31 - 1)


def create_app(settings: Settings | None = None) -> Flask:
    """config → db → web → areas, in the declared order. Opens no database."""
    chosen = settings or settings_from()
    make_data_folder(chosen.data)
    use_house(chosen)
    faults.arm(chosen.environment, chosen.fault)
    files.use_store(files.store_of(chosen))
    app = Flask("clustercourse", static_folder=None)
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        MAX_CONTENT_LENGTH=chosen.max_upload,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=list(chosen.trusted_hosts),
        TESTING=chosen.environment == "test",
        **engine_settings(chosen.database_url),
    )
    _prepare_database(app)
    _prepare_web(app, chosen)
    for area in AREAS:
        _register(app, area)
    _register_commands(app)
    access.check_every_view(app)
    return app


def _prepare_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(_PACKAGE.parent / "migrations"), render_as_batch=True, compare_type=True, render_item=_render_item)
    with app.app_context():
        prepare_engines()


def _render_item(kind: str, item: object, autogen_context: Any) -> str | bool:
    if kind == "type" and isinstance(item, UTCDateTime):
        autogen_context.imports.add("from clustercourse.db import UTCDateTime")
        return "UTCDateTime()"
    return False


def _prepare_web(app: Flask, settings: Settings) -> None:
    logs.prepare()
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.session_interface = NoSession()
    app.url_map.converters["int"] = RowId
    access.prepare(app)
    watchdog.prepare(app)
    requests.prepare(app)
    errors.prepare(app)
    assets = app.extensions["assets"] = Assets(_PACKAGE / "static", settings.data / "assets")
    templating.prepare(app, assets)
    plumbing.prepare(app, assets)


def _register(app: Flask, area: str) -> None:
    """Take in an area: its listeners, what the search finds of it, its rules, and the views its `views` package names."""
    for part in ("finding", "listeners", "notices", "jobs"):
        _module(f"clustercourse.{area}.{part}")
    rules = _module(f"clustercourse.{area}.policy")
    if rules is not None:
        templating.Can.rules.update({name[4:]: rule for name, rule in vars(rules).items() if name.startswith("can_")})
    views = _module(f"clustercourse.{area}.views")
    if views is None:
        return
    parent = Blueprint(area, views.__name__)
    for noun in views.NOUNS:
        parent.register_blueprint(noun.views)
    app.register_blueprint(parent)


def _register_commands(app: Flask) -> None:
    for path in sorted((_PACKAGE / "cli").glob("[a-z]*.py")):
        command = importlib.import_module(f"clustercourse.cli.{path.stem}")
        for found in command.COMMANDS:
            app.cli.add_command(found)


def _module(name: str) -> ModuleType | None:
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


__all__ = ["AREAS", "create_app", "models"]
