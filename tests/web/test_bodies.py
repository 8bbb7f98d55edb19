"""Fixed bodies answer whatever is sent with our own codes and words, never with those of a library."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import guanxi.web
import pytest
from flask import Flask
from guanxi.errors import Invalid, Problem
from guanxi.text import MESSAGES, message
from guanxi.web.bodies import BodySchema, loaded
from guanxi.web.exports import ExportBody
from guanxi.web.imports import UndoBody
from guanxi.web.metadata import PurgeBody
from guanxi.web.signing import LoginBody
from guanxi.web.tokens import TokenBody

WRONG: tuple[Any, ...] = (
    None, 5, 1.5, True, "x", "2026-01-01", "2026-01-01T00:00:00", [], [None], [5], ["x"], [[]], [{}], {}, {"x": 5},
)  # fmt: skip


def _schemas() -> Iterator[type[BodySchema]]:
    for module in pkgutil.iter_modules(guanxi.web.__path__, "guanxi.web."):
        importlib.import_module(module.name)
    waiting = BodySchema.__subclasses__()
    while waiting:
        schema = waiting.pop()
        waiting += schema.__subclasses__()
        yield schema


def problems(schema: type[BodySchema], body: dict[str, Any]) -> tuple[Problem, ...]:
    """Return what is wrong with a body."""
    with Flask(__name__).test_request_context(method="POST", json=body):
        try:
            loaded(schema())
        except Invalid as refused:
            return tuple(refused.problems)
    return ()


SCHEMAS = sorted(_schemas(), key=lambda schema: schema.__name__)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_every_value_of_a_wrong_type_is_told_with_our_own_code_and_words(schema: type[BodySchema]) -> None:
    keys = [member.data_key or name for name, member in schema().fields.items()]
    found = [problem for wrong in WRONG for problem in problems(schema, dict.fromkeys([*keys, "unheard_of"], wrong))]
    assert {problem.code for problem in found} - MESSAGES.keys() == set()
    told = {message(problem.code, problem.params, language="zh") for problem in found}
    assert not [words for words in told if "“”" in words]
    assert {problem.field for problem in found} >= {"unheard_of"}


@pytest.mark.parametrize(
    ("schema", "body", "told"),
    [
        pytest.param(PurgeBody, {"names": [5]}, {("names.0", "not_text", "此项必须是文本。")}, id="list-of-texts"),
        pytest.param(
            PurgeBody, {"names": ["a", None], "plan": "yes"},
            {("names.1", "required", "此项必填。"), ("plan", "not_boolean", "“yes”既不是 true 也不是 false。")},
            id="flag",
        ),
        pytest.param(
            TokenBody, {"name": "a", "scopes": ["read"], "expires_at": "soon"},
            {("expires_at", "not_datetime", "“soon”不是 YYYY-MM-DDTHH:MM:SSZ 格式的时间。")}, id="instant",
        ),
        pytest.param(
            UndoBody, {"dry_run": 5, "expect": 1.5},
            {("dry_run", "not_boolean", "“5”既不是 true 也不是 false。"), ("expect", "not_integer", "“1.5”不是整数。")},
            id="numbers",
        ),
        pytest.param(ExportBody, {"object": ["account"]}, {("object", "not_text", "此项必须是文本。")}, id="text"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_body_is_told_with_the_value(
    schema: type[BodySchema], body: dict[str, Any], told: set[tuple[str, str, str]]
) -> None:
    found = problems(schema, body)
    assert {(item.field, item.code, message(item.code, item.params, language="zh")) for item in found} == told


def test_a_password_of_a_wrong_type_is_not_repeated() -> None:
    (problem,) = problems(LoginBody, {"login": "admin", "password": ["secret"]})
    assert (problem.code, problem.params) == ("not_text", {})
