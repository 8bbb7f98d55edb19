"""Every failure that Guanxi knows leaves through the application in one shape, in both languages, and tells no more."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from guanxi.errors import GuanxiError, Problem
from guanxi.formula import FormulaInvalid, FormulaSyntax
from guanxi.formula.sql.structure import NotFilterable
from guanxi.storage.failures import DiskFull, NotUnique, ReferenceMissing
from guanxi.text.messages import MESSAGES
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.test import TestResponse

if TYPE_CHECKING:
    from flask import Flask

SECRET = "SELECT secret FROM hidden_table"
MADE: dict[type[GuanxiError], Callable[[], GuanxiError]] = {
    NotUnique: lambda: NotUnique(table=SECRET, index=SECRET, columns=(SECRET,)),
    ReferenceMissing: lambda: ReferenceMissing(table=SECRET, constraint=SECRET),
    DiskFull: DiskFull,
    NotFilterable: lambda: NotFilterable(function="PINYIN"),
    FormulaSyntax: lambda: FormulaSyntax("amount +", ()),
    FormulaInvalid: lambda: FormulaInvalid("nothing + 1", ()),
}
SHAPE = {"type", "title", "status", "code", "trace_id"}


def failures(kind: type[GuanxiError] = GuanxiError) -> Iterator[type[GuanxiError]]:
    """Yield the class and all that come from it; those that start with an underscore are only ever a base."""
    yield kind
    for inner in kind.__subclasses__():
        yield from failures(inner)


def made(kind: type[GuanxiError]) -> GuanxiError:
    """Return a failure with a problem and with what no caller may read."""
    if kind in MADE:
        return MADE[kind]()
    return kind(problems=[Problem("name", "required", row=3)], detail=SECRET, held_by=SECRET)


@pytest.fixture
def ask(workspace: Workspace) -> Callable[..., TestResponse]:
    """Raise a failure inside the application and return the answer."""
    app: Flask = create_app(workspace)
    raised: list[Exception] = []

    def fail() -> None:
        raise raised[-1]

    app.add_url_rule("/fail", view_func=fail)

    def asked(error: Exception, language: str = "en") -> TestResponse:
        raised.append(error)
        return app.test_client().get("/fail", headers={"Accept-Language": language, "X-Request-Id": "trace-7"})

    return asked


def test_every_failure_has_the_one_shape(ask: Callable[..., TestResponse]) -> None:
    seen = set()
    for kind in failures():
        if kind.__name__.startswith("_"):
            continue
        answer = ask(made(kind))
        told = answer.get_json(force=True)
        seen.add(kind)
        assert answer.mimetype == "application/problem+json", kind
        assert told.keys() >= SHAPE, kind
        assert told["status"] == answer.status_code, kind
        assert told["trace_id"] == answer.headers["X-Request-Id"] == "trace-7", kind
        assert told["type"].startswith("/docs/reference/errors#"), kind
        assert told["title"] != told["type"].partition("#")[2], f"{kind} has no words"
        assert SECRET not in answer.get_data(as_text=True), kind
        assert answer.status_code < 500 or told["code"] in {"internal", *MESSAGES}, kind
    assert len(seen) > 20


def test_a_failure_is_told_in_the_callers_language(ask: Callable[..., TestResponse]) -> None:
    for kind in failures():
        if not kind.__name__.startswith("_"):
            english, chinese = (ask(made(kind), language).get_json(force=True)["title"] for language in ("en", "zh"))
            assert english.isascii(), kind
            assert not chinese.isascii(), kind


def test_the_type_of_a_failure_is_a_place_on_a_page_of_its_language(ask: Callable[..., TestResponse]) -> None:
    reference = Path(__file__).resolve().parents[2] / "docs" / "reference"
    for kind in (kind for kind in failures() if not kind.__name__.startswith("_")):
        for language, page in (("en", "errors"), ("zh", "errors.zh")):
            told = ask(made(kind), language).get_json(force=True)
            assert told["type"].startswith(f"/docs/reference/{page}#")
            place = told["type"].partition("#")[2]
            assert f"# {place}\n" in (reference / f"{page}.md").read_text("utf-8"), kind


def test_only_a_lock_overload_or_shutdown_answers_503_and_says_when_to_come_back(
    ask: Callable[..., TestResponse],
) -> None:
    for kind in failures():
        if not kind.__name__.startswith("_"):
            answer = ask(made(kind))
            assert answer.status_code in {400, 401, 403, 404, 409, 412, 413, 422, 429, 500, 503}, kind
            assert ("Retry-After" in answer.headers) == (answer.status_code in {429, 503}), kind


def test_a_fault_of_ours_tells_nothing_but_its_trace(ask: Callable[..., TestResponse]) -> None:
    for error in (RuntimeError(SECRET), KeyError(SECRET), GuanxiError(detail=SECRET, problems=[Problem(SECRET, "x")])):
        answer = ask(error)
        assert answer.status_code == 500
        assert set(answer.get_json(force=True)) == SHAPE
        assert "Traceback" not in answer.get_data(as_text=True)


def test_what_the_framework_refuses_has_the_same_shape(ask: Callable[..., TestResponse]) -> None:
    for status, kind in default_exceptions.items():
        error: HTTPException = kind()
        answer = ask(error)
        assert answer.status_code == status
        assert answer.get_json(force=True).keys() >= SHAPE, kind
        assert answer.get_json(force=True)["status"] == status


def test_unknown_paths_and_methods_have_the_same_shape(workspace: Workspace) -> None:
    client = create_app(workspace).test_client()
    for method, path, status in (
        ("GET", "/api/v1/nothing", 404), ("GET", "/nothing", 404), ("PUT", "/api/v1/me", 405),
        ("GET", "/api/v1/me", 401), ("TRACE", "/api/v1/me", 405), ("DELETE", "/healthz", 405),
    ):  # fmt: skip
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), (method, path)
        assert answer.get_json(force=True).keys() >= SHAPE
