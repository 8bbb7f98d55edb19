"""The leak table: for every route what is asked of it, with places for what the asker may not see.

A text may hold places such as `{own}` or `{secret}`. Those of HIDDEN stand once for something that is there and hidden,
and once for something that is not there at all: both answers must be the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import orjson
from guanxi.backoffice.screens import SCREENS

from tests.contract.leak_world import IDS

__all__ = ["ABSENT", "HIDDEN", "TABLE", "Probe"]

HIDDEN: Mapping[str, str] = {
    "hidden": IDS["hidden"], "bin": IDS["hidden_bin"], "hidden_vault": IDS["hidden_vault"], "job": IDS["hidden_job"],
    "token": IDS["hidden_token"], "session": IDS["hidden_session"],
    "import": IDS["hidden_import"], "export": IDS["hidden_export"], "own_view": IDS["hidden_own_view"],
    "restricted": IDS["restricted"],
    "vault": "secret_vault", "vaults": "secret_vaults", "secret": "secret_margin",
    "key": "secret_key", "action": "secret_action",
    "view": "secret_view", "total": "secret_total", "login_field": "login", "login": "admin",
}  # fmt: skip
ABSENT: Mapping[str, str] = {
    "hidden": IDS["absent"], "bin": IDS["absent_bin"], "hidden_vault": IDS["absent_vault"], "job": IDS["absent_job"],
    "token": IDS["absent_token"], "session": IDS["absent_session"],
    "import": IDS["absent_import"], "export": IDS["absent_export"], "own_view": IDS["absent_own_view"],
    "restricted": IDS["absent_restricted"],
    "vault": "absent_vault", "vaults": "absent_vaults", "secret": "absent_margin",
    "key": "absent_key", "action": "absent_action",
    "view": "absent_view", "total": "absent_total", "login_field": "nigol", "login": "nimda",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Probe:
    """One question to a route."""

    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    tells: bool = False  # the administrator is answered differently in the two worlds: the question has power
    codes: frozenset[str] = frozenset()  # refusals that may tell the worlds apart, with these codes and nothing else
    pages: bool = False  # the question is asked again with every next cursor
    measured: bool = False  # the answer holds times, so only its marks are looked at
    form: Mapping[str, str] | None = None  # a multipart form instead of JSON; a value that starts with @ is a file


def at(path: str, **arguments: str) -> str:
    """Return a path below the API with arguments, whose places stay as they are."""
    asked = "&".join(f"{name}={quote(value, safe='{}')}" for name, value in arguments.items())
    return f"/api/v1/{path}" + (f"?{asked}" if asked else "")


def a_list(**arguments: Any) -> Probe:
    """Return a question to the list of projects."""
    marks = {name: arguments.pop(name) for name in ("tells", "pages") if name in arguments}
    return Probe(at("records/project", **arguments), **marks)


def an_import(rows: str, fields: Mapping[str, Any], object_name: str = "project", **form: str) -> Probe:
    """Return an import of a file, whose result and error file belong to the answer."""
    entries = [{"field": name, **(way if isinstance(way, dict) else {"column": way})} for name, way in fields.items()]
    mapping = orjson.dumps({"object": object_name, "fields": entries}).decode()
    return Probe(at("imports"), form={"object": object_name, "mapping": mapping, "file": f"@{rows}", **form})


def an_export(object_name: str = "project", **asked: Any) -> Probe:
    """Return an export, whose result and file belong to the answer."""
    tells = bool(asked.pop("tells", False))
    return Probe(at("exports"), {"object": object_name, **asked}, tells=tells)


def a_row(body: Mapping[str, Any], **marks: Any) -> Probe:
    """Return a new project."""
    return Probe(at("records/project"), {"name": "Fresh-{serial}", **body}, **marks)


def a_change(body: Mapping[str, Any], identity: str = "{own}", **marks: Any) -> Probe:
    """Return a change of a project."""
    return Probe(at(f"records/project/{identity}"), body, **marks)


NOT_UNIQUE = frozenset({"not_unique"})
ID_TAKEN = frozenset({"id_taken"})
_FILTERS = (
    "{secret} > 100", "ISBLANK({secret})", "IF({secret} > 100, TRUE, FALSE)", "IF(amount > 1, {secret}, 0) > 0",
    "{total} > 100", "{key} = 'MARK one mine'", "client.budget > 100", "client.name = 'MARK one'",
    "ISBLANK(client.name)", "phone = '+8613800000001'", "CONTAINS(phone, '1380')", "ISBLANK(phone)",
    "name = 'MARK renamed'", "id = '{hidden}'",
    "owner:user.{login_field} = 'x'", "owner.name = 'admin'", "COUNT({vaults}) > 0", "COUNT(tasks) > 0",
    "amount = (SELECT 1)", "{secret}.name = ''", "ISBLANK(client)",
    f"client = '{IDS['hidden_client']}'", "client.id = client", "client.{secret} > 1",
)  # fmt: skip
_SEARCHES = ("MARK", "mark hidden", "m", "4242", "13800000001", "777777", "Concealed", "yincang", "yc", "隐藏")
_LISTS = (
    a_list(tells=True), a_list(fields="*", sort="-amount,name", tells=True), a_list(count="exact", tells=True),
    a_list(count="capped", tells=True), a_list(deleted="true", tells=True),
    a_list(fields="name,client.name,client.budget,owner.name,client.owner.name", tells=True),
    a_list(fields="{secret}"), a_list(fields="id,{total}"), a_list(fields="client.{secret}"),
    a_list(fields="created_by.name,created_by.{login_field}"), a_list(sort="{secret}"), a_list(sort="-{total}"),
    a_list(sort="phone"), a_list(sort="client.{secret}"), a_list(sort="amount", limit="1", pages=True, tells=True),
    a_list(sort="client.name,-name", limit="1", fields="client.name", pages=True, tells=True),
    a_list(sort="-client.budget", limit="2", pages=True, tells=True), a_list(cursor="bm90IGEgY3Vyc29y"),
    a_list(sort="client.budget", fields="id", tells=True), a_list(fields="secret_margn"),
    a_list(filter="secret_margn = 1"),
    a_list(sort="client,name", fields="name,client", limit="1", pages=True),
    *(a_list(filter=text, fields="id", count="exact") for text in _FILTERS),
    a_list(view="open_view", tells=True), a_list(view="{view}", count="exact"), a_list(view="secret_viw"),
    Probe(at("records/{vault}")), Probe(at("records/client", fields="*"), tells=True), Probe(at("records/user")),
    Probe(at("records/user", fields="name,{login_field}")), Probe(at("records/task", fields="*"), tells=True),
    Probe(at("records/project", **{"{secret}": "1"})),
    *(a_list(search=text, fields="id", count="exact") for text in _SEARCHES), a_list(search="Fresh"),
    a_list(search="MARK", limit="1", pages=True, tells=True),
)  # fmt: skip
_VIEWS: tuple[Mapping[str, Any], ...] = (
    {"columns": [{"field": "name"}, {"field": "{secret}"}]}, {"filter": "{secret} > 1"}, {"sort": ["-{total}"]},
    {"type": "board", "group": "{key}"}, {"summaries": [{"field": "{secret}", "function": "sum"}]},
    {"type": "calendar", "start": "{secret}"}, {"type": "map", "place": "phone"}, {"secret_margn": 1},
)  # fmt: skip
_GROUPS: tuple[Mapping[str, Any], ...] = (
    {"group_by": ["{secret}"]}, {"measures": ["sum:{secret}"]}, {"group_by": ["client.name"], "measures": ["count"]},
    {"group_by": ["phone"]}, {"measures": ["min:phone"]}, {"measures": ["count_distinct:phone"]},
    {"measures": ["sum:client.budget"]}, {"group_by": ["IF({secret} > 0, 'a', 'b')"]}, {"having": "{secret} > 1"},
    {"group_by": ["stage"], "sort": ["{secret}"]}, {"filter": "{secret} > 100"}, {"measures": ["sum:COUNT({vaults})"]},
    {"group_by": ["client"]}, {"measures": ["count_distinct:client"]}, {"group_by": ["ISBLANK(client)"]},
    {"view": "{view}"}, {"view": "open_view"}, {"view": "{own_view}"},
    {"group_by": ["owner.name"]}, {"group_by": ["owner:user.{login_field}"]},
)  # fmt: skip
_NAME_AND_CODE = {"name": "name", "code": "code"}
_FILE = "name,code,client,other\nFresh-{serial},Fresh-{serial},MARK one,1\nFresh-{serial}b,Fresh-{serial}b,nobody,2\n"
_IMPORTS = (
    an_import(_FILE, _NAME_AND_CODE), an_import(_FILE, _NAME_AND_CODE, dry_run="true", match="code"),
    an_import(_FILE, {**_NAME_AND_CODE, "client": {"column": "client", "lookup": "code"}}, mode="partial"),
    an_import(_FILE, {**_NAME_AND_CODE, "client": {"column": "client", "lookup": "{secret}"}}),
    an_import(_FILE, {**_NAME_AND_CODE, "{secret}": "other"}, mode="partial"),
    an_import(_FILE, {**_NAME_AND_CODE, "amount": {"formula": "VALUE(other) + 950000"}}, mode="partial"),
    an_import(_FILE, _NAME_AND_CODE, match="{key}"), an_import(_FILE, _NAME_AND_CODE, match="phone"),
    an_import(_FILE, {"name": "name"}, "{vault}"),
    Probe(at("imports"), form={"object": "project", "file": "@name,{secret},Concealed margin\nFresh-{serial},1,2\n"}),
)  # fmt: skip
_EXPORTS = (
    an_export(tells=True), an_export(fields=["name", "client", "client.name", "phone", "owner"]),
    an_export(values="labels", headers="labels"), an_export(format="jsonl", sort=["-amount"]),
    an_export(fields=["name", "{secret}"]), an_export(filter="{secret} > 1"), an_export(sort=["{secret}"]),
    an_export(filter="amount > 900000 OR name = 'MARK hidden'"), an_export(search="MARK"), an_export(view="{view}"),
    an_export(filter="phone = '13800000001'"), an_export("{vault}"), an_export(fields=["{vaults}.name"]),
)  # fmt: skip
_WRITTEN: tuple[Mapping[str, Any], ...] = (
    {"code": "Fresh-{serial}"}, {"{secret}": 10}, {"{key}": "MARK-KEY"}, {"amount": 950000}, {"client": "{hidden}"},
    {"client": IDS["hidden_client"]}, {"stage": "stopped"}, {"owner": IDS["admin"]}, {"phone": "nonsense"},
)  # fmt: skip

_KEYS = {"sessions": "{job}", "tokens": "{token}", "jobs": "{job}", "imports": "{import}", "plugins": "hiding",
         "revisions": "2"}  # fmt: skip
_BACK_OFFICE: Mapping[str, tuple[Probe, ...]] = {
    "GET /backoffice/": (Probe("/backoffice/"),), "GET /backoffice/style.css": (Probe("/backoffice/style.css"),),
    **{
        f"{method} /backoffice/{screen.name}/{path}": tuple(
            Probe(f"/backoffice/{screen.name}/{filled.format(key=_KEYS.get(screen.name, '{hidden}'))}", headers=headers)
            for headers in ({}, {"Accept": "text/html"})
        )
        for screen in SCREENS
        for method, path, filled in (
            ("GET", "", ""), ("GET", "<key>", "{key}"), ("POST", "<key>/<action>", "{key}/cancel"),
        )
    },
}  # fmt: skip

TABLE: Mapping[str, tuple[Probe, ...]] = {
    **_BACK_OFFICE,
    "GET /api/v1/me": (Probe(at("me")),),
    "GET /api/v1/objects": (Probe(at("objects")),),
    "GET /api/v1/apps": (Probe(at("apps")),),
    "GET /api/v1/extensions": (Probe(at("extensions")),),
    "GET /api/v1/extensions/<package>/<digest>/<path:file>": (Probe(at("extensions/{vault}/0/index.js")),),
    "GET /api/v1/objects/<object_name>": (
        Probe(at("objects/project")), Probe(at("objects/client")), Probe(at("objects/{vault}")),
        Probe(at("objects/project"), headers={"If-None-Match": 'W/"000000"'}),
    ),
    "GET /api/v1/views/<object_name>": (Probe(at("views/project")), Probe(at("views/{vault}"))),
    "POST /api/v1/views/<object_name>": (
        *(Probe(at("views/project"), {"label": "Fresh-{serial}", **body}) for body in _VIEWS),
        Probe(at("views/{vault}"), {"label": "Fresh-{serial}"}),
    ),
    "GET /api/v1/views/<object_name>/<view_id>": (
        Probe(at("views/project/{own_view}")), Probe(at("views/{vault}/{own_view}")),
    ),
    "PATCH /api/v1/views/<object_name>/<view_id>": (Probe(at("views/project/{own_view}"), {"label": "mine"}),),
    "DELETE /api/v1/views/<object_name>/<view_id>": (Probe(at("views/project/{own_view}")),),
    "GET /api/v1/records/<object_name>": (*_LISTS, a_list(view="{own_view}")),
    "POST /api/v1/records/<object_name>/query": (
        Probe(at("records/project/query"), {}, tells=True), Probe(at("records/{vault}/query"), {}),
        Probe(at("records/project/query"), {"fields": ["*"], "count": "exact"}, tells=True),
        *(Probe(at("records/project/query"), {"filter": text, "fields": ["id"]}) for text in _FILTERS),
    ),
    "POST /api/v1/records/<object_name>/count": (
        Probe(at("records/project/count"), {}, tells=True), Probe(at("records/{vault}/count"), {}),
        *(Probe(at("records/project/count"), {"filter": text}) for text in _FILTERS),
    ),
    "POST /api/v1/aggregate/<object_name>": (
        Probe(at("aggregate/project"), {"group_by": ["stage"], "measures": ["count", "sum:amount"]}, tells=True),
        Probe(at("aggregate/{vault}"), {"measures": ["count"]}),
        *(Probe(at("aggregate/project"), body) for body in _GROUPS),
    ),
    "GET /api/v1/records/<object_name>/<record_id>": (
        Probe(at("records/project/{own}"), tells=True), Probe(at("records/project/{own}", fields="*"), tells=True),
        Probe(at("records/project/{own}", fields="{secret}")), Probe(at("records/project/{own}", fields="client.name")),
        Probe(at("records/project/{hidden}")), Probe(at("records/project/{bin}")),
        Probe(at("records/project/{restricted}")), Probe(at("records/project/{hidden}", rights="true")),
        Probe(at("records/project/{own}", rights="true"), tells=True),
        Probe(at("records/{vault}/{hidden_vault}")), Probe(at("records/client/{hidden}")),
        Probe(at(f"records/client/{IDS['hidden_client']}"), tells=True), Probe(at(f"records/user/{IDS['admin']}")),
    ),
    # Before the creates, of which one world refuses some.
    "POST /api/v1/exports": _EXPORTS,
    "PATCH /api/v1/records/<object_name>": (
        Probe(at("records/project"), {"records": [{"id": "{own}", "name": "a"}, {"id": "{hidden}", "name": "b"}]}),
        Probe(at("records/project"), {"records": [{"id": "{hidden}", "name": "b"}], "mode": "partial"}),
        Probe(at("records/project"), {"records": [{"id": "{own}", "{secret}": 1}], "mode": "partial"}),
        Probe(at("records/{vault}"), {"records": [{"id": "{hidden_vault}", "name": "b"}]}),
        *(Probe(at("records/project"), {"filter": text, "set": {"name": "c"}, "dry_run": True}) for text in _FILTERS),
        Probe(at("records/project"), {"filter": "id = '{hidden}'", "set": {"name": "c"}, "expect": 0}),
        Probe(at("records/project"), {"filter": "id = '{own}'", "set": {"{secret}": 1}, "expect": 1}),
        Probe(at("records/{vault}"), {"filter": "TRUE", "set": {"name": "c"}, "expect": 0}),
    ),
    "DELETE /api/v1/records/<object_name>": (
        *(Probe(at("records/project", filter=text, dry_run="true")) for text in _FILTERS),
        Probe(at("records/project", filter="name = 'MARK hidden'", expect="0")),
        Probe(at("records/{vault}", filter="TRUE", expect="0")),
    ),
    "POST /api/v1/records/<object_name>": (
        Probe(at("records/task"), {"name": "Fresh-{serial}", "project": "{restricted}"}),
        *(a_row(body) for body in _WRITTEN),
        a_row({"code": "MARK-CODE"}, codes=NOT_UNIQUE), a_row({"id": IDS["taken"]}, codes=ID_TAKEN),
        Probe(at("records/{vault}"), {"name": "Fresh-{serial}"}),
        Probe(at("records/task"), {"name": "Fresh-{serial}", "project": "{hidden}"}),
        Probe(at("records/project"), {"records": [{"name": "Fresh-{serial}"}], "upsert_by": "{key}"}),
        Probe(at("records/project"), {"records": [{"name": "Fresh-{serial}", "phone": "1"}], "upsert_by": "phone"}),
        Probe(
            at("records/project"), {"records": [{"name": "Fresh-{serial}", "code": "MARK-CODE"}], "upsert_by": "code"},
            codes=NOT_UNIQUE,
        ),
        Probe(
            at("records/project"), {"records": [{"name": "Fresh-{serial}", "code": "mark-code"}], "mode": "partial"},
            codes=NOT_UNIQUE,
        ),
        *(Probe(at("records/project", dry_run="true"), {"name": name, "phone": "+8613800000001", "amount": 777777})
          for name in ("MARK hidden", "MARK renamed", "mine")),
        a_row({"code": "Once-{serial}"}, headers={"Idempotency-Key": "one key of many people"}),
    ),
    "POST /api/v1/composite": tuple(
        Probe(at("composite"), {"operations": operations, "dry_run": True})
        for operations in (
            *([{"call": call, "object": place.partition("/")[0], "id": place.partition("/")[2], **more}]
              for place in ("project/{own}", "project/{hidden}", "project/{bin}", "{vault}/{hidden_vault}")
              for call, more in (
                  ("get", {}), ("get", {"fields": ["{secret}"]}), ("update", {"values": {"name": "mine"}}),
                  ("delete", {}), ("restore", {}), ("action", {"action": "{action}"}),
              )),
            [{"call": "get", "object": "project", "id": "{own}", "name": "p"},
             {"call": "update", "object": "project", "id": {"$ref": "p"}, "values": {"name": {"$ref": "p.{secret}"}}}],
            [{"call": "upsert", "object": "project", "by": "{key}", "values": {"name": "Fresh", "{key}": "x"}}],
            [{"call": "create", "object": "project", "values": {"name": "Fresh", "client": "{hidden}"}},
             {"call": "create", "object": "{vault}", "values": {"name": "Fresh"}}],
        )
    ),
    "POST /api/v1/records/<object_name>/undo": (
        Probe(at("records/project/undo"), {"token": "{job}"}), Probe(at("records/{vault}/undo"), {"token": "{job}"}),
    ),
    "PATCH /api/v1/records/<object_name>/<record_id>": (
        *(a_change(body) for body in _WRITTEN), a_change({"stage": "stopped"}, IDS["third"]),
        a_change({"name": "mine"}, "{hidden}"),
        a_change({"name": "mine"}, "{restricted}"),
        a_change({"name": "mine"}, "{hidden}", headers={"If-Match": '"1"'}),
        a_change({"name": "mine"}, "{own}", headers={"If-Match": '"999"'}), a_change({"name": "mine"}, "{bin}"),
        a_change({"code": "MARK-CODE"}, "{spare}", codes=NOT_UNIQUE),
        Probe(at("records/{vault}/{hidden_vault}"), {"name": "mine"}),
    ),
    "DELETE /api/v1/records/<object_name>/<record_id>": (
        Probe(at("records/project/{spare}")), Probe(at("records/project/{hidden}")),
        Probe(at("records/project/{restricted}")), Probe(at("records/project/{bin}")),
        Probe(at("records/{vault}/{hidden_vault}")), Probe(at(f"records/client/{IDS['hidden_client']}")),
        Probe(at(f"records/client/{IDS['lonely_client']}"), codes=frozenset({"still_referenced"})),
    ),
    "POST /api/v1/records/<object_name>/<record_id>/restore": (
        Probe(at("records/project/{spare}/restore")), Probe(at("records/project/{bin}/restore")),
        Probe(at("records/project/{hidden}/restore")), Probe(at("records/{vault}/{hidden_vault}/restore")),
    ),
    "GET /api/v1/records/<object_name>/<record_id>/mentions": (
        Probe(at("records/project/{own}/mentions", logins="{login}")),
        Probe(at("records/project/{hidden}/mentions", logins="{login}")),
        Probe(at("records/{vault}/{hidden_vault}/mentions", logins="{login}")),
    ),
    "GET /api/v1/records/<object_name>/<record_id>/history": (
        Probe(at("records/project/{own}/history"), tells=True), Probe(at("records/project/{hidden}/history")),
        Probe(at("records/project/{restricted}/history")),
        Probe(at("records/project/{bin}/history")), Probe(at("records/{vault}/{hidden_vault}/history")),
        Probe(at(f"records/client/{IDS['hidden_client']}/history")),
    ),
    "GET /api/v1/records/<object_name>/<record_id>/timeline": (
        Probe(at("records/project/{own}/timeline"), tells=True), Probe(at("records/project/{hidden}/timeline")),
        Probe(at("records/project/{own}/timeline", limit="1"), pages=True, tells=True),
        Probe(at("records/project/{restricted}/timeline")), Probe(at("records/project/{bin}/timeline")),
        Probe(at("records/{vault}/{hidden_vault}/timeline")),
        Probe(at(f"records/client/{IDS['hidden_client']}/timeline")), Probe(at("records/comment", fields="*")),
    ),
    "GET /api/v1/records/<object_name>/<record_id>/as_of": tuple(
        Probe(at(f"records/{place}/as_of", at="2999-01-01T00:00:00Z"))
        for place in ("project/{own}", "project/{hidden}", "project/{restricted}", "project/{bin}", "client/{hidden}",
                      "{vault}/{hidden_vault}")
    ),
    "POST /api/v1/records/<object_name>/<record_id>/unmask": tuple(
        Probe(at(f"records/{place}/unmask"), {"fields": [name]})
        for place in ("project/{own}", "project/{hidden}", "project/{restricted}", "project/{bin}", "client/{hidden}",
                      "{vault}/{hidden_vault}")
        for name in ("phone", "name", "{secret}", "{total}")
    ),
    "GET /api/v1/records/<object_name>/<record_id>/shares": tuple(
        Probe(at(f"records/{place}/shares"))
        for place in ("project/{own}", "project/{hidden}", "project/{restricted}", "project/{bin}", "client/{hidden}",
                      "{vault}/{hidden_vault}")
    ),
    "POST /api/v1/records/<object_name>/<record_id>/shares": tuple(
        Probe(at(f"records/{place}/shares"), {"give": [{"grantee": grantee, "level": "read"}]})
        for place in ("project/{own}", "project/{hidden}", "project/{restricted}", "project/{bin}", "client/{hidden}",
                      "{vault}/{hidden_vault}")
        for grantee in (ABSENT, "{hidden}")
    ),
    "GET /api/v1/records/<object_name>/<record_id>/duplicates": tuple(
        Probe(at(f"records/{place}/duplicates"))
        for place in ("project/{own}", "project/{hidden}", "project/{restricted}", "project/{bin}", "client/{hidden}",
                      "{vault}/{hidden_vault}")
    ),
    "POST /api/v1/records/<object_name>/<record_id>/actions/<name>": tuple(
        Probe(at(f"records/{place}/actions/{name}"), {"parameters": parameters, "dry_run": True})
        for place in ("project/{own}", "project/{hidden}", "project/{restricted}", "project/{bin}",
                      "{vault}/{hidden_vault}")
        for name in ("weigh", "{action}")
        for parameters in ({}, {"client": "{hidden}"}, {"client": IDS["hidden_client"]}, {"{secret}": 1})
    ),
    "GET /api/v1/events/changes": (
        Probe(at("events/changes"), tells=True), Probe(at("events/changes", limit="2")),
        Probe(at("events/changes", after="bm90IGEgY3Vyc29y")), Probe(at("events/changes", after="now")),
    ),
    "GET /api/v1/events": (Probe(at("events", after="bm90IGEgY3Vyc29y")),),
    "GET /api/v1/notifications": (Probe(at("notifications", unread="true")), Probe(at("notifications"), tells=True)),
    "POST /api/v1/notifications/read": (
        Probe(at("notifications/read"), {"ids": ["{job}"]}), Probe(at("notifications/read"), {}),
    ),
    "GET /api/v1/search": (
        *(Probe(at("search", q=text)) for text in _SEARCHES), Probe(at("search", q="MARK"), tells=True),
        Probe(at("search", q="x", objects="{vault}")),
        Probe(at("search", q="m", objects="project,client")), Probe(at("search", q="m", objects="user")),
    ),
    "GET /api/v1/access/explain": (
        Probe(at("access/explain", action="read", object="project", id="{own}")),
        Probe(at("access/explain", action="read", object="project", id="{hidden}")),
        Probe(at("access/explain", action="read", object="project", id="{restricted}")),
        Probe(at("access/explain", action="read", object="project", field="{secret}")),
        Probe(at("access/explain", action="update", object="project", id="{own}", field="{key}")),
        Probe(at("access/explain", action="read", object="{vault}")),
        Probe(at("access/explain", action="read", object="client", id=IDS["hidden_client"])),
        Probe(at("access/explain", action="read", object="project", user="{login}")),
        Probe(at("access/explain", action="setup", object="system")),
    ),
    "PATCH /api/v1/me": (Probe(at("me"), {"zone": "Asia/Shanghai"}), Probe(at("me"), {"zone": "Mars/{secret}"})),
    "GET /api/v1/sessions": (Probe(at("sessions")),),
    "DELETE /api/v1/sessions": (Probe(at("sessions")),),
    "DELETE /api/v1/sessions/<uuid:session_id>": (Probe(at("sessions/{session}")),),
    "POST /api/v1/users/<uuid:user_id>/password": (
        Probe(at("users/00000000-0000-7000-8000-00000000beef/password"), {}),
    ),
    "GET /api/v1/tokens": (Probe(at("tokens")),),
    "POST /api/v1/tokens": (
        Probe(at("tokens"), {"name": "Fresh-{serial}", "scopes": ["records:project:read"]}),
        Probe(at("tokens"), {"name": "Fresh-{serial}", "scopes": ["records:{vault}:read"]}),
    ),
    "DELETE /api/v1/tokens/<uuid:token_id>": (Probe(at("tokens/{token}")),),
    "GET /api/v1/jobs": (Probe(at("jobs")),),
    "GET /api/v1/jobs/<uuid:job_id>": (Probe(at("jobs/{job}")),),
    "DELETE /api/v1/jobs/<uuid:job_id>": (Probe(at("jobs/{job}")),),
    "POST /api/v1/imports": _IMPORTS,
    "POST /api/v1/imports/preview": tuple(
        Probe(at("imports/preview"), form={"object": name, "file": "@name,{secret},Concealed margin\nFresh,1,2\n"})
        for name in ("project", "{vault}")
    ),
    "GET /api/v1/imports/<uuid:import_id>": (Probe(at("imports/{import}")),),
    "GET /api/v1/imports/<uuid:import_id>/errors.csv": (Probe(at("imports/{import}/errors.csv")),),
    "POST /api/v1/imports/<uuid:import_id>/undo": (
        Probe(at("imports/{import}/undo"), {"dry_run": True}), Probe(at("imports/{import}/undo"), {"expect": 1}),
    ),
    "GET /api/v1/exports/<uuid:export_id>": (Probe(at("exports/{export}")), Probe(at("exports/{job}"))),
    "GET /api/v1/exports/<uuid:export_id>/file": (Probe(at("exports/{export}/file")),),
    "GET /api/v1/metadata": (Probe(at("metadata")),),
    "GET /api/v1/metadata/<kind>/<name>": (
        Probe(at("metadata/object/{vault}")), Probe(at("metadata/role/worker")),
        Probe(at("metadata/secret_plan/secret_first")),
    ),
    "POST /api/v1/metadata/plan": (Probe(at("metadata/plan"), {"documents": []}),),
    "POST /api/v1/metadata/apply": (Probe(at("metadata/apply"), {"documents": [], "message": "none"}),),
    "GET /api/v1/metadata/<kind>/<name>/uses": (
        Probe(at("metadata/object/{vault}/uses")), Probe(at("metadata/object/project/uses", part="{secret}")),
    ),
    "POST /api/v1/metadata/names": (Probe(at("metadata/names"), {"labels": ["{vault}", "客户"]}),),
    "POST /api/v1/metadata/purge": (Probe(at("metadata/purge"), {"names": ["{vault}"]}),),
    "DELETE /api/v1/metadata/aliases/<name>": (Probe(at("metadata/aliases/{vault}")),),
    "GET /api/v1/metadata/revisions": (
        Probe(at("metadata/revisions")), Probe(at("metadata/revisions", kind="object", name="{vault}")),
    ),
    "GET /api/v1/metadata/dictionary": (
        Probe(at("metadata/dictionary")), Probe(at("metadata/dictionary", format="csv")),
    ),
    "GET /api/v1/metadata/texts": (Probe(at("metadata/texts", language="fr")),),
    "GET /api/v1/metadata/copies": (Probe(at("metadata/copies")),),
    "GET /api/v1/metadata/hints": (Probe(at("metadata/hints")),),
    "GET /api/v1/metadata/vocabulary": (Probe(at("metadata/vocabulary")),),
    "POST /api/v1/metadata/formula": (
        Probe(at("metadata/formula"), {"object": "project", "formula": "{secret} > 1"}),
        Probe(at("metadata/formula"), {"object": "{vault}", "formula": "1"}),
        Probe(at("metadata/formula"), {"object": "project", "formula": "{secret} * 2", "id": "{hidden}"}),
    ),
    "GET /api/v1/metadata/drafts": (Probe(at("metadata/drafts")),),
    "DELETE /api/v1/metadata/drafts": (Probe(at("metadata/drafts")),),
    "GET /api/v1/metadata/drafts/plan": (Probe(at("metadata/drafts/plan")),),
    "POST /api/v1/metadata/drafts/publish": (Probe(at("metadata/drafts/publish"), {"plan_id": "none"}),),
    "GET /api/v1/metadata/drafts/objects/<object_name>/seen": (
        Probe(at("metadata/drafts/objects/{vault}/seen")), Probe(at("metadata/drafts/objects/project/seen")),
    ),
    "GET /api/v1/metadata/drafts/<kind>/<name>": (Probe(at("metadata/drafts/object/{vault}")),),
    "PUT /api/v1/metadata/drafts/<kind>/<name>": (Probe(at("metadata/drafts/object/{vault}"), {"item": None}),),
    "DELETE /api/v1/metadata/drafts/<kind>/<name>": (Probe(at("metadata/drafts/object/{vault}")),),
    "GET /api/v1/metadata/revisions/<number>": (Probe(at("metadata/revisions/2")),),
    "POST /api/v1/metadata/revisions/<number>/rollback": (Probe(at("metadata/revisions/2/rollback")),),
    "GET /api/v1/packages": (Probe(at("packages")),),
    "GET /api/v1/access/roles/compare": (
        Probe(at("access/roles/compare", left="worker", right="guest")),
        Probe(at("access/roles/compare", left="{vault}", right="worker")),
    ),
    "POST /api/v1/access/view_as": (Probe(at("access/view_as"), {"user": "{login}"}),),
    "DELETE /api/v1/access/view_as": (Probe(at("access/view_as")),),
    "POST /api/v1/packages": (Probe(at("packages"), form={"plan": "true", "file": "@{vault}"}),),
    "GET /api/v1/packages/<name>": (Probe(at("packages/hiding")), Probe(at("packages/{vault}"))),
    "GET /api/v1/packages/<name>/plan": (
        Probe(at("packages/hiding/plan", action="disable")), Probe(at("packages/{vault}/plan", action="disable")),
    ),
    "POST /api/v1/packages/<name>/<action>": (
        Probe(at("packages/hiding/disable"), {}), Probe(at("packages/{vault}/install"), {}),
    ),
    "GET /api/v1/openapi.json": (Probe(at("openapi.json")),),
    "GET /healthz": (Probe("/healthz"),),
    "GET /readyz": (Probe("/readyz"),),
    "GET /metrics": (Probe("/metrics", measured=True),),
    "GET /": (Probe("/"),),
    "GET /<path:name>": (Probe("/docs/"), Probe("/assets/{vault}.js"), Probe("/api/v1/{vault}")),
    "POST /api/v1/auth/login": (
        Probe(at("auth/login"), {"login": "{login}", "password": "not the password"}),
        Probe(at("auth/login"), {"login": "guest", "password": "not the password"}),
    ),
    "POST /api/v1/portal/auth/login": (
        Probe(at("portal/auth/login"), {"login": "{login}", "password": "not the password"}),
    ),
    "POST /api/v1/auth/password": (
        Probe(at("auth/password"), {"password": "not the password", "new_password": "something else"}),
    ),
    "POST /api/v1/auth/logout": (Probe(at("auth/logout")),),
    "POST /api/v1/portal/auth/logout": (Probe(at("portal/auth/logout")),),
}  # fmt: skip
