"""Reading what a caller sends: JSON bodies within limits, URL arguments, and the shapes of fixed calls."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import orjson
from flask import Request, request
from marshmallow import RAISE, Schema, ValidationError, fields

from guanxi.errors import Invalid, Malformed, Problem
from guanxi.records.arguments import Argument, Text, read
from guanxi.text.messages import MESSAGES
from guanxi.text.shown import shown

__all__ = [
    "ONCE", "BodySchema", "arguments", "asked", "checked_key", "flag", "json_body", "json_object", "json_objects",
    "list_of", "loaded", "names", "request_hash", "sent_form", "text", "texts",
]  # fmt: skip

Codes: TypeAlias = dict[str, str | list[Any] | dict[Any, Any]]
_TEXT_CODES: Codes = {"required": "required", "null": "required", "invalid": "not_text", "invalid_utf8": "not_text"}
_SCHEMA_CODES = {"unknown": "unknown_argument", "type": "body_not_object"}
ONCE = Text("Idempotency-Key", "A key of the caller's own: the same request under it is done once within 24 hours.")
_DEEPEST = 64
_LONGEST_KEY = 200
_JSON_TYPES = ("application/json", "+json")


def json_body(arrived: Request) -> object:
    """Return the JSON of the body; Malformed where it is none, or nests too deeply to be worked on."""
    kind = arrived.mimetype
    if kind and not kind.endswith(_JSON_TYPES):
        raise Malformed(reason="not_json")
    data = arrived.get_data(cache=True)
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Malformed(reason="not_json", line=error.lineno, column=error.colno) from error
    if data.count(b"[") + data.count(b"{") > _DEEPEST and _is_deeper(body, _DEEPEST):
        raise Malformed(reason="nested_too_deep", limit=_DEEPEST)
    return body


def json_object(arrived: Request) -> dict[str, Any]:
    """Return the JSON object of the body."""
    body = json_body(arrived)
    if not isinstance(body, dict):
        raise Malformed(reason="body_not_object")
    return body


def arguments(arrived: Request) -> dict[str, str]:
    """Return the URL's arguments; one that is given twice is refused, as it would be unclear which one counts."""
    query: str = arrived.environ.get("QUERY_STRING", "")
    if not query.isascii():
        query = query.encode("latin-1", "replace").decode("utf-8", "replace")  # WSGI gives octets as characters
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    given = dict(pairs)
    if len(given) != len(pairs):
        counts = Counter(name for name, _ in pairs)
        problems = [Problem(name[:100], "repeated") for name, count in counts.items() if count > 1]
        raise Malformed(problems=problems)
    return given


def asked(rows: Sequence[Argument]) -> dict[str, Any]:
    """Return the arguments of the present request's URL by their rows; Malformed with all that is wrong with them."""
    return read(rows, arguments(request))


def sent_form(rows: Sequence[Argument]) -> dict[str, Any]:
    """Return the parts of the present request's form beside its file, by their rows."""
    # A part may come without a name, which is None then; it is unknown as others are.
    return read(rows, {name or "": value for name, value in request.form.items()})


class BodySchema(Schema):
    """The body of a call whose shape never depends on metadata; its error messages are the stable codes."""

    error_messages = _SCHEMA_CODES

    class Meta:
        """What is not named is refused."""

        unknown = RAISE


def text(*, required: bool = False, help: str = "", among: Sequence[str] = ()) -> fields.String:
    """Return a text of a fixed body; whoever reads it says which are none of those it is among."""
    told = {"description": help, **({"enum": [*among, None]} if among else {})}
    return fields.String(required=required, allow_none=not required, error_messages=_TEXT_CODES, metadata=told)


def texts(*, required: bool = False, help: str = "") -> fields.List[Any]:
    """Return a list of texts of a fixed body."""
    return list_of(fields.String(error_messages=_TEXT_CODES), required=required, help=help)


def json_objects(*, required: bool = False, help: str = "") -> fields.List[Any]:
    """Return a list of JSON objects of a fixed body."""
    codes: Codes = {"null": "required", "invalid": "body_not_object"}
    return list_of(fields.Dict(error_messages=codes), required=required, help=help)


def list_of(inner: fields.Field[Any], *, required: bool = False, help: str = "") -> fields.List[Any]:
    """Return a list of a fixed body."""
    codes: Codes = {"required": "required", "null": "required", "invalid": "not_a_list"}
    return fields.List(inner, required=required, error_messages=codes, metadata={"description": help})


def flag(*, help: str = "") -> fields.Boolean:
    """Return a yes or no of a fixed body, which JSON writes true or false."""
    codes: Codes = {"null": "not_boolean", "invalid": "not_boolean"}
    return fields.Boolean(
        truthy={True}, falsy={False}, error_messages=codes, metadata={"description": help} if help else {}
    )


def names(*, data_key: str | None = None, help: str = "") -> fields.Raw:
    """Return names of a fixed body: a list of them, or one text with commas; whoever reads them says which are none."""
    told = {"description": help, "type": ["array", "string"], "items": {"type": "string"}}
    return fields.Raw(data_key=data_key, allow_none=True, metadata=told)


def loaded(schema: Schema) -> dict[str, Any]:
    """Return the body of the present request, read by a schema, with everything that is wrong with it at once."""
    body = json_object(request)
    try:
        found: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        raise Invalid(problems=list(_problems(error.messages_dict, "", body))) from error
    return found


def checked_key(key: str) -> str:
    """Return an idempotency key that can be kept; Malformed where it cannot."""
    if not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Malformed(reason="idempotency_key")
    return key


def request_hash(arrived: Request) -> str:
    """Return a fingerprint of a request, by which one under the same key is known for the same."""
    told = orjson.dumps([arrived.method, arrived.path]) + arrived.get_data()
    return hashlib.sha256(told).hexdigest()


def _problems(messages: Mapping[Any, Any], place: str, given: object) -> Iterator[Problem]:
    """Yield what marshmallow found at each name or position of what was given."""
    for name, found in messages.items():
        where = place.rstrip(".") or None if name == "_schema" else f"{place}{str(name)[:100]}"
        value = _part(given, name)
        if isinstance(found, Mapping):
            yield from _problems(found, f"{where}." if where else place, value)
        else:
            yield from (Problem(where, str(code), _told(str(code), value)) for code in found)


def _part(given: object, name: object) -> object:
    if isinstance(given, dict):
        return given.get(name)
    return given[name] if isinstance(given, list) and isinstance(name, int) else None


def _told(code: str, value: object) -> dict[str, object]:
    """Return the refused value where the words of the code name it; others, such as a password, are not repeated."""
    words = MESSAGES.get(code)
    return {"value": shown(value)} if words is not None and "{value}" in words.en else {}


def _is_deeper(value: object, limit: int) -> bool:
    level: list[object] = [value]
    for _ in range(limit):
        level = [
            part
            for item in level if isinstance(item, dict | list)
            for part in (item.values() if isinstance(item, dict) else item) if isinstance(part, dict | list)
        ]  # fmt: skip
        if not level:
            return False
    return True
