"""Several operations in one transaction, later ones naming what earlier ones made: all are done, or none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeGuard

import orjson
from guanxi.errors import Invalid, Malformed, Problem, Refused, TooLarge
from guanxi.records.actions import Order, run_action
from guanxi.records.answer import saved_record
from guanxi.records.query import get
from guanxi.records.question import query_from
from guanxi.records.save import save
from guanxi.records.transaction import in_transaction, tried
from guanxi.text.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.workspace.context import Context

__all__ = ["MOST", "Composed", "Operation", "composite", "operations_from"]

MOST = 100
_REFERENCE = "$ref"
_SPELT = re.compile(r"@\{([^{}]+)\}")  # the same in a text: @{firm.id}
_POINTER = frozenset({"type", "id"})  # a value that points to a record of one of several objects
_KEYS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType({
    "create": (frozenset({"values"}), frozenset()),
    "update": (frozenset({"id", "values"}), frozenset({"version"})),
    "upsert": (frozenset({"values", "by"}), frozenset()),
    "delete": (frozenset({"id"}), frozenset({"version"})),
    "restore": (frozenset({"id"}), frozenset()),
    "action": (frozenset({"id", "action"}), frozenset({"values", "version"})),
    "get": (frozenset({"id"}), frozenset({"fields"})),
})  # fmt: skip
"""What each kind of operation must say beside its object, and what it may say."""
_TEXTS = ("name", "object", "by", "action")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it is asked for; `given` holds what its kind takes, references unresolved."""

    call: str
    object: str
    name: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    def references(self) -> Iterator[str]:
        """Yield the references in the id and the values."""
        values = self.given.get("values", {})
        for value in (self.given.get("id"), *values.values()):
            yield from (found for part in _parts(value) if (found := _reference(part)) is not None)


@dataclass(slots=True)
class Composed:
    """What came of the operations, one by one."""

    results: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def operations_from(asked: Sequence[object]) -> tuple[Operation, ...]:
    """Read the operations; everything that is wrong with their form is reported together."""
    if len(asked) > MOST:
        raise TooLarge(limit=MOST, rows=len(asked))
    problems: list[Problem] = [] if asked else [Problem("operations", "required")]
    read: list[Operation] = []
    names: set[str] = set()
    for index, entry in enumerate(asked):
        place = f"operations.{index}"
        if not isinstance(entry, Mapping):
            problems.append(Problem(place, "body_not_object"))
            continue
        wrong = [replace(problem, field=f"{place}.{problem.field}") for problem in _problems(entry)]
        problems += wrong
        if not wrong:
            outside = {"call", "object", "name"}
            given = {key: value for key, value in entry.items() if key not in outside and value is not None}
            found = Operation(entry["call"], entry["object"], entry.get("name"), given)
            problems += _misnamed(found, names, place)
            read.append(found)
        if isinstance(entry.get("name"), str):
            names.add(entry["name"])  # what is wrong with this one is no fault of those that name it
    if problems:
        raise Malformed(problems=problems)
    return tuple(read)


def _problems(entry: Mapping[str, Any]) -> Iterator[Problem]:
    call = entry.get("call")
    if call is None:
        yield Problem("call", "required")
        return
    if not isinstance(call, str) or call not in _KEYS:
        yield Problem("call", "not_allowed", {"value": shown(call), "allowed": list(_KEYS)})
        return
    needed, may = _KEYS[call]
    needed = needed | {"object"}
    known = needed | may | {"call", "name"}
    yield from (Problem(str(key)[:100], "unknown_argument") for key in entry if key not in known)
    yield from (Problem(key, "required") for key in sorted(needed) if entry.get(key) is None)
    yield from (
        Problem(key, "not_text") for key in _TEXTS if entry.get(key) is not None and not isinstance(entry[key], str)
    )
    if entry.get("values") is not None and not isinstance(entry["values"], Mapping):
        yield Problem("values", "body_not_object")
    identity, version, fields = entry.get("id"), entry.get("version"), entry.get("fields")
    if identity is not None and not isinstance(identity, str) and _reference(identity) is None:
        yield Problem("id", "not_text")
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        yield Problem("version", "not_number", {"value": shown(version)})
    if fields is not None and not (isinstance(fields, list) and all(isinstance(one, str) for one in fields)):
        yield Problem("fields", "not_a_list")


def _misnamed(operation: Operation, earlier: set[str], place: str) -> Iterator[Problem]:
    """Yield a name that an earlier operation has, and references to what is no earlier operation."""
    if operation.name in earlier or operation.name == "" or "." in (operation.name or ""):
        yield Problem(f"{place}.name", "operation_name", {"name": str(operation.name)[:100]})
    for reference in operation.references():
        if reference.partition(".")[0] not in earlier:
            yield Problem(place, "reference_to_no_result", {"name": reference[:100]})


def composite(context: "Context", operations: Sequence[Operation], *, dry_run: bool = False) -> Composed:
    """Do the operations in one transaction; with a dry run tell what would come of them.

    What is refused says its operation: as `row` of its problems, and as `operation` where there are none. Operations
    after one whose data is refused are tried too, so that all problems come at once, but for those that name it.
    """

    def work(inside: "Context") -> Composed:
        return _carry_out(inside, operations)

    return tried(context, work) if dry_run else in_transaction(context, work)


def _carry_out(context: "Context", operations: Sequence[Operation]) -> Composed:
    done, told = Composed(), dict[str, Any]()
    problems: list[Problem] = []
    refused: set[str | None] = set()
    for index, operation in enumerate(operations):
        if any(reference.partition(".")[0] in refused for reference in operation.references()):
            refused.add(operation.name)
            continue
        try:
            data, warnings = _CALLS[operation.call](context, operation.object, _resolved(operation, told))
        except Invalid as error:
            problems += _of(index, error.problems)
            refused.add(operation.name)
        except Refused as error:
            if problems:
                break
            error.params["operation"], error.problems = index, tuple(_of(index, error.problems))
            raise
        else:
            done.results.append({"name": operation.name, "call": operation.call, "data": data})
            done.warnings += _of(index, warnings)
            if operation.name is not None:
                told[operation.name] = data
    if problems:
        raise Invalid(problems=problems)
    return done


def _of(index: int, problems: Sequence[Problem]) -> list[Problem]:
    return [replace(problem, row=index) for problem in problems]


def _parts(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return value
    return (value["id"],) if _points(value) else (value,)


def _points(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping) and value.keys() == _POINTER


def _reference(value: object) -> str | None:
    """Return what a value refers to, None where it is no reference."""
    if isinstance(value, str):
        spelt = _SPELT.fullmatch(value)
        return None if spelt is None else spelt[1]
    if isinstance(value, Mapping) and len(value) == 1 and isinstance(value.get(_REFERENCE), str):
        return str(value[_REFERENCE])
    return None


def _resolved(operation: Operation, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an operation is given, with what earlier ones told in the places of references."""
    problems: list[Problem] = []

    def value_of(name: str, value: object) -> object:
        if isinstance(value, list):
            return [value_of(name, part) for part in value]
        if _points(value):
            return {**value, "id": value_of(name, value["id"])}
        reference = _reference(value)
        if reference is None:
            return value
        found: object = told
        for part in reference.split("."):
            found = _below(found, part)
        if found is _NOTHING:
            problems.append(Problem(name, "reference_to_no_result", {"name": reference[:100]}))
            return None
        return found["id"] if isinstance(found, Mapping) and "id" in found else found

    given = dict(operation.given)
    if "id" in given:
        given["id"] = value_of("id", given["id"])
    if "values" in given:
        given["values"] = {name: value_of(name, value) for name, value in given["values"].items()}
    if problems:
        raise Invalid(problems=problems)
    return given


_NOTHING = object()


def _below(found: object, part: str) -> object:
    if isinstance(found, Mapping):
        return found.get(part, _NOTHING)
    if isinstance(found, list) and part.isascii() and part.isdigit() and len(part) <= 4 and int(part) < len(found):
        return found[int(part)]
    return _NOTHING


def _saving(operation: Any) -> "Callable[..., tuple[dict[str, Any], Sequence[Problem]]]":  # noqa: ANN401
    def call(context: "Context", name: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], Sequence[Problem]]:
        row = {**given.get("values", {}), **{key: given[key] for key in ("id", "version") if key in given}}
        outcome = save(context, name, [row], operation=operation, upsert_by=given.get("by"))
        result = outcome.results[0]
        if operation == "delete":
            return {"id": result.id, "version": result.version}, outcome.warnings
        return saved_record(context, name, result), outcome.warnings

    return call


def _act(context: "Context", name: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], Sequence[Problem]]:
    order = Order(given.get("values", {}), given.get("version"))
    done = run_action(context, name, str(given["id"]), given["action"], order)
    created = [{"object": made, "id": identity} for made, identity in done.created]
    return {"id": given["id"], "version": done.version, "created": created, "open": done.open}, done.warnings


def _get(context: "Context", name: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], Sequence[Problem]]:
    fields = query_from(name, {"fields": given.get("fields")}).fields
    body, version = get(context, name, record_id=str(given["id"]), fields=fields)
    return {**orjson.loads(body), "version": version}, ()


_CALLS: "Mapping[str, Callable[..., tuple[dict[str, Any], Sequence[Problem]]]]" = MappingProxyType({
    **{call: _saving(call) for call in ("create", "update", "upsert", "delete", "restore")},
    "action": _act, "get": _get,
})  # fmt: skip
