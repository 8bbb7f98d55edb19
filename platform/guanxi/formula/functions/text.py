"""Text: cutting, joining, searching, cleaning. Positions count code points from 1; a blank text is an empty one."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import re2

from guanxi.formula.arithmetic import place
from guanxi.formula.formula_type import CannotCompute
from guanxi.formula.function import FunctionRow
from guanxi.formula.functions.operators import LENGTH_LIMIT, joined
from guanxi.formula.functions.rows import RowWriter, fixed
from guanxi.text import fold_key

__all__ = ["LENGTH_LIMIT", "TEXT", "bounded", "is_number", "number_of"]

_SPACES = " \t\n\r\f\v"
_LIKE_LIMIT = 4_000
_LIKE_PARTS = {"%": ".*", "_": ".", "\\": ""}


def bounded(text: str) -> str:
    """Return the text, or fail when it has grown beyond a million characters."""
    if len(text) > LENGTH_LIMIT:
        raise CannotCompute
    return text


def number_of(text: str) -> Decimal | None:
    """Return the number a text shows, None when it is blank."""
    cleaned = text.strip(_SPACES)
    if not cleaned:
        return None
    sign = cleaned[0] in "+-"
    whole, _, fraction = cleaned[sign:].partition(".")
    digits = whole + fraction
    if not digits or not digits.isascii() or not digits.isdigit() or len(whole.lstrip("0")) > 30 or len(fraction) > 30:
        raise CannotCompute
    return Decimal(cleaned)


def is_number(text: str) -> bool:
    """Tell whether VALUE can read the text."""
    try:
        return number_of(text) is not None
    except CannotCompute:
        return False


def _left(text: str, count: Decimal) -> str:
    return text[: max(0, place(count))]


def _right(text: str, count: Decimal) -> str:
    size = place(count)
    return text[-size:] if size > 0 else ""


def _mid(text: str, start: Decimal, count: Decimal) -> str:
    first = max(1, place(start)) - 1
    return text[first : first + max(0, place(count))]


def _find(wanted: str, text: str, start: Decimal = Decimal(1)) -> Decimal:
    first = place(start)
    if first < 1 or not wanted:
        return Decimal(0)
    return Decimal(text.find(wanted, first - 1) + 1)


def _substitute(text: str, old: str, new: str) -> str:
    if not old:
        return "" if text else text
    if len(new) > len(old) and len(text) + text.count(old) * (len(new) - len(old)) > LENGTH_LIMIT:
        raise CannotCompute
    return text.replace(old, new)


def _replace(text: str, start: Decimal, count: Decimal, new: str) -> str:
    first = max(1, place(start)) - 1
    return bounded(text[:first] + new + text[first + max(0, place(count)) :])


def _pad(text: str, size: Decimal, filler: str) -> tuple[str, str]:
    width = max(0, place(size))
    if width > 100_000:
        raise CannotCompute
    missing = width - len(text)
    if missing <= 0 or not filler:
        return text[:width], ""
    return text, (filler * (missing // len(filler) + 1))[:missing]


def _lpad(text: str, size: Decimal, filler: str = " ") -> str:
    kept, padding = _pad(text, size, filler)
    return padding + kept if kept else ""


def _rpad(text: str, size: Decimal, filler: str = " ") -> str:
    kept, padding = _pad(text, size, filler)
    return kept + padding if kept else ""


def _repeat(text: str, count: Decimal) -> str:
    times = max(0, place(count))
    if len(text) * times > LENGTH_LIMIT:
        raise CannotCompute
    return text * times


def _turkish(locale: str) -> bool:
    return locale.lower().replace("-", "_").split("_")[0] in {"tr", "az"}


def _upper(text: str, locale: str = "") -> str:
    return (text.replace("i", "İ") if _turkish(locale) else text).upper()


def _lower(text: str, locale: str = "") -> str:
    # A capital sigma becomes the same small one wherever it stands, as databases have it.
    return (text.replace("I", "ı").replace("İ", "i") if _turkish(locale) else text).replace("Σ", "σ").lower()


def _title(text: str) -> str:
    written: list[str] = []
    inside = False
    for character in text:
        written.append(character.lower() if inside else character.upper())
        inside = character.isalnum() or (inside and character in "'’")
    return "".join(written)


@lru_cache(maxsize=256)
def _like_pattern(pattern: str) -> Any:
    """Return a LIKE pattern compiled for an engine without backtracking; None for one that ends in an escape."""
    parts: list[str] = []
    plain = False
    for character in pattern:
        if plain or character not in _LIKE_PARTS:
            parts.append(re2.escape(character))
            plain = False
        elif character == "\\":
            plain = True
        else:
            parts.append(_LIKE_PARTS[character])
    options = re2.Options()
    options.dot_nl = True
    options.log_errors = False
    return None if plain else re2.compile("".join(parts), options)


def _like(text: str, pattern: str) -> bool:
    """Match by `%` (any run) and `_` (one character); a backslash makes the next character plain."""
    if len(pattern) > _LIKE_LIMIT:
        raise CannotCompute
    try:
        compiled = _like_pattern(pattern)
    except re2.error as error:
        raise CannotCompute from error
    return compiled is not None and compiled.fullmatch(text) is not None


def _join(separator: str, *parts: str | tuple[str, ...] | None) -> str:
    texts = [text for part in parts for text in (part if isinstance(part, tuple) else (part,)) if text]
    if sum(len(text) for text in texts) + len(separator) * len(texts) > LENGTH_LIMIT:
        raise CannotCompute
    return separator.join(texts)


def _split(text: str, separator: str) -> tuple[str, ...]:
    if not text:
        return ()
    return tuple(part.strip() for part in text.split(separator)) if separator else (text,)


def _character(code: Decimal) -> str:
    number = place(code)
    if not 0 < number < 0x11_0000 or 0xD800 <= number < 0xE000:
        raise CannotCompute
    return chr(number)


def _when_both(test: Callable[[str, str], bool]) -> Callable[..., Any]:
    return lambda text, wanted: test(text, wanted)


_row = RowWriter("text", sql=True)

TEXT: tuple[FunctionRow, ...] = (
    _row(
        "LEN",
        "text: text -> number",
        lambda text: Decimal(len(text)),
        "Number of characters.",
        "字符数。",
        "LEN('张三') => 2",
        "LEN(NULL) => 0",
        magnitude=fixed(7),
    ),
    _row(
        "LEFT",
        "text: text, count: number -> text",
        _left,
        "The first characters.",
        "开头的若干字符。",
        "LEFT('abc', 2) => 'ab'",
        "LEFT('abc', -1) => ''",
    ),
    _row(
        "RIGHT",
        "text: text, count: number -> text",
        _right,
        "The last characters.",
        "末尾的若干字符。",
        "RIGHT('abc', 2) => 'bc'",
        "RIGHT('abc', 9) => 'abc'",
    ),
    _row(
        "MID",
        "text: text, start: number, count: number -> text",
        _mid,
        "Characters from a position on; a position below 1 counts as 1.",
        "从某位置起的若干字符；位置小于 1 时按 1 计。",
        "MID('abcd', 2, 2) => 'bc'",
        "MID('abcd', 0, 2) => 'ab'",
    ),
    _row(
        "FIND",
        "wanted: text, text: text, start?: number -> number",
        _find,
        "Position of a text in another, 0 when it is not there.",
        "一段文本在另一文本中的位置，没有则为 0。",
        "FIND('c', 'abc') => 3",
        "FIND('x', 'abc') => 0",
        "FIND('a', 'aba', 2) => 3",
        magnitude=fixed(7),
    ),
    _row(
        "CONTAINS",
        "text: text, wanted: text -> boolean",
        _when_both(lambda text, wanted: wanted in text),
        "TRUE when the text contains the other, by exact characters.",
        "文本包含另一文本时为 TRUE（区分大小写）。",
        "CONTAINS('abc', 'b') => TRUE",
        "CONTAINS('abc', 'B') => FALSE",
    ),
    _row(
        "ICONTAINS",
        "text: text, wanted: text -> boolean",
        _when_both(lambda text, wanted: fold_key(wanted) in fold_key(text)),
        "TRUE when the text contains the other, whatever the case and width of letters.",
        "文本包含另一文本时为 TRUE（不分大小写和全半角）。",
        "ICONTAINS('ＡBC', 'ab') => TRUE",
        "ICONTAINS('abc', 'x') => FALSE",
    ),
    _row(
        "BEGINS",
        "text: text, start: text -> boolean",
        _when_both(str.startswith),
        "TRUE when the text begins with the other.",
        "文本以另一文本开头时为 TRUE。",
        "BEGINS('abc', 'ab') => TRUE",
        "BEGINS('abc', 'b') => FALSE",
    ),
    _row(
        "ENDS",
        "text: text, end: text -> boolean",
        _when_both(str.endswith),
        "TRUE when the text ends with the other.",
        "文本以另一文本结尾时为 TRUE。",
        "ENDS('abc', 'bc') => TRUE",
        "ENDS('abc', 'b') => FALSE",
    ),
    _row(
        "LIKE",
        "text: text, pattern: text -> boolean",
        _like,
        "TRUE when the text matches a pattern of % (any run) and _ (one character).",
        "文本符合模式时为 TRUE：% 代表任意串，_ 代表一个字符。",
        "LIKE('Howdy', '%dy') => TRUE",
        "LIKE('a%', 'a\\\\%') => TRUE",
        "LIKE('ab', '_') => FALSE",
        fixed=(1,),
    ),
    _row(
        "SUBSTITUTE",
        "text: text, old: text, new: text -> text",
        _substitute,
        "Every occurrence replaced; with an empty old text the result is blank.",
        "替换所有出现；旧文本为空时结果为空。",
        "SUBSTITUTE('a-b-c', '-', '') => 'abc'",
        partial=True,
    ),
    _row(
        "REPLACE",
        "text: text, start: number, count: number, new: text -> text",
        _replace,
        "Characters at a position replaced.",
        "替换某位置的若干字符。",
        "REPLACE('abcd', 2, 2, 'X') => 'aXd'",
        partial=True,
    ),
    _row(
        "TRIM",
        "text: text -> text",
        lambda text: text.strip(_SPACES),
        "Blanks at both ends removed.",
        "去除两端空白。",
        "TRIM(' a b ') => 'a b'",
    ),
    _row(
        "UPPER",
        "text: text, locale?: text -> text",
        _upper,
        "Capital letters; the locale matters for Turkish only.",
        "转为大写；仅土耳其语区域有差别。",
        "UPPER('große') => 'GROSSE'",
        "UPPER('i', 'tr') => 'İ'",
        fixed=(1,),
    ),
    _row(
        "LOWER",
        "text: text, locale?: text -> text",
        _lower,
        "Small letters; the locale matters for Turkish only.",
        "转为小写；仅土耳其语区域有差别。",
        "LOWER('ABC') => 'abc'",
        "LOWER('I', 'tr') => 'ı'",
        fixed=(1,),
    ),
    _row(
        "PROPER",
        "text: text -> text",
        _title,
        "Every word with a capital.",
        "每个单词首字母大写。",
        "PROPER('li MING') => 'Li Ming'",
        sql=False,
    ),
    _row(
        "INITCAP",
        "text: text -> text",
        _title,
        "The same as PROPER.",
        "与 PROPER 相同。",
        "INITCAP('a b') => 'A B'",
        sql=False,
    ),
    _row(
        "LPAD",
        "text: text, size: number, filler?: text -> text",
        _lpad,
        "Filled on the left, or cut, to a size.",
        "在左侧填充（或截断）到指定长度。",
        "LPAD('7', 3, '0') => '007'",
        "LPAD('abc', 2) => 'ab'",
        partial=True,
    ),
    _row(
        "RPAD",
        "text: text, size: number, filler?: text -> text",
        _rpad,
        "Filled on the right, or cut, to a size.",
        "在右侧填充（或截断）到指定长度。",
        "RPAD('a', 3, 'xy') => 'axy'",
        partial=True,
    ),
    _row(
        "REPT",
        "text: text, count: number -> text",
        _repeat,
        "The text repeated.",
        "重复文本。",
        "REPT('ab', 2) => 'abab'",
        partial=True,
    ),
    _row(
        "REVERSE",
        "text: text -> text",
        lambda text: text[::-1],
        "The characters in reverse order.",
        "字符倒序。",
        "REVERSE('abc') => 'cba'",
    ),
    _row(
        "CONCAT",
        "text*: text -> text",
        joined,
        "Texts joined.",
        "连接文本。",
        "CONCAT('a', 'b', NULL) => 'ab'",
        partial=True,
    ),
    _row(
        "TEXTJOIN",
        "separator: text, text*: text|list -> text",
        _join,
        "Texts joined by a separator; blank ones are left out.",
        "用分隔符连接文本，忽略空文本。",
        "TEXTJOIN(', ', 'a', '', 'b') => 'a, b'",
        sql=False,
        partial=True,
    ),
    _row(
        "SPLIT",
        "text: text, separator: text -> list",
        _split,
        "The parts of a text between separators, without blanks at their ends.",
        "按分隔符拆分文本，去除各部分两端空白。",
        "TEXTJOIN('-', SPLIT('a; b', ';')) => 'a-b'",
        sql=False,
    ),
    _row(
        "FOLD",
        "text: text -> text",
        fold_key,
        "The form in which texts are compared without regard to case and width.",
        "用于不分大小写和全半角比较的形式。",
        "FOLD('ＡbC') => 'abc'",
    ),
    _row(
        "ASCII",
        "text: text -> number",
        lambda text: Decimal(ord(text[0])) if text else None,
        "Code point of the first character.",
        "首字符的编码。",
        "ASCII('A') => 65",
        magnitude=fixed(7),
    ),
    _row(
        "CHR",
        "code: number -> text",
        _character,
        "The character of a code point.",
        "编码对应的字符。",
        "CHR(65) => 'A'",
        "CHR(-1) => #ERROR",
        partial=True,
    ),
    _row("BR", " -> text", lambda: "\n", "A line break.", "换行。", "LEN(BR()) => 1"),
    _row(
        "VALUE",
        "text: text -> number",
        number_of,
        "The number that a text shows; blank for an empty one.",
        "文本表示的数字；空文本结果为空。",
        "VALUE('-1.50') => -1.5",
        "VALUE('x') => #ERROR",
        partial=True,
    ),
)
