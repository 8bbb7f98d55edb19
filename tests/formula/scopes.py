"""Scopes for tests: an object with a field of every type, lookups, children and globals."""

from collections.abc import Hashable, Iterable

from guanxi.formula import FormulaType, PlainEnvironment, Reference, Value, check, compile_python

T = FormulaType

FIELDS = {
    "name": T.TEXT,
    "note": T.TEXT,
    "amount": T.MONEY,
    "count": T.NUMBER,
    "other": T.NUMBER,
    "share": T.PERCENT,
    "flag": T.BOOLEAN,
    "close_date": T.DATE,
    "made_at": T.DATETIME,
    "opens": T.TIME,
    "length": T.DURATION,
    "stage": T.PICKLIST,
    "tags": T.MULTI_PICKLIST,
    "account": T.REFERENCE,
    "place": T.LOCATION,
}
_STAGES = frozenset({"new", "won", "lost"})
_FORMER_STAGES = (("gained", "won"), ("dropped", "gone"))  # what the second became is no value any more


class FieldScope:
    """A scope of fields by name; paths are keys."""

    def __init__(
        self, fields: dict[str, FormulaType], *, children: dict[str, "FieldScope"] | None = None, key: Hashable = None
    ) -> None:
        self._fields = fields
        self._children = children or {}
        self.key = key

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        if path[0] == "$user":
            return Reference(path, T.TEXT, key=path, context=True)
        if len(path) > 1:
            return Reference(path, FIELDS[path[-1]], key=path) if path[0] == "account" and path[-1] in FIELDS else None
        kind = self._fields.get(path[0])
        if kind in {T.PICKLIST, T.MULTI_PICKLIST}:
            return Reference(path, kind, key=path[0], picklist=_STAGES, former_values=_FORMER_STAGES)
        return Reference(path, kind, key=path[0]) if kind is not None else None

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        return [] if prefix and prefix != ("account",) else list(self._fields)

    def children(self, name: str) -> "FieldScope | None":
        return self._children.get(name)


LINES = FieldScope({"amount": T.MONEY, "name": T.TEXT, "rank": T.NUMBER, "day": T.DATE}, key="lines")
SCOPE = FieldScope(FIELDS, children={"lines": LINES})


def value(formula: str, values: dict[Hashable, Value] | None = None, **options: object) -> Value:
    """Return what a formula yields on a record of the test object."""
    checking = {name: options.pop(name) for name in ("blank_as", "returns") if name in options}
    checked = check(formula, SCOPE, **checking)  # type: ignore[arg-type]
    return compile_python(checked)(PlainEnvironment(values, **options))  # type: ignore[arg-type]
