"""The operations that storage itself can spell in both databases; formula brings the rows of its functions."""

import re
from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping
from types import MappingProxyType
from typing import cast

from guanxi.errors import Misconfigured
from guanxi.sqltree import SqlForm
from guanxi.storage.encode import Dialect

__all__ = ["PLANNED_BY_VALUE", "STORAGE_FORMS", "SplitForms", "merge_forms", "split_form"]

ALL_ARGUMENTS = -1
# PostgreSQL plans these well only for known values: how many rows hold a word says which index to take, and the pattern
# made of a known word is made once.
PLANNED_BY_VALUE = frozenset({"holds", "spelled"})
_SLOT = re.compile(r"\{(\d+|\*)\}")


def split_form(form: SqlForm, dialect: Dialect) -> tuple[str | int, ...] | None:
    """Return the literal texts and argument numbers (-1 for all arguments) of a form; None where it has none."""
    text = form.sqlite if dialect == "sqlite" else form.postgresql
    if text is None:
        return None
    pieces = _SLOT.split(text)
    return tuple(
        piece if index % 2 == 0 else ALL_ARGUMENTS if piece == "*" else int(piece)
        for index, piece in enumerate(pieces)
        if piece or index % 2
    )


def merge_forms(*groups: Mapping[str, SqlForm]) -> Mapping[str, SqlForm]:
    """Return all forms by name; the same name may come twice only with the same spelling.

    A group may make forms when they are asked for, as formula's does for every combination of argument types, so
    groups are looked into rather than copied.
    """
    seen: dict[str, SqlForm] = {}
    for group in groups:
        for name, form in group.items():
            if seen.setdefault(name, form) != form:
                raise Misconfigured(reason="sql_form_defined_twice", form=name)
    return ChainMap(*(cast("MutableMapping[str, SqlForm]", group) for group in groups))


class SplitForms(dict[str, tuple[str | int, ...] | None]):
    """The forms of one database, split when first used; KeyError where there is no such operation."""

    def __init__(self, forms: Mapping[str, SqlForm], dialect: Dialect) -> None:
        """Keep where the forms come from."""
        super().__init__()
        self._origin = forms
        self._dialect = dialect

    def __missing__(self, name: str) -> tuple[str | int, ...] | None:
        found = self[name] = split_form(self._origin[name], self._dialect)
        return found


def _same(name: str, text: str) -> SqlForm:
    return SqlForm(name, text, text)


def _by_name(forms: Iterable[SqlForm]) -> Mapping[str, SqlForm]:
    return MappingProxyType({form.name: form for form in forms})


# A12: two native sums are exact beyond 2^63, where SQLite's own sum raises.
_SUM_HIGH, _SUM_LOW = "sum({0} / 1000000000)", "sum({0} % 1000000000)"

STORAGE_FORMS: Mapping[str, SqlForm] = _by_name(
    (
        *(_same(sign, f"({{0}} {sign} {{1}})") for sign in ("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "%")),
        _same("negate", "(- {0})"),
        _same("is_null", "({0} IS NULL)"),
        _same("is_not_null", "({0} IS NOT NULL)"),
        _same("is_true", "({0} IS TRUE)"),
        # A condition that finds no rows by itself: SQLite, which knows no numbers, would take its index before
        # another's.
        SqlForm("aside", "(+ {0})", "{0}"),
        SqlForm("is_distinct", "({0} IS NOT {1})", "({0} IS DISTINCT FROM {1})"),
        _same("coalesce", "coalesce({*})"),
        _same("join_text", "({0} || {1})"),
        _same("lower", "lower({0})"),
        SqlForm("abs", "abs({0})", "abs({0})"),
        SqlForm("contains", "(instr({0}, {1}) > 0)", "(strpos({0}, {1}) > 0)"),
        SqlForm("begins", "(substr({0}, 1, length({1})) = {1})", "starts_with({0}, {1})"),
        # Of a search: as `contains`, and PostgreSQL may take an index of parts, which has a collation of its own so
        # that no question for whole texts takes it.
        SqlForm(
            "holds",
            "(instr({0}, {1}) > 0)",
            "({0} COLLATE \"POSIX\" LIKE '%' || regexp_replace({1}, '([\\\\%_])', '\\\\\\1', 'g') || '%')",
        ),
        # Not all of the text is ASCII: Chinese may be in it. The index of `wide` has the same condition.
        SqlForm("wide", "(length(CAST({0} AS BLOB)) > length({0}))", "(octet_length({0}) > length({0}))"),
        # guanxi.text.keys.is_spelled as an expression. The pattern is the value of a select, so that it is made once a
        # statement, and not tried at all samples of the column when that is planned.
        SqlForm(
            "spelled",
            "gx_spelled({0}, {1})",
            "({0} ~ (SELECT '(^| )' || regexp_replace({1}, '(.)(?=.)', '\\1([a-z]* )?', 'g')))",
        ),
        _same("count", "count({0})"),
        _same("count_distinct", "count(DISTINCT {0})"),
        _same("count_rows", "count(*)"),
        _same("row_number", "row_number() OVER ()"),
        _same("min", "min({0})"),
        _same("max", "max({0})"),
        # Of integers, and on SQLite of scaled integers: an integer, or its text where it exceeds 64 bits.
        SqlForm("sum", f"gx_sum({_SUM_HIGH}, {_SUM_LOW})", "sum({0})"),
        # {1} is the declared scale; the exact quotient to 12 places (A11), text on SQLite.
        SqlForm(
            "avg",
            f"gx_average({_SUM_HIGH}, {_SUM_LOW}, count({{0}}), {{1}})",
            "trim_scale(round(div(sum({0}::numeric) * 10000000000000, count({0})) * 0.0000000000001, 12))",
        ),
        SqlForm("now", "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", "date_trunc('milliseconds', clock_timestamp())"),
        # JSON: PostgreSQL builds it; SQLite rows are encoded in Python (A14).
        SqlForm("json_instant", "{0}", "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"),
        SqlForm("json_date", "{0}", "to_char({0}, 'YYYY-MM-DD')"),
        SqlForm("json_time", "{0}", "to_char({0}, 'HH24:MI:SS.MS')"),
        # {0} counts milliseconds.
        SqlForm(
            "json_duration",
            "{0}",
            "CASE WHEN {0} IS NOT NULL THEN CASE WHEN {0} < 0 THEN '-' ELSE '' END || 'PT'"
            " || CASE WHEN abs({0}) >= 3600000 THEN (abs({0}) / 3600000) || 'H' ELSE '' END"
            " || CASE WHEN abs({0}) % 3600000 >= 60000 THEN (abs({0}) % 3600000 / 60000) || 'M' ELSE '' END"
            " || CASE WHEN {0} = 0 OR {0} % 60000 <> 0 THEN trim_scale(abs({0}) % 60000 / 1000.0) || 'S' ELSE '' END"
            " END",
        ),
        SqlForm("json_number", "{0}", "trim_scale({0})"),
        SqlForm("json_number_text", "{0}", "trim_scale({0})::text"),
        SqlForm("json_row", "{0}", "row_to_json({0})"),
        SqlForm(
            "json_rows",
            "json_group_array(json({0}))",
            "('[' || coalesce(string_agg(row_to_json({0})::text, ','), '') || ']')::json",
        ),
        SqlForm("json_object", "json_object({*})", "json_build_object({*})"),
        SqlForm("json_array", "json_group_array({0})", "coalesce(json_agg({0}), '[]'::json)"),
        SqlForm("json_value", "{0}", "to_json({0})"),
        # {0} is a bracketed select of one column `value`: its values in order, as a JSON list or as one text.
        SqlForm("json_values", "(SELECT json_group_array(value) FROM {0})", "to_json(ARRAY{0})"),
        SqlForm("text_values", "(SELECT group_concat(value, char(31)) FROM {0})", "array_to_string(ARRAY{0}, chr(31))"),
        SqlForm("to_text", "CAST({0} AS TEXT)", "{0}::text"),
        SqlForm("to_integer", "CAST({0} AS INTEGER)", "{0}::bigint"),
        SqlForm("to_number", "{0}", "{0}::numeric"),
        SqlForm("to_uuid", "{0}", "{0}::uuid"),
        SqlForm("to_date", "{0}", "{0}::date"),
        SqlForm("to_datetime", "{0}", "{0}::timestamptz"),
        SqlForm("to_time", "{0}", "{0}::time"),
        SqlForm("to_json", "{0}", "{0}::json"),
    )
)
