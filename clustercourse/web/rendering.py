"""How Jinja carries out our templates: components are made once, and plain functions are called without a detour.

What a template may say stays the same; only the way there is shorter. Nothing of the product lives here.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import _lru_cache_wrapper
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from flask import Flask
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro

from clustercourse.bytecode import BesideTheTemplates

_PLAIN = (FunctionType, MethodType, BuiltinFunctionType, _lru_cache_wrapper)
_PASSES = "jinja_pass_arg"


class HouseTemplate(Template):
    """Imported without context, a file of components is the same for every page, so its module is kept.

    Jinja compares all globals at every import, in case somebody added some; nobody does after start-up.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module()


class HouseEnvironment(Environment):
    """A template that was found stays found, unless a developer wants changed files read again."""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._found: dict[str, Template] = {}

    def get_template(self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None) -> Template:  # noqa: A002
        if self.auto_reload or not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found


class HouseContext(Context):
    """Calls macros and plain functions directly; whatever wants the context or the environment goes Jinja's own way."""

    def call(self, called: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any) -> Any:
        if type(called) is Macro:
            return called(self.eval_ctx, *args, **kwargs)
        if isinstance(called, _PLAIN) and not hasattr(called, _PASSES):
            return called(*args, **kwargs)
        return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


def prepare(app: Flask) -> None:
    """Before the first template is loaded."""
    app.jinja_environment = HouseEnvironment
    app.jinja_env.template_class = HouseTemplate
    app.jinja_env.context_class = HouseContext
    app.jinja_env.bytecode_cache = BesideTheTemplates()
