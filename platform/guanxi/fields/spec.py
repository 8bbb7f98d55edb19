"""What a metadata document says about one field, typed and with defaults filled in."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from guanxi.text.label import NO_LABEL, Label

if TYPE_CHECKING:
    from guanxi.sealing import Sealing

__all__ = ["ColumnKind", "ColumnSpec", "DefaultFormula", "Dialect", "FieldSpec"]

ColumnKind = Literal["text", "integer", "scaled", "boolean", "date", "datetime", "time", "uuid"]
Dialect = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column that a field needs: part '' is the value itself, 'fold' and 'sort' are derived keys (decision A13)."""

    part: str
    kind: ColumnKind
    scale: int = 0


@dataclass(frozen=True, slots=True)
class DefaultFormula:
    """A default that is computed when a record is created, written as `default: {formula: TEXT}`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """Every key a field may carry; a key that the type does not know keeps its default."""

    name: str
    type: str
    label: Label = NO_LABEL
    help: Label | None = None
    required: bool = False
    unique: bool = False
    indexed: bool = False
    searchable: bool = False
    track_history: bool = False
    natural_sort: bool = False  # `sort: natural`
    classification: Literal["public", "internal", "personal", "sensitive"] = "internal"  # `class`
    default: object = None  # a domain value (see base.FieldType), a DefaultFormula or None
    min: object = None  # a domain value of the type
    max: object = None
    pattern: str | None = None  # a regular expression that the whole text must match
    max_length: int | None = None
    precision: int = 15  # all digits of a decimal, money or percent
    scale: int = 2  # digits after the point
    to: str | None = None  # lookup, master_detail, user: the object pointed to
    on_delete: Literal["restrict", "clear", "cascade"] = "clear"
    acyclic: bool = False  # no record stands below itself
    children: str | None = None  # name of the child relation that this lookup gives its target
    picklist: str | None = None  # `values`: the picklist's name, or $roles
    values: tuple[str, ...] = ()  # the values in declared order, active or not
    active_values: frozenset[str] = frozenset()  # those that may be newly chosen
    controlled_by: str | None = None  # the field whose value decides which of them may be chosen
    former_values: tuple[tuple[str, str], ...] = ()  # what values were called before, and are called now
    returns: str | None = None  # formula: declared; rollup: resolved from what it summarises
    formula: str | None = None
    blank_as: Literal["blank", "zero"] = "blank"
    stored: bool = False
    over: str | None = None  # rollup: child relation
    function: Literal["count", "sum", "min", "max", "avg", "first", "last"] | None = None
    of: str | None = None  # rollup: field of the child
    filter: str | None = None  # rollup: formula about the child
    order_by: str | None = None  # rollup first and last: field of the child, "-" in front for descending
    format: str | None = None  # auto_number: its shape, text around one run of zeros in braces, such as INV-{00000}
    targets: tuple[str, ...] = ()  # poly_lookup: the objects that it may point to
    whole: str | None = None  # of a part: the composite field that it belongs to
    symbology: str | None = None  # barcode: what kind of code, such as ean13
    region: str | None = None  # phone: country whose local numbers are understood, such as CN

    sealing: "Sealing | None" = field(default=None, compare=False, hash=False, repr=False)  # encrypted: with what

    @property
    def has_keys(self) -> bool:
        """Tell whether the field carries the derived fold and sort columns."""
        return self.searchable or self.unique or self.natural_sort
