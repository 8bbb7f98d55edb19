"""The OpenAPI document, made from the catalog as the caller may see it."""

from typing import TYPE_CHECKING, Any

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Response, request

from guanxi import __version__
from guanxi.errors import Unauthenticated
from guanxi.web.answers import json_answer, json_bytes
from guanxi.web.call import JSON, Answer
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS, FixedCall, RecordCall
from guanxi.web.failures import FAILURES, failures_of
from guanxi.web.objects import tag_of, visible_objects
from guanxi.web.parameters import form_body, header_parameters, path_parameters, query_parameters
from guanxi.web.problems import PROBLEM
from guanxi.web.schemas import SHARED_SCHEMAS, object_schemas
from guanxi.web.shapes import plain
from guanxi.workspace.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guanxi.catalog import ObjectType
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["openapi_blueprint", "openapi_document"]

_MOST_KEPT = 20  # documents of one revision: who has other roles or scopes, or another language, is told another
_SIGNED_IN: list[dict[str, Any]] = [{"token": []}, {"session": []}]
_SESSION = "The cookie of a session; calls that are no GET send its `csrf` as the header `X-CSRF-Token` too."
_DONE = {
    201: "Made.",
    202: "Begun: a job does it.",
    204: "Done; there is nothing to say.",
    304: "As it was told before.",
}
_BEARER = "An API token: `Authorization: Bearer gx_…`."


def openapi_blueprint(door: "Door") -> Blueprint:
    """Return the call that gives the document; who is not signed in sees how to sign in."""
    calls = Blueprint("openapi", __name__)

    @calls.get("/openapi.json")
    def openapi() -> Response:
        try:
            context = door.enter(request)
        except Unauthenticated:
            return json_answer(openapi_document(None))
        tag = f'W/"{tag_of(context)}"'
        if request.if_none_match.contains_weak(tag[3:-1]):
            return Response(status=304, headers={"ETag": tag})
        kept = context.memo("openapi documents", lambda: Memo(_MOST_KEPT))
        answer = json_bytes(kept(tag, lambda: orjson.dumps(openapi_document(context))))
        answer.headers.update({"ETag": tag, "Cache-Control": "private, no-cache"})
        return answer

    return calls


def openapi_document(context: "Context | None") -> dict[str, Any]:
    """Return the document for a caller, for nobody in particular where there is no context."""
    spec = APISpec(
        title="Guanxi", version=__version__, openapi_version="3.1.0", plugins=[MarshmallowPlugin()],
        servers=[{"url": "/api/v1"}],
    )  # fmt: skip
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "description": _BEARER})
    spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": "gx_session", "description": _SESSION}
    )
    known: dict[str, Any] = {}
    failure = {"application/problem+json": {"schema": plain(PROBLEM, known)}}
    for name, words in FAILURES.values():
        spec.components.response(name, {"description": words, "content": failure})
    for call in FIXED_CALLS:
        if _told(call, context):
            spec.path(path=call.path, operations={call.method.lower(): _fixed(call, known)})
    if context is not None:
        known |= {name: plain(shape, known) for name, shape in SHARED_SCHEMAS.items()}
        for item in visible_objects(context):
            _add_object(spec, context, item)
    for name, schema in known.items():
        spec.components.schema(name, schema)
    found: dict[str, Any] = spec.to_dict()
    return found


def _told(call: FixedCall, context: "Context | None") -> bool:
    if context is None:
        return not call.signed_in
    if call.right is not None and not context.rights.system(call.right):
        return False
    return not (call.staff and context.principal.audience == "portal")


def _fixed(call: FixedCall, known: dict[str, Any]) -> dict[str, Any]:
    body = form_body(call.form, call.sends) if call.form else call.body
    return {
        "operationId": _operation_id(call.method, call.path), "summary": call.summary,
        "parameters": _parameters(call, call.path), **_sent(body, "multipart/form-data" if call.form else JSON),
        "responses": {**_answers(call.answers, known), **_refusals(call)},
        "security": _SIGNED_IN if call.signed_in else [],
    }  # fmt: skip


def _add_object(spec: APISpec, context: "Context", item: "ObjectType") -> None:
    rights = context.rights.of(item.name).rights
    for name, schema in object_schemas(context, item).items():
        spec.components.schema(f"{item.name}.{name}", plain(schema, {}))
    for call in RECORD_CALLS:
        if call.right in rights:
            path = call.path.replace("{object_name}", item.name)
            spec.path(path=path, operations={call.method.lower(): _of_record(call, item, path)})


def _of_record(call: RecordCall, item: "ObjectType", path: str) -> dict[str, Any]:
    shape = None if call.answer is None else _schema_of(item, call.answer)
    answers = [Answer(shape, status) for status in call.statuses]
    body = None if call.body is None else _schema_of(item, call.body)
    return {
        "operationId": _operation_id(call.method, path), "summary": f"{call.summary}: {item.label.en or item.name}",
        "tags": [item.name], "parameters": _parameters(call, path), **_sent(body, JSON),
        "responses": {**_answers(answers, {}), **_refusals(call)}, "security": _SIGNED_IN,
    }  # fmt: skip


def _schema_of(item: "ObjectType", name: str) -> dict[str, Any]:
    """Return the reference to a schema: one that all objects share, or the object's own."""
    return _ref(name if name in SHARED_SCHEMAS else f"{item.name}.{name}")


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _sent(body: object, media: str) -> dict[str, Any]:
    return {} if body is None else {"requestBody": {"required": True, "content": {media: {"schema": body}}}}


def _answers(answers: "Iterable[Answer]", known: dict[str, Any]) -> dict[str, Any]:
    """Return what is answered by status; one status may come in several kinds of media."""
    told: dict[str, Any] = {}
    for answer in answers:
        entry = told.setdefault(str(answer.status), {"description": _DONE.get(answer.status, "Done.")})
        if answer.shape is not None:
            entry.setdefault("content", {})[answer.media] = {"schema": plain(answer.shape, known)}
    return told


def _refusals(call: "FixedCall | RecordCall") -> dict[str, Any]:
    return {
        str(status): {"$ref": f"#/components/responses/{FAILURES[status][0]}"} for status in failures_of(call)
    }  # fmt: skip


def _parameters(call: "FixedCall | RecordCall", path: str) -> list[dict[str, Any]]:
    return [*path_parameters(path), *query_parameters(call.arguments), *header_parameters(call.headers)]


def _operation_id(method: str, path: str) -> str:
    words = [part.strip("{}").replace(".", "_") for part in path.split("/") if part]
    return "_".join([method.lower(), *words])
