"""Every answer of the API in any test is held against what its document says of it.

Every application of a test has this client: a member that is not described, or a status or a kind of media that is not
told of, fails the test that met it.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from guanxi.web.call import JSON, Answer
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS, FixedCall, RecordCall
from guanxi.web.failures import failures_of
from guanxi.web.front import API
from guanxi.web.problems import PROBLEM
from guanxi.web.schemas import SHARED_SCHEMAS, around
from guanxi.web.shapes import OPEN, Shape, plain
from jsonschema_rs import Draft202012Validator as Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

__all__ = ["ConformingClient", "wrong_with"]

_REFUSAL = "application/problem+json"
_PLATFORM_FAILED = 500  # no document promises it, and tests that provoke it look at it themselves
_UNTOLD = frozenset({405, 413})  # of a method that no route has, and of any body that is too long


class Call(NamedTuple):
    """The row of a call and what it answers, by status and kind of media."""

    row: FixedCall | RecordCall
    answers: Mapping[tuple[int, str], Shape | None]


class ConformingClient(FlaskClient):
    """A client that fails where an answer is not as the document of the API says."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, and hold the answer against the document."""
        answer = super().open(*args, **kwargs)
        wrong = wrong_with(self.application, answer)
        assert wrong is None, wrong
        return answer


def wrong_with(app: Flask, answer: TestResponse) -> str | None:
    """Return in what an answer differs from the document; None where in nothing, and for what is not of the API."""
    asked = f"{answer.request.method} {answer.request.path}: {answer.status_code}"
    path = _path(app, answer)
    if path is None or answer.status_code == _PLATFORM_FAILED:
        return None
    call = _calls().get((answer.request.method, path))
    if call is None:
        return None  # a test's own; that the platform's all have rows is another test's concern
    if answer.status_code >= 400:
        known = answer.status_code in _UNTOLD | set(failures_of(call.row)) and answer.mimetype == _REFUSAL
        return _different(asked, answer, _refusal()) if known else f"{asked} is not told of: {answer.text[:300]}"
    found = (answer.status_code, answer.mimetype if answer.status_code not in {204, 304} else "")
    if found not in call.answers:
        return f"{asked} as {answer.mimetype} is not told of"
    return _different(asked, answer, _validator(answer.request.method, path, *found))


def _path(app: Flask, answer: TestResponse) -> str | None:
    """Return the path of the call, as the rows write it."""
    if not answer.request.path.startswith(f"{API}/") or answer.request.method in {"HEAD", "OPTIONS"}:
        return None
    try:
        rule, _ = app.url_map.bind("guanxi").match(answer.request.path, answer.request.method, return_rule=True)
    except HTTPException:
        return None
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(API)) if rule.rule.startswith(API) else None


def _different(asked: str, answer: TestResponse, validator: Validator | None) -> str | None:
    if validator is None:
        return None
    faults = [f"{fault.message[:300]} at {list(fault.instance_path)}" for fault in validator.iter_errors(answer.json)]
    return f"{asked}: {faults[:5]}" if faults else None


@cache
def _calls() -> dict[tuple[str, str], Call]:
    """Return all calls; records may be any objects here, since their fields differ by caller and object."""
    shapes = {**SHARED_SCHEMAS, **around(OPEN, OPEN)}
    told: list[tuple[FixedCall | RecordCall, tuple[Answer, ...]]] = [(call, call.answers) for call in FIXED_CALLS]
    for call in RECORD_CALLS:
        shape = None if call.answer is None else shapes[call.answer]
        told.append((call, tuple(Answer(shape, status) for status in call.statuses)))
    return {(call.method, call.path): Call(call, dict(map(_met, answers))) for call, answers in told}


def _met(answer: Answer) -> tuple[tuple[int, str], Shape | None]:
    media = "" if answer.shape is None else answer.media
    return (answer.status, media), answer.shape if media == JSON else None


@cache
def _validator(method: str, path: str, status: int, media: str) -> Validator | None:
    shape = _calls()[method, path].answers[status, media]
    return None if shape is None else _made(shape)


@cache
def _refusal() -> Validator:
    return _made(PROBLEM)


def _made(shape: Shape) -> Validator:
    known: dict[str, Any] = {}
    schema = {**plain(shape, known), "components": {"schemas": known}}
    known |= {name: plain(SHARED_SCHEMAS[name], known) for name in ("batch", "bulk")}  # that others refer to by name
    return Validator(schema, validate_formats=True)
