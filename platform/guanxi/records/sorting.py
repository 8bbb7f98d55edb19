"""Sort names to sort keys: what each kind of field is ordered by."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from guanxi.errors import Malformed, Problem
from guanxi.formula.sql import SqlResult
from guanxi.records.ordering import SortKey
from guanxi.records.selection import Reader, unknown
from guanxi.sqltree import Call, Column, Scalar

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.records.frame import Frame

__all__ = ["path_of", "sort_keys"]

_NEVER_BLANK = frozenset({"id", "created_at", "updated_at", "version"})


def sort_keys(reader: Reader, frame: "Frame", names: Sequence[str]) -> tuple[SortKey, ...]:
    """Return the keys of a list's order; unknown, unreadable and masked names are refused alike."""
    reader = reader.comparing()
    keys: list[SortKey] = []
    problems: list[Problem] = []
    for name in names:
        bare = name.removeprefix("-").removeprefix("+").strip()
        found = path_of(reader, frame.item, bare)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        steps, member = _named(reader, *found)
        if not member.kind.sortable:
            problems.append(Problem(None, "not_sortable", {"name": bare}))
            continue
        keys.append(_key(frame, steps, member, descending=name.startswith("-")))
    if problems:
        raise Malformed(problems=problems)
    return tuple(keys)


def path_of(reader: Reader, item: "ObjectType", name: str) -> "tuple[tuple[str, ...], Field] | Problem":
    """Return the steps of a path whose value the reader may compare by, and its last field, else the problem."""
    steps: list[str] = []
    target: ObjectType | None = item
    names = name.split(".")
    for index, step in enumerate(names):
        bare, _, kind = step.partition(":")
        member = reader.field(target, bare) if target is not None else None
        last = index == len(names) - 1
        part = target.part(bare, names[-1]) if target is not None and index == len(names) - 2 else None
        if target is not None and part is not None:  # address.city is the field address__city
            bare, last, kind = part, True, ""
            member = reader.field(target, bare)
        follows = member is not None and (member.type == "owner" or kind in member.targets)
        if target is None or member is None or (kind and (last or not follows)):
            known = reader.fields(target) if target is not None else ()
            return unknown(name, (one.name for one in known), step=step)
        steps.append(f"{member.name}:{kind}" if kind else member.name)
        if last:
            amount = target.converted(member.name)  # amounts of several records are compared in one currency (A12)
            return (tuple(steps), member) if amount is None else ((*steps[:-1], amount.name), amount)
        if member.type == "owner" and not kind:
            if names[index + 1 :] in (["id"], ["name"]):
                return (*steps, names[-1]), member
            return unknown(name, ("id", "name"), step=names[-1])
        target = reader.target(member, kind)
    return unknown(name, ())


def _named(reader: Reader, steps: tuple[str, ...], member: "Field") -> "tuple[tuple[str, ...], Field]":
    """Order a lookup by the name of what it points to, where the reader may read that; else by its id."""
    if member.type == "owner":
        return (steps if steps[-1] in {"id", "name"} and len(steps) > 1 else (*steps, "name")), member
    target = reader.target(member)
    name = reader.field(target, target.name_field) if target is not None else None
    return ((*steps, name.name), name) if name is not None else (steps, member)


def _key(frame: "Frame", steps: tuple[str, ...], member: "Field", *, descending: bool) -> SortKey:
    own = len(steps) == 1
    # While a build fills the order keys, the value itself gives the order.
    if member.sort_column is not None and member.state == "ready" and member.type != "owner":
        for step in steps[:-1]:
            bare, _, kind = step.partition(":")
            frame = frame.parent(frame.item.field(bare), to=kind or None, system=frame.system)
        column = frame.column(member, "sort")
        return SortKey(column, descending, column.kind)
    found = frame.value(steps)
    expr = found.expr if isinstance(found, SqlResult) else found
    if member.values and member.type == "picklist":
        return SortKey(frame.reading.rank(expr, member.values), descending, "integer")
    if isinstance(found, SqlResult):
        # Computed text has the collation of the database, columns have that of their DDL.
        ordered = Call("formula.by_code", (expr,), "text") if found.kind == "text" else expr
        return SortKey(ordered, descending, found.kind, found.scale)
    kind, scale = (expr.kind, expr.scale) if isinstance(expr, Column | Scalar) else ("any", 0)
    if kind == "boolean":
        return SortKey(Call("is_true", (expr,), "boolean"), descending, "boolean", nullable=False)
    return SortKey(expr, descending, kind, scale, nullable=not (own and member.system and member.name in _NEVER_BLANK))
