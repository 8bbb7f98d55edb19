"""The words of what can be wrong with a file that is imported, or with its mapping, by stable code."""

from collections.abc import Mapping
from typing import Final

__all__ = ["IMPORT_WORDS"]

IMPORT_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # A row or cell of the file.
    "row_malformed": ("Line {line} cannot be read: {reason}", "第 {line} 行无法读取：{reason}"),
    "row_cells": ("The row has {found} cells, not {expected}.", "该行有 {found} 个单元格，应为 {expected} 个。"),
    "lookup_not_found": ("There is no {object} with “{value}” in {field}.", "没有 {field} 为“{value}”的 {object}。"),
    "lookup_object": (
        "The mapping does not say which object is meant by “{object}”.",
        "映射未说明“{object}”指哪个对象。",
    ),
    "date_needs_format": (
        "“{value}” can be read in two ways; the mapping must give its format.",
        "“{value}”有两种读法，请在映射中写明格式。",
    ),
    "not_in_format": ("“{value}” is not written as {format}.", "“{value}”不符合格式 {format}。"),
    "not_in_mapping": ("The mapping has no value for “{value}”.", "映射中没有“{value}”的对应值。"),
    # The mapping.
    "mapping_formula": ("The formula “{formula}” cannot be used.", "公式“{formula}”不能使用。"),
    "mapping_formula_error": (
        "The formula “{formula}” cannot be computed for this row.",
        "公式“{formula}”无法对此行求值。",
    ),
    "mapping_one_source": (
        "Give exactly one of column, formula and value.",
        "column、formula、value 必须且只能写一个。",
    ),
    "mapping_key_unknown": ("There is no key “{key}” here.", "此处没有键“{key}”。"),
    "mapping_value": ("This must be: {expected}", "此处应为：{expected}"),
    "mapping_field_repeated": ("The field “{field}” is mapped twice.", "字段“{field}”映射了两次。"),
    "match_key_not_mapped": ("The match key “{field}” is not mapped.", "匹配键“{field}”没有映射。"),
    "distinct_needs_match": ("`distinct` needs a match key.", "distinct 需要匹配键。"),
    "field_not_writable": ("The field “{name}” cannot be written.", "字段“{name}”不可写。"),
}
