"""Personal views: records of core that one person keeps, checked as views of metadata are (decision B13).

Everybody may have them whatever their role, so they are read and written as the platform acting for their owner; what
a view shows is cut to its owner's rights each time it is used.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from guanxi.catalog import View
from guanxi.catalog.scope import ObjectScope
from guanxi.errors import Denied, Invalid, Missing, Problem
from guanxi.fields.base import FieldProblem
from guanxi.metadata.check_screens import roles_of_fields
from guanxi.metadata.compile_screens import view_from
from guanxi.metadata.document import Document
from guanxi.metadata.kinds import OURS
from guanxi.records.plan import plan_of
from guanxi.records.query import record, rows
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.records.selection import Reader
from guanxi.records.statements import name_problems
from guanxi.records.transaction import in_transaction
from guanxi.screens.leaving import remaining_view
from guanxi.screens.visible import kept, readable_view
from guanxi.text.label import Label
from guanxi.text.shown import shown

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["MOST", "PersonalView", "change_view", "create_view", "delete_view", "find_view", "personal_views"]

MOST = 100
_RECORD = "personal_view"
_FIELDS = ("id", "owner", "object", "label", "body", "opens_first", "version")
_PARTS = ("type", "columns", "filter", "sort", "group", "start", "end", "parent", "place", "summaries")
_OTHERS = ("label", "default")


@dataclass(frozen=True, slots=True)
class PersonalView:
    """A view of one's own, and what it shows; `view` is None while it names what its owner may not use any more.

    `remaining` is what is left of it then, for the pages, which say that something was left out.
    """

    id: str
    label: str
    body: Mapping[str, Any]
    opens_first: bool
    version: int
    view: View | None
    remaining: View | None


def personal_views(context: "Context", item: "ObjectType") -> tuple[PersonalView, ...]:
    """Return the caller's own views of an object, in the order of their names."""
    mine = f"owner = $user.id AND object = '{item.id}'"
    found = rows(_acting(context), Query(_RECORD, fields=_FIELDS, filter=mine, sort=("label", "id"), limit=MOST))
    return tuple(_read(context, item, row) for row in found)


def find_view(context: "Context", item: "ObjectType", identity: str) -> PersonalView:
    """Return one of the caller's own views of an object, else raise Missing."""
    row = record(_acting(context), _RECORD, record_id=identity, fields=_FIELDS)
    if row["owner"]["id"] != context.principal.user_id or row["object"] != item.id:
        raise Missing(kind="record", object=_RECORD, id=str(uuid.UUID(identity)))
    return _read(context, item, row)


def create_view(context: "Context", item: "ObjectType", given: Mapping[str, Any]) -> PersonalView:
    """Keep a new view of the caller; raises Invalid with everything that is wrong with it."""

    def work(inside: "Context") -> PersonalView:
        values = _checked(inside, item, given, {})
        if len(personal_views(inside, item)) >= MOST:
            raise Invalid(problems=[Problem(None, "too_many", {"limit": MOST})])
        row = {**values, "object": item.id, "owner": inside.principal.user_id}
        return _stored(inside, item, row, "create")

    _check_writing(context)
    return in_transaction(context, work)


def change_view(context: "Context", item: "ObjectType", identity: str, given: Mapping[str, Any]) -> PersonalView:
    """Change the parts of a view that are given; a part that is null goes."""

    def work(inside: "Context") -> PersonalView:
        known = find_view(inside, item, identity)
        before = {"label": known.label, "default": known.opens_first, **known.body}
        return _stored(inside, item, {**_checked(inside, item, given, before), "id": known.id}, "update")

    _check_writing(context)
    return in_transaction(context, work)


def delete_view(context: "Context", item: "ObjectType", identity: str) -> None:
    """Put one of the caller's own views into the recycle bin."""
    _check_writing(context)
    known = find_view(context, item, identity)
    save(_acting(context), _RECORD, [{"id": known.id}], operation="delete")


def _acting(context: "Context") -> "Context":
    """Return the context in which the platform acts for the caller."""
    who = replace(context.principal, kind="system", reason="personal views", scopes=None)
    return replace(context, principal=who)


def _check_writing(context: "Context") -> None:
    scopes = context.principal.scopes
    if scopes is not None and "write" not in scopes:
        raise Denied(right="write")


def _stored(context: "Context", item: "ObjectType", row: Mapping[str, Any], operation: Any) -> PersonalView:  # noqa: ANN401
    done = save(_acting(context), _RECORD, [row], operation=operation).results[0]
    if row["opens_first"]:
        others = [known for known in personal_views(context, item) if known.opens_first and known.id != done.id]
        changes = [{"id": known.id, "opens_first": False} for known in others]
        save(_acting(context), _RECORD, changes, operation="update")
    return find_view(context, item, str(done.id))


def _read(context: "Context", item: "ObjectType", row: Mapping[str, Any]) -> PersonalView:
    body = {**orjson.loads(row["body"]), "object": item.name}
    label, version = str(row["label"]), int(row["version"])

    def views() -> tuple[View | None, View | None]:
        made = view_from(
            body, name=str(row["id"]), package=_RECORD, label=Label(label, label),
            column_label=lambda entry: Label.of(entry["label"]) if "label" in entry else None,
        )  # fmt: skip
        whole = replace(made, personal=True)
        return readable_view(context, item, whole), remaining_view(context, item, whole)

    cut, remaining = kept(context, (_RECORD, row["id"], version), views)
    del body["object"]
    return PersonalView(str(row["id"]), label, body, bool(row["opens_first"]), version, cut, cut or remaining)


def _checked(
    context: "Context", item: "ObjectType", given: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values to be stored, or raise with every problem of what is given."""
    unknown = [Problem(name[:100], "unknown_argument") for name in given if name not in (*_PARTS, *_OTHERS)]
    merged = {**before, **given}
    body = {name: merged[name] for name in _PARTS if merged.get(name) is not None}
    problems = [*unknown, *_label_problems(context, merged.get("label")), *_problems(context, item, body)]
    opens_first = merged.get("default") or False
    if not isinstance(opens_first, bool):
        problems.append(Problem("default", "not_boolean", {"value": shown(opens_first)}))
    if problems:
        raise Invalid(problems=problems)
    return {"label": merged["label"], "body": body, "opens_first": opens_first}


def _label_problems(context: "Context", label: object) -> Iterator[Problem]:
    try:
        parsed = plan_of(context, _RECORD).parser("label")(label)
    except FieldProblem as problem:
        yield Problem("label", problem.code, problem.params)
        return
    if parsed is None:
        yield Problem("label", "required")


def _problems(context: "Context", item: "ObjectType", body: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with a view: first its shape, then the names in it, which are those of the reader."""
    whole = {**body, "kind": "view", "name": "personal", "object": item.name, "label": {}}
    document = Document("view", "personal", "core", whole)
    findings = list(OURS["view"].findings(document))
    named: list[Problem] = []
    if not findings:
        names = Reader(context.catalog, context.rights).comparing()
        findings = list(roles_of_fields(document, item, ObjectScope(context.catalog, item.name, names=names)))
        named = list(_unknown_names(context, item, body))
    told = [Problem(".".join(found.path.split("/")[2:]), found.code, found.params) for found in findings]
    return [*told, *named]


def _unknown_names(context: "Context", item: "ObjectType", body: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the names that a query by the view would use, said as the query would say it."""
    columns = tuple(entry["field"] for entry in body.get("columns", ()))
    queries = {
        "columns": Query(item.name, fields=columns), "filter": Query(item.name, filter=body.get("filter")),
        "sort": Query(item.name, sort=tuple(body.get("sort", ()))),
    }  # fmt: skip
    for key, query in queries.items():
        yield from (replace(problem, field=key) for problem in name_problems(context, query))
