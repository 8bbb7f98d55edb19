"""Records past the joins that one statement may have (decision A14): each of their values is a subselect."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guanxi.formula.sql import SqlResult
from guanxi.records.frame import Frame
from guanxi.sqltree import Alias, Call, Expr, Join, Kind, Scalar, Select, Table

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.records.prepared import Reading

__all__ = ["BeyondFrame", "Opened"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A record opened for one value: where a select of it begins, which rows it is, and its frame."""

    table: Table
    joins: list[Join]
    where: Expr
    frame: Frame

    def scalar(self, value: Expr, kind: Kind, scale: int = 0) -> Scalar:
        """Return the subselect of a value, with the joins that it asked for."""
        return Scalar(Select((Alias("v", value),), self.table, tuple(self.joins), self.where), kind, scale)


class BeyondFrame(Frame):
    """The record that a lookup points to, opened anew for every value that is asked of it."""

    def __init__(self, reading: "Reading", item: "ObjectType", opening: Callable[[], Opened], *, system: bool) -> None:
        """Take the way to open it."""
        super().__init__(reading, item, "", joins=[], system=system)
        self._opening = opening

    def column(self, member: "Field", part: str = "") -> Scalar:
        """Return the value of a column."""
        opened = self._opening()
        column = opened.frame.column(member, part)
        return opened.scalar(column, column.kind, column.scale)

    def owner_name(self) -> Scalar:
        """Return the name of the owner."""
        opened = self._opening()
        return opened.scalar(opened.frame.owner_name(), "text")

    def computed(self, member: "Field") -> SqlResult:
        """Return a virtual formula field."""
        opened = self._opening()
        result = opened.frame.computed(member)
        error = result.error and Call("is_true", (opened.scalar(result.error, "boolean"),), "boolean")
        return replace(result, expr=opened.scalar(result.expr, result.kind, result.scale), error=error)

    def parent(self, member: "Field", *, to: str | None = None, system: bool) -> Frame:
        """Return the record that a lookup of this one points to, joined within the subselects."""

        def opening() -> Opened:
            opened = self._opening()
            return replace(opened, frame=opened.frame.parent(member, to=to, system=system))

        return BeyondFrame(self.reading, opening().frame.item, opening, system=system)

    def as_reader(self) -> Frame:
        """Return this record as the reader evaluates it."""
        return BeyondFrame(self.reading, self.item, self._opening, system=False)
