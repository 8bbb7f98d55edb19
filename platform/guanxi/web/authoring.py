"""What whoever writes metadata needs to know: kinds and field types, functions, and whether a formula is right."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from guanxi.catalog.scope import ObjectScope
from guanxi.change.drafts import Drafts
from guanxi.errors import Malformed, Missing
from guanxi.fields import FIELD_TYPES
from guanxi.formula import CORE_FUNCTIONS, FormulaInvalid, FormulaSyntax, check, describe
from guanxi.metadata.kinds import KIND, OURS
from guanxi.records.aggregate import aggregate_rows
from guanxi.records.question import Aggregate
from guanxi.text.label import Label
from guanxi.text.messages import message
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, loaded, text
from guanxi.web.call import FixedCall
from guanxi.web.rights import need
from guanxi.web.shapes import ANYTHING, FLAG, LABEL, OPEN, TEXT, TEXTS, WHOLE, Named, closed, many, maybe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guanxi.catalog import Catalog
    from guanxi.formula import FormulaProblem
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "authoring_blueprint"]

_RIGHT = "setup"


class FormulaBody(BodySchema):
    """A formula that is being written."""

    object = text(required=True, help="The object that it is about.")
    formula = text(required=True, help="Its text.")
    id = text(help="A record on which it is tried, as far as the caller may read what it names.")
    prefix = text(help="Names with points up to which the names that may follow are told, such as owner.unit.")


_KIND = closed(
    {"name": TEXT, "folder": maybe(TEXT), "schema": OPEN, "package": maybe(TEXT)},
    {"label": LABEL, "package_label": LABEL},
)
_VOCABULARY = Named("vocabulary", "What metadata is written with.", closed({
    "kinds": many(_KIND), "field_types": many(closed({"name": TEXT, "keys": TEXTS, "needed": TEXTS})),
    "functions": many(closed({"name": TEXT, "signatures": TEXTS, "meaning": TEXT})),
    "features": many(closed({"name": TEXT, "label": TEXT})),
}))  # fmt: skip
_PROBLEM = closed({"code": TEXT, "message": TEXT, "start": WHOLE, "end": WHOLE})
_FORMULA = Named("checked_formula", "The type of a formula, or what is wrong where.", closed(
    {"names": TEXTS, "children": TEXTS, "labels": OPEN, "type": maybe(TEXT), "filterable": FLAG,
     "problems": many(_PROBLEM)},
    {"tried": closed({"value": ANYTHING, "message": maybe(TEXT)})},
))  # fmt: skip
CALLS = (
    FixedCall("GET", "/metadata/vocabulary", "Kinds with their schemas, field types, functions", _VOCABULARY,
              right=_RIGHT),
    FixedCall("POST", "/metadata/formula", "The type of a formula, or what is wrong where", _FORMULA, FormulaBody,
              right=_RIGHT),
)  # fmt: skip


def authoring_blueprint(door: "Door") -> Blueprint:
    """Return the calls for writers of metadata; all of them need the right `setup`."""
    calls = Blueprint("authoring", __name__)
    calls.add_url_rule("/metadata/vocabulary", "vocabulary", door.opened(_vocabulary), methods=["GET"])
    calls.add_url_rule("/metadata/formula", "check_formula", door.opened(_formula, reads=True), methods=["POST"])
    return calls


def _vocabulary(context: "Context") -> Response:
    """Give the kinds with their schemas, the field types with their keys, and the functions."""
    need(context, _RIGHT)
    return json_answer({
        "kinds": [*_kinds(), *_declared_kinds(context)],
        "field_types": [
            {"name": token, "keys": sorted(kind.schema_keys), "needed": list(kind.needed)}
            for token, kind in FIELD_TYPES.items() if kind.declarable
        ],
        "functions": [
            {
                "name": row.name, "signatures": [f"{row.name}({each.text})" for each in row.signatures],
                "meaning": row.zh if context.language == "zh" else row.en,
            }
            for row in CORE_FUNCTIONS if not row.operator
        ],
        "features": list(_features(context)),
    })  # fmt: skip


def _features(context: "Context") -> "Iterator[dict[str, Any]]":
    """Yield what objects may have: a history, and what records of others are to theirs, called as all of those."""
    yield {"name": "history", "label": Label("History", "历史").text(context.language)}
    provided: dict[str, list[str]] = {}
    for item in context.catalog.objects.values():
        if item.provides is not None and item.state != "hidden":
            provided.setdefault(item.provides, []).append(item.plural.text(context.language))
    for name, plurals in provided.items():
        yield {"name": name, "label": ("、" if context.language == "zh" else ", ").join(plurals)}


def _kinds() -> "Iterator[dict[str, Any]]":
    """Yield the platform's kinds; that of kinds themselves is written by packages alone."""
    for kind in (kind for kind in OURS.values() if kind.name != KIND):
        yield {"name": kind.name, "folder": kind.folder, "schema": kind.schema, "package": None}


def _declared_kinds(context: "Context") -> "Iterator[dict[str, Any]]":
    """Yield the kinds that packages declare, with what they and the packages are called."""
    plugins = context.catalog.plugins
    for kind in context.catalog.kinds.values():
        yield {
            "name": kind.name, "folder": kind.folder, "schema": kind.schema, "package": kind.package,
            "label": kind.label.as_mapping(), "package_label": plugins[kind.package].label.as_mapping(),
        }  # fmt: skip


def _formula(context: "Context") -> Response:
    """Say the type of a formula, or what is wrong and where, and which names may follow a prefix."""
    need(context, _RIGHT)
    given = loaded(FormulaBody())
    catalog = Drafts(context.workspace, context.principal).sketch()  # with the fields that are not published yet
    item = catalog.find(given["object"])
    if item is None:
        raise Missing(kind="object", name=given["object"][:100])
    scope = ObjectScope(catalog, item.name)
    prefix = tuple((given.get("prefix") or "").split(".")) if given.get("prefix") else ()
    told: dict[str, Any] = {
        "names": list(scope.names(prefix)), "children": list(item.relations),
        "labels": dict(_labels(context, catalog, scope, prefix)),
    }  # fmt: skip
    try:
        checked = check(given["formula"], scope)
    except (FormulaSyntax, FormulaInvalid) as failure:
        return json_answer({**told, "type": None, "filterable": False, "problems": _problems(context, failure.found)})
    told |= {"type": checked.type.value, "filterable": checked.filterable, "problems": []}
    if given.get("id"):
        told["tried"] = _tried(context, item.name, given["formula"], given["id"])
    return json_answer(told)


def _labels(
    context: "Context", catalog: "Catalog", scope: ObjectScope, prefix: tuple[str, ...]
) -> "Iterator[tuple[str, str]]":
    """Yield what people call the names that may follow a prefix; lists of children may stand only in front."""
    if not prefix:
        for name, relation in catalog.object(str(scope.key)).relations.items():
            yield name, catalog.object(relation.object).plural.text(context.language)
    for member in scope.members(prefix):
        yield member.name, member.label.text(context.language)


def _tried(context: "Context", object_name: str, formula: str, record_id: str) -> dict[str, Any]:
    """Return what a formula gives on a record that the caller may read, or why that cannot be told.

    It is computed as the caller reads: what stands behind a hidden field or record is blank, as in a filter.
    """
    try:
        identity = str(uuid.UUID(record_id))
    except ValueError as error:
        raise Missing(kind="record", id=record_id[:100]) from error
    asked = Aggregate(object_name, group_by=(formula,), measures=(), filter=f"id = '{identity}'")
    try:
        found = aggregate_rows(context, asked)
    except Malformed as error:
        reason = next((problem.code for problem in error.problems), "")
        code = "not_tried_as_long" if reason == "not_groupable" else "not_tried"
        return {"value": None, "message": message(code, {}, language=context.language)}
    except Missing:  # the object is a draft yet
        return {"value": None, "message": message("not_tried", {}, language=context.language)}
    if not found:
        raise Missing(kind="record", id=identity)
    return {"value": found[0][formula], "message": None}


def _problems(context: "Context", found: "Iterable[FormulaProblem]") -> list[dict[str, Any]]:
    return [
        {
            "code": problem.code, "message": describe(problem, context.language), "start": problem.start,
            "end": problem.end,
        }
        for problem in found
    ]  # fmt: skip
