"""The page of all functions, written from the function table."""

from collections.abc import Mapping
from types import MappingProxyType

from guanxi.formula.function import FunctionRow, FunctionTable
from guanxi.formula.functions import CORE_FUNCTIONS

__all__ = ["function_reference"]

_FAMILIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "operator": ("Operators", "运算符"),
        "logic": ("Logic", "逻辑"),
        "change": ("Changes of a record", "记录变更"),
        "user": ("User", "用户"),
        "text": ("Text", "文本"),
        "conversion": ("Conversion", "转换"),
        "number": ("Numbers", "数字"),
        "date": ("Dates and times", "日期和时间"),
        "children": ("Children", "子记录"),
        "money": ("Money", "货币"),
        "geo": ("Places", "地理位置"),
    }
)
_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "Formula functions",
            "Function",
            "Meaning",
            "Example",
            "Filter",
            "yes",
            "no",
            "“Filter” says whether both databases can compute the function, so that lists can filter and sort by it.",
        ),
        "zh": (
            "公式函数",
            "函数",
            "含义",
            "示例",
            "可筛选",
            "是",
            "否",
            "“可筛选”表示两种数据库都能计算该函数，因此列表可按其筛选和排序。",
        ),
    }
)


def function_reference(language: str = "en", functions: FunctionTable = CORE_FUNCTIONS) -> str:
    """Return the page of all functions as Markdown, in English or Chinese."""
    title, *heads, yes, no, note = _WORDS[language]
    is_chinese = language == "zh"
    lines = [f"# {title}", "", note]
    for family, names in _FAMILIES.items():
        rows = [row for row in functions if row.family == family]
        if rows:
            lines += ["", f"## {names[is_chinese]}", "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
            lines += [
                _line(row, yes if row.sql else no, chinese=is_chinese) for row in sorted(rows, key=lambda row: row.name)
            ]
    return "\n".join(lines) + "\n"


def _line(row: FunctionRow, filterable: str, *, chinese: bool) -> str:
    signatures = "<br>".join(f"`{row.name}({each.text.rsplit('->', 1)[0].strip()})`" for each in row.signatures)
    examples = "<br>".join(f"`{example.formula}` → `{example.result}`" for example in row.examples)
    cells = (signatures, row.zh if chinese else row.en, examples, filterable)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
