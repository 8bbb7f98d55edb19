"""The OpenAPI document, made from the catalog as the caller may see it."""

from typing import TYPE_CHECKING, Any

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Response, request

from guanxi import __version__
from guanxi.errors import Unauthenticated
from guanxi.web.answers import json_answer, json_bytes
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS, FixedCall, RecordCall
from guanxi.web.objects import tag_of, visible_objects
from guanxi.web.parameters import form_body, header_parameters, path_parameters, query_parameters
from guanxi.web.schemas import SHARED_SCHEMAS, object_schemas
from guanxi.workspace.memo import Memo

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["openapi_blueprint", "openapi_document"]

_MOST_KEPT = 20  # documents of one revision: who has other roles or scopes, or another language, is told another
_FAILURE = {"$ref": "#/components/responses/problem"}


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
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "gx_session"})
    for name, schema in SHARED_SCHEMAS.items():
        spec.components.schema(name, schema)
    words = {"description": "A failure", "content": {"application/problem+json": {"schema": _ref("problem")}}}
    spec.components.response("problem", words)
    for call in FIXED_CALLS:
        if _told(call, context):
            spec.path(path=call.path, operations={call.method.lower(): _fixed(call)})
    if context is not None:
        for item in visible_objects(context):
            _add_object(spec, context, item)
    found: dict[str, Any] = spec.to_dict()
    return found


def _told(call: FixedCall, context: "Context | None") -> bool:
    if context is None:
        return not call.signed_in
    if call.right is not None and not context.rights.system(call.right):
        return False
    return not (call.staff and context.principal.audience == "portal")


def _fixed(call: FixedCall) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(call.method, call.path), "summary": call.summary,
        "parameters": _parameters(call, call.path),
        "responses": {str(call.answer): _answer(call.answer, {}, call.media), "default": _FAILURE},
        "security": [{"token": []}, {"session": []}] if call.signed_in else [],
    }  # fmt: skip
    if call.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": call.body}}}
    if call.form:
        schema = form_body(call.form, call.sends)
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    return operation


def _add_object(spec: APISpec, context: "Context", item: "ObjectType") -> None:
    rights = context.rights.of(item.name).rights
    for name, schema in object_schemas(context, item).items():
        spec.components.schema(f"{item.name}.{name}", schema)
    for call in RECORD_CALLS:
        if call.right in rights:
            path = call.path.replace("{object_name}", item.name)
            spec.path(path=path, operations={call.method.lower(): _of_record(call, item, path)})


def _of_record(call: RecordCall, item: "ObjectType", path: str) -> dict[str, Any]:
    answer = _schema_of(item, call.answer) if call.answer is not None else {}
    responses: dict[str, Any] = {str(call.status): _answer(call.status, answer), "default": _FAILURE}
    if call.body == "create":
        # 200 is a batch in parts, or a record that the same request had made before.
        either = {"anyOf": [_schema_of(item, "one"), _schema_of(item, "batch")]}
        responses |= {"200": _answer(200, either), "201": _answer(201, either)}
    operation: dict[str, Any] = {
        "operationId": _operation_id(call.method, path), "summary": f"{call.summary}: {item.label.en or item.name}",
        "tags": [item.name], "parameters": _parameters(call, path),
        "responses": responses, "security": [{"token": []}, {"session": []}],
    }  # fmt: skip
    if call.body is not None:
        schema = _schema_of(item, call.body if call.body != "batch" else "batch_body")
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _schema_of(item: "ObjectType", name: str) -> dict[str, Any]:
    """Return the reference to a schema: one that all objects share, or the object's own."""
    return _ref(name if name in SHARED_SCHEMAS else f"{item.name}.{name}")


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(status: int, schema: dict[str, Any], media: str = "application/json") -> dict[str, Any]:
    if status == 204:
        return {"description": "Done"}
    return {"description": "Done", "content": {media: {"schema": schema}}}


def _parameters(call: "FixedCall | RecordCall", path: str) -> list[dict[str, Any]]:
    return [*path_parameters(path), *query_parameters(call.arguments), *header_parameters(call.headers)]


def _operation_id(method: str, path: str) -> str:
    words = [part.strip("{}").replace(".", "_") for part in path.split("/") if part]
    return "_".join([method.lower(), *words])
