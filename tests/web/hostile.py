"""Every place of the application that takes a text, as rows: a hostile one is put there, the rest being right.

The calls of the API say themselves what they take, so a new one has its inputs at once; rows of our own follow for what
lies deeper than a call says, and for the pages.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote

from guanxi.backoffice.screens import SCREENS
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS, FixedCall, RecordCall
from marshmallow import fields
from werkzeug.test import TestResponse

from tests.web.client import API, Client

__all__ = ["CALLS", "ID", "INPUTS", "Input", "Loud", "address"]

ID = "0197c000-0000-7000-8000-000000000099"
"""An account that is there."""
KNOWN = {"object_name": "account", "record_id": ID, "kind": "object", "name": "account", "number": "1",
         "package": "sales", "file": "index.js", "digest": "0" * 12, "action": "upgrade"}  # fmt: skip
WORDS = {"en": "{}", "zh": "{}"}


@dataclass(frozen=True)
class Loud(Client):
    """An administrator with a token, and with a session for what only a person may do."""

    session: str = ""
    csrf: str = ""

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        """Send a request to any address."""
        headers = {**self.signed(path), **more.pop("headers", {})}
        return self.flask.open(path, method=method, headers=headers, **more)

    def signed(self, path: str) -> dict[str, str]:
        """Return the headers that say who asks."""
        own = path.partition("?")[0].removeprefix(API)
        if own.startswith(("/me", "/access/view_as", "/auth/password", "/backoffice")):
            return {"Cookie": f"gx_session={self.session}", "X-CSRF-Token": self.csrf}
        return {"Authorization": f"Bearer {self.token}"}


Ask = Callable[[Loud, str], TestResponse]


@dataclass(frozen=True)
class Input:
    """A place for a text in the requests of one route."""

    method: str
    path: str
    ask: Ask

    @property
    def example(self) -> str:
        """Return an address of the route."""
        return self.path.replace("{}", ID)


def in_path(method: str, path: str) -> Input:
    body = {} if method not in {"GET", "DELETE"} else None
    return Input(
        method, path, lambda client, text: client.send(method, path.replace("{}", quote(text, safe="")), json=body)
    )


def in_argument(path: str, name: str, method: str = "GET", **others: str) -> Input:
    rest = "".join(f"&{key}={quote(value)}" for key, value in others.items())
    body = {} if method not in {"GET", "DELETE"} else None

    def ask(client: Loud, text: str) -> TestResponse:
        sent = quote(text, safe="")
        return client.send(method, f"{path}?{sent if name == '{}' else quote(name)}={sent}{rest}", json=body)

    return Input(method, path, ask)


def in_body(method: str, path: str, body: Any) -> Input:
    return Input(method, path, lambda client, text: client.send(method, path, json=put(body, text)))


def in_header(method: str, path: str, name: str, body: Any = None) -> Input:
    def ask(client: Loud, text: str) -> TestResponse:
        sendable = "".join(c for c in text if c.isprintable()).encode("utf-8").decode("latin-1")
        return client.send(method, path, json=body, headers={name: sendable})

    return Input(method, path, ask)


def in_form(path: str, name: str, **others: str) -> Input:
    def ask(client: Loud, text: str) -> TestResponse:
        parts: dict[str, Any] = {**others, "file": (file_of(f"name\n{text}\n"), "rows.csv"), name: text}
        if name == "file":
            parts["file"] = (file_of(text), text)
        return client.send("POST", path, data=parts)

    return Input("POST", path, ask)


def in_archive(name: str, content: str) -> Input:
    """Return the input of a document in a package that is sent; the text may also stand in the name of its file."""
    manifest = "name: sent\nlabel: {en: Sent, zh: 送}\nversion: 1.0.0\ndepends: [core]\nprefix: ''\n"

    def ask(client: Loud, text: str) -> TestResponse:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            files = {"plugin.yaml": manifest, name.replace("{}", text): content.replace("{}", text)}
            for path, written in files.items():
                archive.writestr(path, written.encode("utf-8", "surrogatepass"))
        packed.seek(0)
        return client.send("POST", f"{API}/packages", data={"plan": "true", "file": (packed, "sent.zip")})

    return Input("POST", f"{API}/packages", ask)


def put(body: Any, text: str) -> Any:
    if isinstance(body, dict):
        return {put(name, text): put(part, text) for name, part in body.items()}
    if isinstance(body, list):
        return [put(part, text) for part in body]
    return text if body == "{}" else body.replace("{quoted}", quoted(text)) if isinstance(body, str) else body


def quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def file_of(text: str) -> Any:
    return BytesIO(text.encode("utf-8", "surrogatepass"))


CALLS: tuple[FixedCall | RecordCall, ...] = (*FIXED_CALLS, *RECORD_CALLS)


def address(call: FixedCall | RecordCall, hostile: str = "") -> str:
    """Return the address of a call; the named part of it is left for a text."""
    return API + re.sub(r"{(\w+)}", lambda part: "{}" if part[1] == hostile else KNOWN.get(part[1], ID), call.path)


def inputs_of(call: FixedCall | RecordCall) -> Iterator[Input]:
    """Yield an input for every part of the address, argument, header and part of the body that a call says it takes."""
    path = address(call)
    for part in re.findall(r"{(\w+)}", call.path):
        yield in_path(call.method, address(call, part))
    for name in (*(row.name for row in call.arguments), "{}"):
        yield in_argument(path, name, call.method)
    yield from (in_header(call.method, path, row.name, {"name": "n"}) for row in call.headers)
    if isinstance(call, RecordCall):
        return
    if call.form:
        yield from (in_form(path, name, object="account") for name in (*(row.name for row in call.form), "file", "{}"))
    elif call.body is not None:
        known = call.body().fields
        needed = {member.data_key or name: example(member, name) for name, member in known.items() if member.required}
        for name, member in known.items():
            yield in_body(call.method, path, {**needed, member.data_key or name: shaped(member)})


def example(member: fields.Field[Any], name: str) -> Any:
    told = {"object": "account", "formula": "name", "item": {}}.get(name, "x")
    return [] if isinstance(member, fields.List) else told


def shaped(member: fields.Field[Any]) -> Any:
    """Return a value of a field's form with texts in it."""
    if isinstance(member, fields.List):
        return [shaped(member.inner)]
    return {"{}": "{}"} if isinstance(member, fields.Dict) else "{}"


def api(method: str, path: str, *bodies: Any) -> Iterator[Input]:
    return (in_body(method, API + path, body) for body in bodies)


def operations(**keys: Any) -> Any:
    return {"operations": [{"object": "account", **keys}], "dry_run": True}


BACKOFFICE = tuple(f"/backoffice/{screen.name}" for screen in SCREENS)
ITEM = {"kind": "rule", "name": "r", "object": "account", "message": WORDS}
INPUTS: tuple[Input, ...] = (
    *(found for call in CALLS for found in inputs_of(call)),
    *(in_path("GET", f"{API}{path}") for path in ("/{}", "/records/{}", "/metadata/{}/x", "/metadata/revisions/{}")),
    *(in_argument(f"{API}/records/opportunity", name) for name in (
        "fields", "filter", "search", "sort", "limit", "skip", "cursor", "count", "deleted", "view",
    )),
    *(in_argument(f"{API}/access/explain", name, object="account", action="read") for name in ("user", "id", "field")),
    in_argument(f"{API}/records/account", "filter", "DELETE", dry_run="true"),
    in_argument(f"{API}/search", "objects", q="n"), in_argument(f"{API}/search", "q", objects="account"),
    in_argument(f"{API}/metadata/object/account/uses", "part"),
    in_argument(f"{API}/metadata/revisions", "name", kind="object"),
    in_argument(f"{API}/access/roles/compare", "left", right="sales_rep"),
    *api(
        "POST", "/records/opportunity/query",
        {"filter": "{}"}, {"filter": "name = '{quoted}'"}, {"fields": ["{}"]}, {"sort": ["-{}"]}, {"sort": "{}"},
        {"filter": "stage = '{quoted}'"}, {"filter": "close_date > '{quoted}'"}, {"cursor": "{}"}, {"{}": "{}"},
        {"filter": "CONTAINS(name, '{quoted}')"}, {"filter": "id = '{quoted}'"}, {"filter": "REGEX(name, '{quoted}')"},
        {"search": "{}"}, {"view": "{}"},
    ),
    *api("POST", "/records/account/count", {"filter": "{}"}, {"search": "{}"}, {"view": "{}"}),
    *api(
        "POST", "/aggregate/opportunity",
        {"group_by": ["{}"]}, {"measures": ["sum:{}"]}, {"measures": [{"sum": "{}"}]}, {"having": "{}"},
        {"sort": ["{}"]}, {"view": "{}"},
    ),
    *api(
        "POST", "/records/account",
        {"name": "{}"}, {"name": "n", "website": "{}"}, {"name": "n", "owner": "{}"}, {"name": "n", "parent": "{}"},
        {"name": "n", "id": "{}"}, {"{}": 1, "name": "n"}, {"records": [{"name": "{}"}], "mode": "{}"},
        {"records": [{"name": "{}"}], "upsert_by": "{}"},
        {"records": [{"name": "{}", "number": "{}"}], "mode": "partial"},
        {"name": "n", "annual_revenue": "{}"}, {"name": "n", "industry": "{}"}, {"name": "n", "phone": "{}"},
    ),
    *api("POST", "/records/opportunity", {"name": "n", "close_date": "{}", "amount": "{}", "stage": "{}"}),
    *api("POST", "/records/user", {"name": "{}", "login": "{}", "email": "{}", "roles": ["{}"], "zone": "{}"}),
    *api("PATCH", f"/records/account/{ID}", {"name": "{}"}, {"parent": "{}"}, {"version": "{}"}),
    *api(
        "PATCH", "/records/account",
        {"records": [{"id": "{}", "name": "{}"}]}, {"filter": "{}", "set": {"name": "{}"}, "dry_run": True},
        {"filter": "name = '{quoted}'", "set": {"{}": "{}"}, "dry_run": True},
        {"filter": "TRUE", "set": {"owner": "{}"}, "with": ["{}"], "dry_run": True},
        {"filter": "TRUE", "set": {"industry": "{}"}, "expect": "{}"},
    ),
    *api("POST", "/records/account/undo", {"token": "{}"}, {"{}": "{}"}),
    *api(
        "POST", f"/records/account/{ID}/shares", {"give": [{"grantee": "{}", "level": "read"}]}, {"take": ["{}"]},
        {"give": [{"grantee": ID, "level": "{}", "team": "{}"}]}, {"give": "{}"}, {"give": ["{}"]}, {"{}": "{}"},
    ),
    *api("POST", f"/records/account/{ID}/unmask", {"fields": ["{}"]}, {"fields": "{}"}, {"{}": "{}"}),
    *api(
        "POST", f"/records/account/{ID}/actions/add_opportunity",
        {"parameters": {"name": "{}"}, "dry_run": True}, {"parameters": {"amount": "{}", "close_date": "{}"}},
        {"parameters": {"{}": "{}"}}, {"version": "{}"}, {"{}": "{}"},
    ),
    *api(
        "POST", "/composite",
        operations(call="{}"), operations(call="create", values={"name": "{}", "{}": "{}"}),
        operations(call="create", object="{}", values={"name": "{}"}), operations(call="get", id="{}", fields=["{}"]),
        operations(call="upsert", by="{}", values={"name": "{}"}),
        operations(call="update", id=ID, values={"name": "{}"}),
        operations(call="action", id=ID, action="{}", values={"{}": "{}"}),
        operations(call="delete", id={"$ref": "{}"}),
        operations(call="create", name="{}", values={"parent": {"$ref": "{}"}}), operations(call="restore", id="{}"),
        operations(call="action", id=ID, action="add_opportunity", values={"name": "{}", "amount": "{}"}),
    ),
    *api(
        "POST", "/exports",
        {"object": "account", "filter": "name = '{quoted}'"}, {"object": "account", "fields": "{}"},
        {"object": "account", "sort": ["{}"]}, {"object": "account", "format": "jsonl", "search": "{}"},
    ),
    *api(
        "POST", "/views/account",
        {"label": "{}", "filter": "name = '{quoted}'"}, {"label": "l", "columns": [{"field": "{}", "width": "{}"}]},
        {"label": "l", "type": "board", "group": "{}"},
        {"label": "l", "summaries": [{"field": "{}", "function": "{}"}]},
        {"label": "l", "type": "calendar", "start": "{}", "end": "{}"}, {"label": "l", "type": "map", "place": "{}"},
    ),
    *api(
        "POST", "/metadata/formula",
        {"object": "account", "formula": "name = '{quoted}'", "id": ID},
        {"object": "account", "formula": "{}", "id": ID},
        {"object": "account", "formula": "name", "prefix": "owner.{quoted}"},
    ),
    *api(
        "POST", "/metadata/plan",
        {"documents": ["{}"]}, {"documents": [{"kind": "{}", "name": "{}"}]},
        {"documents": [{"kind": "object", "name": "{}", "label": {"en": "{}"}, "fields": [
            {"name": "{}", "type": "{}", "label": {"en": "{}"}, "formula": "{}"},
        ]}]},
        {"documents": [{**ITEM, "when": "{}", "at": "{}"}]}, {"documents": [{**ITEM, "when": "name = '{quoted}'"}]},
        {"documents": [{"kind": "object", "name": "account", "renamed_from": "{}", "label": WORDS}]},
        {"documents": [{"kind": "translation", "name": "t", "language": "{}", "texts": {"{}": "{}"}}]},
        {"documents": [{"kind": "kind", "name": "{}", "folder": "{}", "schema": {"{}": "{}", "$ref": "{}"}}]},
        {"documents": [{"kind": "kind", "name": "k", "label": WORDS, "schema": {"pattern": "{}"}}]},
        {"documents": [{"kind": "picklist", "name": "p", "label": WORDS, "values": [{"name": "{}", "colour": "{}"}]}]},
        {"documents": [{"kind": "object", "name": "o", "label": WORDS, "fields": [], "record_types": [
            {"name": "{}", "label": WORDS, "values": [{"field": "{}", "values": ["{}"]}]},
        ]}]},
        {"documents": [{"kind": "{}", "name": "{}", "remove": True}]},
    ),
    *api("POST", "/metadata/apply", {"documents": [], "message": "{}", "plan_id": "{}"}),
    *api("POST", "/metadata/purge", {"names": ["{}"], "plan": True}, {"names": ["account.{quoted}"], "plan": True}),
    *api(
        "POST", "/metadata/revisions/1/rollback",
        {"kind": "{}", "name": "{}", "plan": True}, {"kind": "object", "name": "account", "path": ["{}"], "plan": True},
        {"kind": "object", "name": "user", "path": ["fields", "{}"], "blank": ["{}"], "plan": True},
    ),
    *api(
        "PUT", "/metadata/drafts/rule/r",
        {"item": {**ITEM, "when": "{}", "at": "{}"}}, {"item": {"{}": "{}"}},
        {"item": {**ITEM, "when": "TRUE"}, "base": "{}"},
        {"item": {"kind": "rule", "name": "{}", "object": "{}", "message": "{}"}},
    ),
    *api("PUT", "/metadata/drafts/object/account", {"item": {"fields": [{"name": "{}", "type": "{}"}]}}),
    *api("POST", "/packages/sales/upgrade", {"message": "{}"}, {"plan_id": "{}"}),
    *(in_form(f"{API}/imports", name, object="account", dry_run="true") for name in (
        "object", "mapping", "mode", "match", "dry_run", "file",
    )),
    *(in_form(f"{API}/imports/preview", name, object="account") for name in ("file", "encoding", "delimiter")),
    in_archive("rules/{}.yaml", "kind: rule\n"), in_archive("rules/r.yaml", "{}"),
    in_archive("objects/o.yaml", "kind: object\nname: {}\nlabel: {}\n"), in_archive("plugin.yaml", "{}"),
    *(in_header("GET", f"{API}/me", name) for name in (
        "Accept-Language", "X-Request-Id", "Cookie", "Authorization", "X-CSRF-Token", "Origin", "Accept",
    )),
    in_header("GET", f"{API}/objects", "If-None-Match"), in_header("GET", f"{API}/events", "Last-Event-ID"),
    in_header("PATCH", f"{API}/me", "X-CSRF-Token", {}),
    in_header("POST", f"{API}/records/account", "Content-Type", {"name": "n"}),
    in_header("POST", f"{API}/composite", "Idempotency-Key", {"operations": []}),
    *(in_argument(path, "{}") for path in ("/healthz", "/readyz", "/metrics", "/", "/backoffice/style.css")),
    *(in_path("GET", path) for path in ("/{}", "/docs/{}", "/assets/{}", "/o/{}", "/setup/{}")),
    in_header("GET", "/", "If-None-Match"), in_argument("/backoffice/", "{}"),
    in_header("GET", "/backoffice/", "Accept"),
    *(in_argument(f"{path}/", name) for path in BACKOFFICE for name in ("only", "after")),
    *(in_path("GET", f"{path}/{{}}") for path in BACKOFFICE),
    *(in_path("POST", f"{path}/{row}") for path in BACKOFFICE for row in (f"{ID}/{{}}", "{}/cancel")),
)  # fmt: skip
