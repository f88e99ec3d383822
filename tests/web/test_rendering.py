"""The short way through Jinja gives what Jinja gives."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import Environment, pass_context, pass_environment, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context


@pass_context
def word_here(context: Context, name: str) -> str:
    return str(context[name])


@pass_environment
def is_environment(environment: Environment) -> bool:
    return isinstance(environment, Environment)


@pass_eval_context
def escapes(rules: EvalContext) -> bool:
    return rules.autoescape


def said(text: str, *, end: str = ".") -> str:
    return text + end


CASES = (
    ("{{ word_here('word') }}", "&lt;b&gt;"),
    ("{% for n in ('x', 'y') %}{% set word = n %}{{ word_here('word') }}{% endfor %}", "xy"),
    ("{{ is_environment() }} {{ escapes() }}", "True True"),
    ("{% for n in (1, 2) %}{{ said('<', end=n|string) }}{% endfor %}", "&lt;1&lt;2"),
    ("{% macro twice(text) %}{{ text }}{{ caller() }}{% endmacro %}{% call twice('<') %}{{ word }}{% endcall %}", "&lt;&lt;b&gt;"),
    ("{% macro one(text) %}{{ text }}{% endmacro %}{% for n in (1, 2) %}{{ one(text=n) }}{% endfor %}", "12"),
)


@pytest.mark.parametrize(("template", "expected"), CASES)
def test_calls_give_the_same_as_in_plain_jinja(app: Flask, template: str, expected: str) -> None:
    values = {"word": "<b>", "word_here": word_here, "is_environment": is_environment, "escapes": escapes, "said": said}
    assert Environment(autoescape=True).from_string(template).render(**values) == expected
    assert app.jinja_env.from_string(template).render(**values) == expected


def test_a_file_of_components_is_made_once(app: Flask) -> None:
    first = app.jinja_env.get_template("components/icon.html")
    context = app.jinja_env.from_string("").new_context({"name": "value"})
    assert first._get_default_module(context) is first._get_default_module()
