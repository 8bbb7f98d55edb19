"""What can be wrong with a formula: one row of words per code, and the failures that carry the problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import ClassVar

from guanxi.errors import Malformed, Problem

__all__ = ["WORDS", "FormulaInvalid", "FormulaProblem", "FormulaSyntax", "caret", "describe", "nearest"]

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "too_long": (
            "The formula has {length} characters; at most {limit} are allowed.",
            "公式有 {length} 个字符，最多允许 {limit} 个。",
        ),
        "too_deep": ("The formula is nested more than {limit} levels deep.", "公式嵌套超过 {limit} 层。"),
        "unexpected_character": ("“{found}” has no meaning here.", "此处的“{found}”没有意义。"),
        "unterminated_text": ("The text that begins here has no closing quote.", "此处开始的文本缺少结束引号。"),
        "unterminated_comment": ("The comment that begins here is never closed.", "此处开始的注释没有结束。"),
        "too_many_words": ("The formula has more than {limit} words and signs.", "公式的词和符号超过 {limit} 个。"),
        "number_out_of_range": (
            "Numbers need less than 30 digits before and after the point.",
            "数字的整数和小数部分都必须少于 30 位。",
        ),
        "unexpected": ("Expected {expected_en}, found {found_en}.", "此处应为{expected_zh}，实际为{found_zh}。"),
        "unknown_name": ("There is no “{name}”.{hint_en}", "没有“{name}”。{hint_zh}"),
        "unknown_function": ("There is no function {name}.{hint_en}", "没有函数 {name}。{hint_zh}"),
        "unknown_children": ("There is no child relation “{name}”.{hint_en}", "没有子关系“{name}”。{hint_zh}"),
        "argument_count": (
            "{name} takes {expected} arguments, not {found}.",
            "{name} 需要 {expected} 个参数，实际为 {found} 个。",
        ),
        "argument_type": (
            "Argument {position} of {name} must be {expected}, not {found}.",
            "{name} 的第 {position} 个参数必须是{expected}，而不是{found}。",
        ),
        "operand_types": ("“{operator}” cannot join {left} and {right}.", "“{operator}”不能用于{left}和{right}。"),
        "not_comparable": ("{left} cannot be compared with {right}.", "{left}不能与{right}比较。"),
        "not_a_condition": ("A condition must be yes or no, not {found}.", "条件的结果必须是“是/否”，而不是{found}。"),
        "branches_differ": (
            "The results must be of one type, not {left} and {right}.",
            "各结果必须是同一类型，而不是{left}和{right}。",
        ),
        "bad_literal": ("“{value}” is not a valid {type}.", "“{value}”不是有效的{type}。"),
        "unknown_value": ("“{value}” is not a value of {name}.{hint_en}", "“{value}”不是 {name} 的取值。{hint_zh}"),
        "field_needed": ("{name} needs a field here.", "{name} 此处需要一个字段。"),
        "literal_needed": ("{name} needs a fixed text here.", "{name} 此处需要固定文本。"),
        "bad_pattern": ("The pattern is not allowed: {reason}.", "不允许的模式：{reason}。"),
        "wrong_result": (
            "The formula must give {expected}, but gives {found}.",
            "公式的结果必须是{expected}，实际为{found}。",
        ),
        "volatile": ("{name} may not be used in a stored formula.", "存储的公式不能使用 {name}。"),
        "stored_reference": (
            "A stored formula may use only the record's own fields, not {name}.",
            "存储的公式只能使用本记录的字段，不能使用 {name}。",
        ),
        "nested_children": ("Functions over children cannot be nested.", "子记录函数不能嵌套。"),
        "empty": ("The formula is empty.", "公式为空。"),
    }
)

_PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"value": ("a value", "一个值"), "operator": ("an operator", "运算符"), "end": ("the end", "结尾")}
)

_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "text": ("text", "文本"), "number": ("number", "数字"), "money": ("money", "金额"),
        "percent": ("percent", "百分比"), "boolean": ("yes or no", "“是/否”"), "date": ("date", "日期"),
        "datetime": ("date and time", "日期时间"), "time": ("time of day", "时间"), "duration": ("duration", "时长"),
        "picklist": ("picklist", "选项"), "multi_picklist": ("multiple picklist", "多选"), "list": ("list", "列表"),
        "reference": ("reference to a record", "记录引用"), "location": ("location", "地理位置"),
        "blank": ("blank", "空值"), "any": ("any value", "任意值"),
    }
)  # fmt: skip
_TYPED = frozenset({"type", "expected", "found", "left", "right"})
"""The parameters that name types, in the problems that are about types."""


@dataclass(frozen=True, slots=True)
class FormulaProblem:
    """One thing that is wrong, with its place in the text."""

    code: str
    start: int
    end: int
    params: Mapping[str, object] = field(default_factory=dict)

    def as_problem(self) -> Problem:
        """Return the problem in the shape that all of Guanxi reports, with its own words: codes are the formula's."""
        words = {language: describe(self, language) for language in ("en", "zh")}
        return Problem(None, self.code, {**self.params, "start": self.start, "end": self.end}, words)


class _FormulaFailure(Malformed):
    """A formula that cannot be used; `found` lists what is wrong in the order of the text."""

    def __init__(self, text: str, found: Sequence[FormulaProblem]) -> None:
        """Keep the text and its problems."""
        super().__init__(problems=[problem.as_problem() for problem in found], text=text)
        self.text = text
        self.found = tuple(found)

    def __str__(self) -> str:
        return "\n".join(describe(problem) for problem in self.found)


class FormulaSyntax(_FormulaFailure):
    """The text is not a formula; the problem says where and what was expected."""

    code: ClassVar[str] = "formula_syntax"


class FormulaInvalid(_FormulaFailure):
    """Names or types of the formula are wrong; every problem is listed."""

    code: ClassVar[str] = "formula_invalid"


def nearest(name: str, known: Sequence[str]) -> str | None:
    """Return the known name most like the given one, or None."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(name.casefold()[:64], by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def describe(problem: FormulaProblem, language: str = "en") -> str:
    """Return the sentence for a problem in English or Chinese."""
    english, chinese = WORDS[problem.code]
    suggestion = problem.params.get("nearest")
    at = 1 if language == "zh" else 0
    values = {
        **problem.params,
        **{name: _typed(problem.params[name], at) for name in _TYPED & problem.params.keys()},
        **_said("expected", problem.params.get("expected")),
        **_said("found", problem.params.get("found")),
        "hint_en": f" Did you mean “{suggestion}”?" if suggestion else "",
        "hint_zh": f"是否想写“{suggestion}”？" if suggestion else "",
    }
    return (chinese if language == "zh" else english).format(**values)


def _typed(said: object, at: int) -> object:
    """Return the name of a type, or of several, in the language at that place; anything else as it is."""
    if not isinstance(said, str):
        return said
    names = said.split(" or ")
    words = [_TYPES[name][at] for name in names if name in _TYPES]
    return (" 或 " if at else " or ").join(words) if len(words) == len(names) else said


def _said(name: str, part: object) -> dict[str, str]:
    """Return what is written of a formula in quotes, and what has no writing by its name in each language."""
    english, chinese = _PARTS.get(str(part), (f"“{part}”", f"“{part}”"))
    return {f"{name}_en": english, f"{name}_zh": chinese}


def caret(text: str, problem: FormulaProblem) -> str:
    """Return the line of the formula that holds the problem, with a caret below its place."""
    before = text[: problem.start]
    line_start = before.rfind("\n") + 1
    line_end = text.find("\n", problem.start)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    width = max(1, min(problem.end, line_start + len(line)) - problem.start)
    return f"{line}\n{' ' * (problem.start - line_start)}{'^' * width}"
