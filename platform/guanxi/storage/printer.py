"""Prints the neutral SQL tree as the text of one database; the only place that knows how a statement is spelled.

Every identifier is quoted. A slot is one numbered parameter however often it is named. `NOT x` is `(x) IS NOT TRUE`, so
a blank condition is a false one on both sides of a NOT (decision A10), and plain comparisons keep their indexes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from guanxi.errors import Misconfigured
from guanxi.sqltree import (
    Alias,
    And,
    Call,
    Case,
    Change,
    Column,
    Constant,
    Delete,
    Exists,
    Expr,
    InList,
    InSelect,
    Insert,
    Join,
    Kind,
    Not,
    OnConflict,
    Or,
    Order,
    Param,
    Query,
    Recursive,
    Returning,
    Rows,
    Scalar,
    Select,
    Source,
    SqlForm,
    Subselect,
    Table,
    Together,
    Union,
    Update,
)
from guanxi.storage.encode import Dialect, Encoder, encoder, list_encoder, rows_encoder
from guanxi.storage.forms import PLANNED_BY_VALUE, SplitForms

__all__ = ["CAST_TYPES", "Printer", "Statement", "quote"]

MOST_MET = 256  # trees whose statement is found without comparing them
FLAT_LIMIT = 16  # more items than these are printed as a balanced tree: SQLite stops at an expression depth of 1,000

CAST_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "text": "text",
        "integer": "bigint",
        "number": "numeric",
        "boolean": "boolean",
        "date": "date",
        "datetime": "timestamptz",
        "time": "time",
        "uuid": "uuid",
        "json": "json",
        "list": "text[]",
        "any": "text",
    }
)

_LOCKS: Mapping[str, str] = MappingProxyType(
    {
        "update": "FOR UPDATE",
        "no key update": "FOR NO KEY UPDATE",
        "key share": "FOR KEY SHARE",
        "update skip locked": "FOR UPDATE",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """The text of a statement for one database and the slots whose values it takes, in the order of its parameters."""

    text: str
    slots: tuple[str, ...] = ()
    encoders: tuple[Encoder | None, ...] = ()
    raw: bytes = b""
    by_value: bool = False  # PostgreSQL shall plan it for the values of each run

    def parameters(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values of the slots in database form."""
        return [
            values[slot] if encode is None else encode(values[slot])
            for slot, encode in zip(self.slots, self.encoders, strict=True)
        ]


def quote(name: str) -> str:
    """Return the identifier in quotes."""
    return '"' + name.replace('"', '""') + '"'


class Printer:
    """Prints trees for one database with the forms it was given, each shape once."""

    def __init__(self, dialect: Dialect, forms: Mapping[str, SqlForm], *, size: int = 2048) -> None:
        """Take the forms of the named operations; keep that many printed statements."""
        self.dialect = dialect
        self._forms = SplitForms(forms, dialect)
        self._cached: Callable[[Query | Change], Statement] = lru_cache(size)(self._print)
        self._met: dict[int, tuple[Query | Change, Statement]] = {}

    def print(self, tree: Query | Change) -> Statement:
        """Return the statement of that tree."""
        # Comparing a tree walks all of it. Callers that keep their tree are spared that by its identity alone.
        met = self._met.get(id(tree))
        if met is not None and met[0] is tree:
            return met[1]
        statement = self._cached(tree)
        if len(self._met) >= MOST_MET:
            self._met.clear()
        self._met[id(tree)] = (tree, statement)
        return statement

    def expression(self, tree: Expr) -> Statement:
        """Return the text of an expression alone, for generated columns, index conditions and tests."""
        writer = _Writer(self.dialect, self._forms)
        return writer.statement(writer.expr(tree))

    def _print(self, tree: Query | Change) -> Statement:
        writer = _Writer(self.dialect, self._forms)
        return writer.statement(
            writer.change(tree) if isinstance(tree, (Insert, Update, Delete, Together)) else writer.query(tree)
        )


class _Writer:
    """Writes one statement and numbers its parameters."""

    def __init__(self, dialect: Dialect, forms: Mapping[str, tuple[str | int, ...] | None]) -> None:
        self.dialect = dialect
        self.on_sqlite = dialect == "sqlite"
        self.forms = forms
        self.numbers: dict[object, int] = {}
        self.slots: list[str] = []
        self.encoders: list[Encoder | None] = []
        self.bare = ""  # the alias that columns drop
        self.by_value = False

    def statement(self, text: str) -> Statement:
        return Statement(text, tuple(self.slots), tuple(self.encoders), text.encode(), self.by_value)

    # Values

    def expr(self, node: Expr) -> str:
        return _EXPRESSIONS[type(node)](self, node)

    def column(self, node: Column) -> str:
        if not node.alias or node.alias == self.bare:
            return quote(node.name)
        return f"{quote(node.alias)}.{quote(node.name)}" if node.name else quote(node.alias)

    def parameter(self, key: object, slot: str, encode: Encoder | None) -> str:
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.slots) + 1
            self.slots.append(slot)
            self.encoders.append(encode)
        return f"?{number}" if self.on_sqlite else f"${number}"

    def param(self, node: Param) -> str:
        mark = self.parameter(node, node.slot, encoder(node.kind, node.scale, self.dialect))
        return mark if self.on_sqlite or node.kind == "any" else f"{mark}::{CAST_TYPES[node.kind]}"

    def constant(self, node: Constant) -> str:
        return "NULL" if node.value is None else str(node.value).upper()

    def call(self, node: Call) -> str:
        try:
            form = self.forms[node.name]
        except KeyError as error:
            raise Misconfigured(reason="unknown_sql_form", form=node.name, dialect=self.dialect) from error
        if form is None:
            raise Misconfigured(reason="unknown_sql_form", form=node.name, dialect=self.dialect)
        self.by_value |= node.name in PLANNED_BY_VALUE
        args = [self.expr(item) for item in node.args]
        return "".join(part if isinstance(part, str) else ", ".join(args) if part < 0 else args[part] for part in form)

    def both(self, node: And) -> str:
        return self.balanced([self.expr(item) for item in node.items], " AND ", "TRUE")

    def either(self, node: Or) -> str:
        return self.balanced([self.expr(item) for item in node.items], " OR ", "FALSE")

    def balanced(self, items: list[str], word: str, empty: str) -> str:
        if not items:
            return empty
        if len(items) <= FLAT_LIMIT:
            return items[0] if len(items) == 1 else f"({word.join(items)})"
        middle = len(items) // 2
        return f"({self.balanced(items[:middle], word, empty)}{word}{self.balanced(items[middle:], word, empty)})"

    def negation(self, node: Not) -> str:
        return f"(({self.expr(node.item)}) IS NOT TRUE)"

    def case(self, node: Case) -> str:
        branches = " ".join(
            f"WHEN {self.expr(condition)} THEN {self.expr(value)}" for condition, value in node.branches
        )
        return f"(CASE {branches} ELSE {self.expr(node.otherwise)} END)"

    def in_list(self, node: InList) -> str:
        kind = node.values.kind
        if kind in ("any", "list"):
            kind = getattr(node.value, "kind", "any")
        kind = "text" if kind in ("any", "list") else kind
        value = self.expr(node.value)
        mark = self.parameter(("list", kind, node.values.slot), node.values.slot, list_encoder(kind, self.dialect))
        if self.on_sqlite:
            return f"({value} IN (SELECT value FROM json_each({mark})))"
        return f"({value} = ANY({mark}::{CAST_TYPES[kind]}[]))"

    def in_select(self, node: InSelect) -> str:
        return f"({self.expr(node.value)} IN ({self.query(node.select)}))"

    def exists(self, node: Exists) -> str:
        return f"EXISTS ({self.query(node.select)})"

    def scalar(self, node: Scalar) -> str:
        return f"({self.query(node.select)})"

    # Queries

    def query(self, node: Query) -> str:
        return self.select(node) if isinstance(node, Select) else self.union(node)

    def select(self, node: Select) -> str:
        columns = ", ".join(self.alias(item) for item in node.columns)
        parts = [f"SELECT DISTINCT {columns}" if node.distinct else f"SELECT {columns}"]
        if node.source is not None:
            parts.append(f"FROM {self.source(node.source)}")
        parts.extend(self.join(item) for item in node.joins)
        if node.where is not None:
            parts.append(f"WHERE {self.expr(node.where)}")
        if node.group:
            parts.append(f"GROUP BY {', '.join(self.expr(item) for item in node.group)}")
        if node.having is not None:
            parts.append(f"HAVING {self.expr(node.having)}")
        self.tail(parts, node.order, node.limit)
        if node.lock and not self.on_sqlite:
            parts.append(self.lock(node))
        return " ".join(parts)

    def lock(self, node: Select) -> str:
        text = _LOCKS[node.lock]
        if node.source is not None:
            # Never the sources joined to it: those may be the blank side of an outer join.
            text += f" OF {quote(node.source.alias)}"
        return f"{text} SKIP LOCKED" if node.lock == "update skip locked" else text

    def alias(self, node: Alias) -> str:
        return f"{self.expr(node.value)} AS {quote(node.name)}"

    def tail(self, parts: list[str], order: tuple[Order, ...], limit: Param | Constant | None) -> None:
        if order:
            parts.append(f"ORDER BY {', '.join(self.order(item) for item in order)}")
        if limit is not None:
            parts.append(f"LIMIT {self.expr(limit)}")

    def order(self, node: Order) -> str:
        text = self.expr(node.value) + (" DESC" if node.descending else "")
        if self.on_sqlite or not node.blank:
            return text
        return f"{text} NULLS LAST" if node.descending else f"{text} NULLS FIRST"

    def source(self, node: Source) -> str:
        if isinstance(node, Table):
            return f"{quote(node.name)} AS {quote(node.alias)}"
        if isinstance(node, Subselect):
            return f"({self.query(node.select)}) AS {quote(node.alias)}"
        return self.recursive(node) if isinstance(node, Recursive) else self.rows(node)

    def recursive(self, node: Recursive) -> str:
        name, columns = quote(node.name), ", ".join(quote(item.name) for item in node.first.columns)
        rounds = f"{self.select(node.first)} UNION {self.select(node.following)}"
        return f"(WITH RECURSIVE {name}({columns}) AS ({rounds}) SELECT {columns} FROM {name}) AS {quote(node.alias)}"

    def rows(self, node: Rows) -> str:
        mark = self.parameter(("rows", node.columns, node.slot), node.slot, rows_encoder(node.columns, self.dialect))
        if self.on_sqlite:
            columns = ", ".join(
                f"json_extract(value, '$[{index}]') AS {quote(item.name)}" for index, item in enumerate(node.columns)
            )
            return f"(SELECT {columns} FROM json_each({mark})) AS {quote(node.alias)}"
        columns = ", ".join(f"{quote(item.name)} {CAST_TYPES[item.kind]}" for item in node.columns)
        return f"json_to_recordset({mark}::json) AS {quote(node.alias)}({columns})"

    def join(self, node: Join) -> str:
        return f"{'JOIN' if node.inner else 'LEFT JOIN'} {self.source(node.source)} ON {self.expr(node.on)}"

    def union(self, node: Union) -> str:
        word = " UNION " if node.distinct else " UNION ALL "
        parts = [word.join(self.arm(item, index) for index, item in enumerate(node.selects))]
        self.tail(parts, node.order, node.limit)
        return " ".join(parts)

    def arm(self, node: Select, index: int) -> str:
        text = self.select(node)
        if not (node.order or node.limit is not None):
            return text
        if not self.on_sqlite:
            return f"({text})"
        # SQLite takes no brackets around the arms of a union, and an ORDER BY only inside a subselect.
        return f"SELECT {', '.join(quote(item.name) for item in node.columns)} FROM ({text}) AS {quote(f'arm{index}')}"

    # Changes

    def change(self, node: Change) -> str:
        if isinstance(node, Together):
            return self.together(node)
        if isinstance(node, Insert):
            return self.insert(node)
        return self.update(node) if isinstance(node, Update) else self.delete(node)

    def together(self, node: Together) -> str:
        *others, last = [self.change(item) for item in node.changes]
        if self.on_sqlite:
            raise Misconfigured(reason="one_change_per_statement", dialect=self.dialect)
        steps = ", ".join(f"{quote(f'step{index}')} AS ({text})" for index, text in enumerate(others))
        return f"WITH {steps} {last}" if others else last

    def insert(self, node: Insert) -> str:
        head = f"INSERT INTO {quote(node.table)} ({', '.join(quote(name) for name in node.columns)})"
        if isinstance(node.values, tuple):
            body = f"VALUES ({', '.join(self.expr(item) for item in node.values)})"
        else:
            body = self.query(node.values)
            if node.conflict and self.on_sqlite and isinstance(node.values, Select) and node.values.where is None:
                body += " WHERE TRUE"  # else SQLite reads ON CONFLICT as the ON of a join
        return head + " " + body + self.conflict(node.conflict) + self.returning(node.returning, node.table)

    def conflict(self, node: OnConflict | None) -> str:
        if node is None:
            return ""
        target = f" ON CONFLICT ({', '.join(quote(name) for name in node.columns)})"
        return (
            f"{target} DO UPDATE SET {self.assignments(node.assignments)}"
            if node.assignments
            else f"{target} DO NOTHING"
        )

    def update(self, node: Update) -> str:
        text = f"UPDATE {quote(node.table.name)} AS {quote(node.table.alias)} SET {self.assignments(node.assignments)}"
        if node.source is not None:
            text += f" FROM {self.source(node.source)}"
        return f"{text} WHERE {self.expr(node.where)}{self.returning(node.returning, node.table.alias)}"

    def delete(self, node: Delete) -> str:
        text = f"DELETE FROM {quote(node.table.name)} AS {quote(node.table.alias)} WHERE {self.expr(node.where)}"
        return text + self.returning(node.returning, node.table.alias)

    def assignments(self, items: tuple[tuple[str, Expr], ...]) -> str:
        return ", ".join(f"{quote(name)} = {self.expr(value)}" for name, value in items)

    def returning(self, node: Returning | None, alias: str) -> str:
        if node is None:
            return ""
        self.bare = alias if self.on_sqlite else ""  # SQLite knows the changed table's columns here, but not its alias
        text = f" RETURNING {', '.join(self.alias(item) for item in node.columns)}"
        self.bare = ""
        return text


_EXPRESSIONS: Mapping[type, Callable[[_Writer, Any], str]] = MappingProxyType(
    {
        Column: _Writer.column,
        Param: _Writer.param,
        Constant: _Writer.constant,
        Call: _Writer.call,
        And: _Writer.both,
        Or: _Writer.either,
        Not: _Writer.negation,
        Case: _Writer.case,
        InList: _Writer.in_list,
        InSelect: _Writer.in_select,
        Exists: _Writer.exists,
        Scalar: _Writer.scalar,
    }
)
