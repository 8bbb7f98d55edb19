"""Statements prepared once per catalog, question and kind of reader, run many times with each reader's own values."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import orjson
from guanxi.access.rows import RowAccess, row_access
from guanxi.errors import Denied, Missing
from guanxi.records.shapes import ROOT, steps_of
from guanxi.sqltree import Call, Case, Expr, Param, Select, integer

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.storage import Connection, Statement
    from guanxi.workspace.context import Context

__all__ = ["RESTS", "Prepared", "Reading", "Tries", "connected", "prepared", "readable_object"]

_ME, _SHOWN = "me", "me_shown"
RESTS = 63  # so many questions follow a vain try until the next

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Reading:
    """One statement in the making: who reads, in which catalog, and what the slots and arms met so far stand for."""

    context: "Context"
    now: dt.datetime
    values: dict[str, object] = field(default_factory=dict)
    accesses: dict[tuple[str, str], RowAccess] = field(default_factory=dict)  # by object and alias
    volatile: bool = False  # a value depends on the instant, or on what is stored beside the records
    personal: bool = False  # a value depends on who reads
    _aliases: int = 0

    @property
    def catalog(self) -> "Catalog":
        """Return the catalog whose names are used."""
        return self.context.catalog

    @property
    def is_portal(self) -> bool:
        """Tell whether the reader must not learn of what it cannot see."""
        return self.context.principal.audience == "portal"

    def alias(self) -> str:
        """Return an alias that the statement does not use yet."""
        self._aliases += 1
        return f"j{self._aliases}"

    def constant(self, value: str) -> Param:
        """Return the parameter of a text that metadata or the platform gives."""
        slot = f"text.{value}"
        self.values[slot] = value
        return Param(slot, "text")

    def rank(self, value: Expr, names: Iterable[str]) -> Expr:
        """Return the position of a picklist's value in its declared order; blank stays blank."""
        equal = (Call("=", (value, self.constant(name)), "boolean") for name in names)
        return Case(tuple((condition, integer(index)) for index, condition in enumerate(equal)))

    def owners(self) -> list[Param]:
        """Return one parameter for each id under which the reader owns records."""
        own = _own_values(self.context)
        self.values.update(own)
        return [Param(slot, "uuid") for slot in own if slot.startswith("owner")]

    def reader_as_owner(self) -> tuple[Param, Param] | None:
        """Return the reader's id and how it is shown as an owner, so that own records need no look-up for that."""
        own = _own_values(self.context)
        self.values.update(own)
        return (Param(_ME, "uuid"), Param(_SHOWN, "json")) if _ME in own else None

    def access(self, object_name: str, alias: str) -> RowAccess:
        """Return which rows of an object the reader reaches."""
        found = self.accesses[object_name, alias] = _access(self.context, object_name, alias)
        return found


class Tries:
    """Whether a way that may find too little is worth a try: after a failure it is left out for a while.

    Readers share a question only where rules show them the same rows, so that one reader's failure tells of the others.
    """

    __slots__ = ("_rests",)

    def __init__(self) -> None:
        """Begin with a try."""
        self._rests = 0

    def due(self) -> bool:
        """Tell whether to try; each call that is told no brings the next try nearer."""
        if not self._rests:
            return True
        self._rests -= 1
        return False

    def failed(self) -> None:
        """Note a try that was in vain."""
        self._rests = RESTS


@dataclass(frozen=True, slots=True)
class Prepared(Generic[Answer]):
    """Printed statements, the way from their rows to the answer, and what they were made from."""

    statements: tuple["Statement", ...]
    answer: Answer
    reading: Reading
    tries: Tries = field(default_factory=Tries)

    def values_for(
        self, context: "Context", now: dt.datetime, root: RowAccess, *, own: Mapping[str, object]
    ) -> dict[str, object] | None:
        """Return the values for a reader of this kind; None where the reader or the instant needs another statement."""
        made = self.reading
        if (made.volatile and made.now != now) or (made.personal and made.context.principal != context.principal):
            return None
        values = {**made.values, **own}
        for (object_name, alias), access in made.accesses.items():
            present = root if alias == ROOT else _access(context, object_name, alias)
            if not _same_shape(present, access):
                return None
            values.update(present.values)
        return values


def prepared(
    context: "Context", object_name: str, question: Hashable, *, now: dt.datetime,
    make: Callable[[Reading], tuple[list[Select], Answer]],
) -> tuple[Prepared[Answer], dict[str, object]]:  # fmt: skip
    """Return the prepared statements of a question on an object, with the values for this reader.

    Readers share them who have the same roles and whose arms have the same shape; who they are stands in the values.
    """
    who, own = context.principal, _own_values(context)
    root = _access(context, readable_object(context, object_name).name, ROOT)
    shape = (id(root.arms), id(root.restrictions), root.everything, root.nothing)
    kind = (who.roles, who.scopes, who.is_system, who.audience, tuple(own), steps_of(who.breadth))

    def build() -> Prepared[Answer]:
        reading = Reading(context, now)
        selects, answer = make(reading)
        printer = context.database.printer
        return Prepared(tuple(printer.print(select) for select in selects), answer, reading)

    found = context.memo((question, kind, shape), build)
    values = found.values_for(context, now, root, own=own)
    if values is None:
        found = build()
        values = dict(found.reading.values)
        for access in found.reading.accesses.values():
            values.update(access.values)
    return found, values


@contextmanager
def connected(context: "Context", *, seconds: float | None = None) -> "Iterator[Connection]":
    """Lend the connection to read with, the open transaction's where there is one; statements have a bound (B7)."""
    if context.transaction is not None:
        yield context.transaction
        return
    of_portal = context.workspace.settings.portal_statement_seconds if context.principal.audience == "portal" else None
    with context.database.read(seconds=seconds or of_portal) as connection:
        yield connection


def readable_object(context: "Context", name: str) -> "ObjectType":
    """Return the object if the principal may read it; Missing where it may not even know of it."""
    item, rights = context.catalog.find(name), context.rights
    if item is None or item.state == "hidden" or item.name not in rights.visible_objects():
        raise Missing(kind="object", name=name)
    if not rights.can(item.name, "read"):
        if context.principal.audience == "portal":
            raise Missing(kind="object", name=name)
        raise Denied(action="read", object=item.name)
    return item


def _access(context: "Context", object_name: str, alias: str) -> RowAccess:
    # As of the present instant, whatever NOW() is in the question: an old cursor opens nothing that has closed since.
    return row_access(context.policy, context.principal, object_name, alias=alias, now=context.now, zone=context.zone)


def _same_shape(one: RowAccess, other: RowAccess) -> bool:
    """Tell whether two accesses were made of the same trees; access keeps one tree per kind of reader."""
    flags = (one.everything, one.nothing) == (other.everything, other.nothing)
    return flags and one.arms is other.arms and one.restrictions is other.restrictions


def _own_values(context: "Context") -> Mapping[str, object]:
    """Return the ids under which the reader owns records, and the reader itself as it is shown as an owner."""
    who = context.principal
    values: dict[str, object] = {f"owner{index}": identity for index, identity in enumerate(who.owner_ids)}
    for grantee in who.grantees:
        if grantee.id == who.user_id:
            values[_ME] = grantee.id
            values[_SHOWN] = orjson.dumps({"id": grantee.id, "name": grantee.name}).decode()
    return values
