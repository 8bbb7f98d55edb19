"""The contract of a field type: everything the platform asks of a value, in one class per type."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from guanxi import sqltree

if TYPE_CHECKING:
    from guanxi.fields.composite import Part
    from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec

__all__ = ["Converter", "FieldProblem", "FieldType"]

Converter: TypeAlias = Callable[[object], object]


class FieldProblem(Exception):
    """A value is refused: a stable code and the parameters of its words; the pipeline adds field and row."""

    def __init__(self, code: str, *, words: "Mapping[str, str] | None" = None, **params: object) -> None:
        """Keep code and parameters; `words` are its sentences by language, where they name things by labels or
        only a package knows the code."""
        super().__init__(code)
        self.code = code
        self.words = words
        self.params: Mapping[str, object] = params


class FieldType:
    """Base of all field types: storage, parsing, formats, and what callers may do with the field.

    Domain values: text str, integer int, decimal money percent Decimal, boolean bool, date date, datetime aware UTC in
    whole milliseconds, time naive time, duration timedelta, picklist str, multi_picklist tuple of str, references and
    ids str (lower case UUID), json its compact text, blank None.
    """

    token: ClassVar[str]
    family: ClassVar[str] = "text"  # token of the formula type, see formula_type
    common_keys: ClassVar[frozenset[str]] = frozenset(
        {"name", "type", "label", "help", "required", "track_history", "indexed"}
    )
    keys: ClassVar[frozenset[str]] = frozenset()  # further keys the type understands
    needed: ClassVar[tuple[str, ...]] = ()  # those of them without which a field makes no sense
    imposed: ClassVar[Mapping[str, Any]] = MappingProxyType({})  # keywords of FieldSpec that the type itself decides
    declarable: ClassVar[bool] = True  # False for types of system columns
    writable: ClassVar[bool] = True  # False where the platform alone gives the value
    virtual: ClassVar[bool] = False  # no column: computed at read
    linked: ClassVar[bool] = False  # stored in a link table of its own
    links: ClassVar[bool] = False  # and its values are ids of records of the object that `to` names
    blank: ClassVar[object] = None  # domain value where nothing is stored: False for boolean
    blank_json: ClassVar[object] = None  # and its JSON value: [] for multi_picklist
    parts: "ClassVar[tuple[Part, ...]]" = ()  # fields of their own that together are the value
    together: ClassVar[bool] = False  # all parts are given or none
    points: ClassVar[bool] = False  # belongs to a pointer to one of several objects
    sealed: ClassVar[bool] = False  # only Python reads what is stored, with the keys of the process
    reference: ClassVar[bool] = False  # the value is the id of another record
    sortable: ClassVar[bool] = True
    groupable: ClassVar[bool] = True
    filterable: ClassVar[bool] = True
    orderable: ClassVar[bool] = True  # < and > make sense, min and max too

    @property
    def schema_keys(self) -> frozenset[str]:
        """Return the keys that a field of this type may carry in metadata."""
        return self.common_keys | self.keys | {"renamed_from"}

    def formula_type(self, spec: "FieldSpec") -> str:
        """Return the token of the type that the formula language gives this field."""
        del spec
        return self.family

    def columns(self, spec: "FieldSpec") -> "tuple[ColumnSpec, ...]":
        """Return the columns in the object's table that hold the field."""
        raise NotImplementedError

    def derive(self, spec: "FieldSpec") -> Mapping[str, Converter]:
        """Return for each derived column part the function that computes it from the domain value."""
        del spec
        return {}

    def parser(self, spec: "FieldSpec") -> Converter:
        """Return the closure that turns a JSON or CSV value into the domain value or raises FieldProblem.

        It checks everything the field itself demands of a value, but for `required`, uniqueness and the existence of
        what a reference points to. Blank input (None, empty or white text) gives None.
        """
        raise NotImplementedError

    def to_json(self, spec: "FieldSpec") -> Converter | None:
        """Return the function from domain value (never None) to JSON value, or None when they are the same."""
        del spec
        return None

    def to_database(self, spec: "FieldSpec", dialect: "Dialect") -> Converter | None:
        """Return the function from domain value (never None) to the driver's value, or None when they are the same."""
        del spec, dialect
        return None

    def from_database(self, spec: "FieldSpec", dialect: "Dialect") -> Converter | None:
        """Return the function from the driver's value (never None) to the domain value, None when they are the same."""
        del spec, dialect
        return None

    def database_to_json(self, spec: "FieldSpec", dialect: "Dialect") -> Converter | None:
        """Return the shortest way from the driver's value (never None) to JSON, None when they are the same."""
        reading, writing = self.from_database(spec, dialect), self.to_json(spec)
        if reading is None or writing is None:
            return reading or writing
        return lambda value: writing(reading(value))

    def sql_json(self, spec: "FieldSpec", dialect: "Dialect", expr: sqltree.Expr) -> sqltree.Expr:
        """Return the expression whose row_to_json form on PostgreSQL is the field's JSON value."""
        del spec, dialect
        return expr

    def kept(self, spec: "FieldSpec") -> Converter | None:
        """Return the function from domain value to what is kept to bring it back, in a form that the parser reads."""
        return self.to_json(spec)

    def noted(self, spec: "FieldSpec") -> Converter | None:
        """Return the function from domain value to what history and the kept answers of writes tell."""
        return self.to_json(spec)

    def mask(self, value: object) -> str:
        """Return what a reader sees who may see that there is a value, not which; takes the JSON value."""
        return "****" if str(value) else ""

    def ordered(self, spec: "FieldSpec", values: Iterable[str]) -> tuple[str, ...]:
        """Return the values of a linked field in the order in which they are kept and shown."""
        del spec
        return tuple(sorted(values))

    def search_text(self, value: object) -> str:
        """Return the words under which a domain value is found."""
        return str(value)

    def openapi(self, spec: "FieldSpec") -> dict[str, object]:
        """Return the JSON Schema of the field's JSON value."""
        raise NotImplementedError

    def editor(self, spec: "FieldSpec") -> dict[str, object]:
        """Return the hint for generated forms: which input and its limits."""
        del spec
        return {"input": "text"}

    def problems_of_spec(self, spec: "FieldSpec") -> "tuple[FieldProblem, ...]":
        """Return what is wrong with the keys of a field beyond what the schema can say."""
        del spec
        return ()
