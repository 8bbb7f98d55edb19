"""The checked tree of a formula, all that back ends read: every name resolved, every operator bound to its types."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from guanxi.formula.formula_type import FormulaType, Value

BlankAs = Literal["blank", "zero"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a dotted path stands for.

    `key` is the handle that the embedding layer chose (for example a tuple of field ids); back ends pass it back to
    that layer and never look inside. A percent is read in its stored form (20 for 20 %) and divided by 100 by the back
    end. `context` marks what does not depend on the record: `$user`, `$org`, `$setting`. `former_values` are the names
    that values of its picklist had before, each with the present one.
    """

    path: tuple[str, ...]
    type: FormulaType
    key: Hashable = None
    nullable: bool = True
    picklist: frozenset[str] | None = None
    former_values: tuple[tuple[str, str], ...] = ()
    scale: int | None = None
    target: str | None = None
    context: bool = False
    parts: "tuple[Reference, ...]" = ()  # of a location: its latitude and longitude
    converted: "Reference | None" = None  # of an amount in its record's own currency: the same in the workspace's

    @property
    def text(self) -> str:
        """The reference as it is written in a formula."""
        return ".".join(self.path)


class Scope(Protocol):
    """The names a formula may use: the fields of one object, what its lookups reach, and the `$` globals."""

    @property
    def key(self) -> Hashable:
        """The handle of this scope that the embedding layer chose; for children, of the relation."""

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        """Return what the path stands for, or None when there is no such thing."""

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        """Return the names that may follow the prefix, for suggestions."""

    def children(self, name: str) -> "Scope | None":
        """Return the scope of the child object behind a relation name, or None."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A checked expression.

    `constant`: does not depend on the record, so a back end may compute it once and bind it (it may still be volatile
    or use the user's context). `may_fail`: can yield #ERROR. `magnitude`: for numbers, the value is below 10^magnitude;
    more than 30 means that the result must be guarded.
    """

    type: FormulaType
    constant: bool = field(kw_only=True, default=False)
    may_fail: bool = field(kw_only=True, default=False)
    magnitude: int = field(kw_only=True, default=31)
    start: int = field(compare=False, kw_only=True, default=0)
    end: int = field(compare=False, kw_only=True, default=0)

    @property
    def parts(self) -> "tuple[Typed, ...]":
        """The expressions directly below this one."""
        return ()


@dataclass(frozen=True, slots=True)
class Constant(Typed):
    """A literal that already has the type its surroundings ask for.

    `former` is the name of a picklist value as it is written, where the value is called otherwise now.
    """

    value: Value
    former: str | None = field(compare=False, kw_only=True, default=None)


@dataclass(frozen=True, slots=True)
class Field(Typed):
    """The value of a reference.

    `zero`: a blank number counts as 0 here (formula with `blank_as: zero`). `outer`: the reference belongs to the
    record whose children are being looked at (`$parent.x`), not to the child. A blank boolean counts as FALSE.
    """

    reference: Reference
    zero: bool = False
    outer: bool = False


@dataclass(frozen=True, slots=True)
class Apply(Typed):
    """A function or arithmetic operator applied to arguments; `function` names a row of the function table.

    Operators are rows too: `add subtract multiply divide power negate join date_add date_subtract date_difference …`.
    AND, OR, `add`, `multiply` and `join` take two or more arguments and evaluate from left to right.
    """

    function: str
    arguments: tuple[Typed, ...]

    @property
    def parts(self) -> tuple[Typed, ...]:
        """The arguments."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Compare(Typed):
    """A comparison `= <> < <= > >=` of two expressions whose values are of one kind.

    `kind` says by which rule: text (blank equals ''), boolean, list (only `=` and `<>`), else number, date, datetime,
    time or duration, where a blank on either side makes `=` FALSE. Order with a blank is FALSE for every kind, text
    too. `<>` is always NOT `=`.
    """

    operator: str
    kind: FormulaType
    left: Typed
    right: Typed

    @property
    def parts(self) -> tuple[Typed, ...]:
        """Both sides."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Children(Typed):
    """An aggregate over the children of the record: COUNT SUM AVG MIN MAX FIRST LAST COUNTDISTINCT CONCATENATE EXISTS.

    `relation` is the name as written, `key` the child scope's handle. `value`, `order` and `condition` are expressions
    on the child; inside them a Field with `outer` reads the record itself.
    """

    function: str
    relation: str
    key: Hashable
    value: Typed | None = None
    order: Typed | None = None
    condition: Typed | None = None

    @property
    def parts(self) -> tuple[Typed, ...]:
        """The expressions on the child that are present."""
        return tuple(part for part in (self.value, self.order, self.condition) if part is not None)


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula that may be run: its typed tree and what others need to know about it.

    `returns` is the type that was asked for; when it is percent, back ends multiply the result by 100, because outside
    a formula 20 % is 20. `references` lists each reference of the record once, `children` the relation keys used.
    `filterable`: a PostgreSQL form exists for every part that depends on the record.
    """

    text: str
    tree: Typed
    type: FormulaType
    returns: FormulaType | None
    blank_as: BlankAs
    references: tuple[Reference, ...]
    children: tuple[Hashable, ...]
    functions: tuple[str, ...]
    may_fail: bool
    volatile: bool
    filterable: bool

    @property
    def former_values(self) -> tuple[tuple[str, str], ...]:
        """Return the former names of values that the text says, each with the present one."""
        constants = (part for part in walk_typed(self.tree) if isinstance(part, Constant))
        return tuple((part.former, str(part.value)) for part in constants if part.former is not None)


def walk_typed(tree: Typed) -> Iterator[Typed]:
    """Yield the expression and everything below it, parents first."""
    stack = [tree]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.parts))
