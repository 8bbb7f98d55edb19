"""Other shapes of a value: text of anything, patterns, encodings for the web, Chinese reading, ids and JSON."""

import html
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any
from urllib.parse import quote_plus, urlsplit

from guanxi.formula.arithmetic import place
from guanxi.formula.formula_type import CannotCompute
from guanxi.formula.function import FunctionRow
from guanxi.formula.functions.rows import RowWriter
from guanxi.formula.functions.text import LENGTH_LIMIT, bounded
from guanxi.formula.pattern import PatternRefused, full_match, pattern_of

__all__ = ["CONVERSION", "case_safe_id", "text_of"]

_PINYIN_LIMIT = 2_000
_JSON_LIMIT = 100_000
_SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_CHECK_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def text_of(value: object) -> str:
    """Return a value as formulas show it: numbers plain, dates `YYYY-MM-DD`, instants in UTC with a final Z."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return _number(Decimal(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ").rjust(20, "0")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("milliseconds")
    if isinstance(value, timedelta):
        return _number(Decimal(value // timedelta(microseconds=1)) / 1_000_000)
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    return ""


def _number(value: Decimal) -> str:
    written = f"{value:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written


def _regex(text: str, pattern: str) -> bool:
    try:
        return full_match(text, pattern)
    except PatternRefused as error:
        raise CannotCompute from error


def _extract(text: str, pattern: str, group: Decimal = Decimal(0)) -> str | None:
    try:
        match = pattern_of(pattern).search(text)
        found: str | None = match.group(place(group)) if match else None
    except (PatternRefused, IndexError) as error:
        raise CannotCompute from error
    return found


def _replaced(text: str, pattern: str, new: str) -> str:
    try:
        compiled = pattern_of(pattern)
    except PatternRefused as error:
        raise CannotCompute from error
    if (len(text) + 1) * (len(new) + 1) > LENGTH_LIMIT:
        raise CannotCompute
    return bounded(compiled.sub(lambda _: new, text))


def _reading(text: str) -> list[str]:
    # The dictionaries of pypinyin take 50 MB: a process that never reads Chinese aloud does not load them.
    parts: list[str] = import_module("pypinyin").lazy_pinyin(text)
    return parts


def _pinyin(text: str, separator: str = " ") -> str:
    if len(text) > _PINYIN_LIMIT:
        raise CannotCompute
    return separator.join(part.strip() for part in _reading(text) if part.strip())


def _initials(text: str) -> str:
    if len(text) > _PINYIN_LIMIT:
        raise CannotCompute
    words = [word for part in _reading(text) for word in part.split()]
    return "".join(word[0] for word in words if word[0].isalnum()).upper()


def case_safe_id(text: str) -> str:
    """Return the 18-character form of a 15-character id of other systems; any other text unchanged."""
    if len(text) != 15 or not text.isascii() or not text.isalnum():
        return text
    checks = (sum(character.isupper() << bit for bit, character in enumerate(text[at : at + 5])) for at in (0, 5, 10))
    return text + "".join(_CHECK_CHARACTERS[check] for check in checks)


def _link(url: str, label: str, target: str = "") -> str:
    frame = f' target="{html.escape(target)}" rel="noopener"' if target else ""
    return bounded(f'<a href="{html.escape(_safe(url))}"{frame}>{html.escape(label or url)}</a>')


def _image(url: str, alternative: str = "", height: Decimal | None = None, width: Decimal | None = None) -> str:
    size = "".join(
        f' {name}="{place(value)}"' for name, value in (("height", height), ("width", width)) if value is not None
    )
    return bounded(f'<img src="{html.escape(_safe(url))}" alt="{html.escape(alternative)}"{size}>')


def _safe(url: str) -> str:
    try:
        scheme = urlsplit("".join(character for character in url if character > " ")).scheme.lower()
    except ValueError:
        return "#"
    return url if scheme in _SAFE_SCHEMES else "#"


def _json_value(text: str, path: str) -> str | None:
    """Return the member at a dotted path; objects and lists come back as JSON."""
    if not text.strip():
        return None
    if len(text) > _JSON_LIMIT:
        raise CannotCompute
    try:
        found: Any = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise CannotCompute from error
    for step in path.split("."):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isascii() and step.isdigit() and len(step) < 9 and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    if isinstance(found, dict | list):
        return json.dumps(found, ensure_ascii=False, default=str)
    return None if found is None else text_of(found)


def _script_encoded(text: str) -> str:
    return bounded(
        json.dumps(text, ensure_ascii=False)[1:-1].replace("'", "\\'").replace("<", "\\u003C").replace(">", "\\u003E")
    )


_row = RowWriter("conversion")

CONVERSION: tuple[FunctionRow, ...] = (
    _row(
        "TEXT",
        "value: any -> text",
        text_of,
        "The value as text: numbers plain, dates YYYY-MM-DD, instants in UTC, picklists by their key.",
        "转为文本：数字为普通写法，日期为 YYYY-MM-DD，时刻为 UTC，选项为其键。",
        "TEXT(1.50) => '1.5'",
        "TEXT(DATE(2026, 1, 2)) => '2026-01-02'",
        "TEXT(TIMEVALUE('1:02:03')) => '01:02:03.000'",
        "TEXT(NULL) => ''",
        sql=True,
    ),
    _row(
        "REGEX",
        "text: text, pattern: text -> boolean",
        _regex,
        "TRUE when the whole text matches a pattern of the documented subset.",
        "整个文本符合（受支持子集内的）模式时为 TRUE。",
        "REGEX('A-12', '[A-Z]-\\\\d+') => TRUE",
        "REGEX('a12', '[a-z]') => FALSE",
        sql=True,
        partial=True,
        fixed=(1,),
    ),
    _row(
        "REGEXEXTRACT",
        "text: text, pattern: text, group?: number -> text",
        _extract,
        "The first part that matches, or one of its groups.",
        "首个匹配部分或其中一组。",
        "REGEXEXTRACT('order 123', '\\\\d+') => '123'",
        partial=True,
    ),
    _row(
        "REGEXREPLACE",
        "text: text, pattern: text, new: text -> text",
        _replaced,
        "Every match replaced.",
        "替换所有匹配。",
        "REGEXREPLACE('a1b2', '\\\\d', '') => 'ab'",
        partial=True,
    ),
    _row(
        "PINYIN",
        "text: text, separator?: text -> text",
        _pinyin,
        "Reading of Chinese characters without tones.",
        "汉字拼音（无声调）。",
        "PINYIN('关系') => 'guan xi'",
        partial=True,
    ),
    _row(
        "INITIALS",
        "text: text -> text",
        _initials,
        "First letters of the words or of the pinyin.",
        "单词或拼音的首字母。",
        "INITIALS('关系') => 'GX'",
        "INITIALS('li ming') => 'LM'",
        partial=True,
    ),
    _row(
        "CASESAFEID",
        "id: text -> text",
        case_safe_id,
        "The 18-character form of a 15-character id.",
        "15 位 ID 的 18 位形式。",
        "CASESAFEID('001A0000006Vm9r') => '001A0000006Vm9rIAC'",
    ),
    _row(
        "HYPERLINK",
        "url: text, label: text, target?: text -> text",
        _link,
        "A link; addresses that could run code become #.",
        "链接；可能执行代码的地址变为 #。",
        "HYPERLINK('/a', 'A') => '<a href=\"/a\">A</a>'",
    ),
    _row(
        "IMAGE",
        "url: text, alternative?: text, height?: number, width?: number -> text",
        _image,
        "A picture.",
        "图片。",
        "IMAGE('/a.png', 'A') => '<img src=\"/a.png\" alt=\"A\">'",
    ),
    _row(
        "URLENCODE",
        "text: text -> text",
        lambda text: bounded(quote_plus(text, errors="replace")),
        "The text for use in an address.",
        "用于网址的文本。",
        "URLENCODE('a b&c') => 'a+b%26c'",
    ),
    _row(
        "HTMLENCODE",
        "text: text -> text",
        lambda text: bounded(html.escape(text).replace("&#x27;", "&#39;")),
        "The text for use in HTML.",
        "用于 HTML 的文本。",
        "HTMLENCODE('<b>') => '&lt;b&gt;'",
    ),
    _row(
        "JSENCODE",
        "text: text -> text",
        _script_encoded,
        "The text for use in a script.",
        "用于脚本的文本。",
        "JSENCODE('a\"b') => 'a\\\\\"b'",
    ),
    _row(
        "JSONVALUE",
        "json: text, path: text -> text",
        _json_value,
        "The member of a JSON text at a dotted path.",
        "JSON 文本中某路径的值。",
        "JSONVALUE('{\"a\": {\"b\": 5}}', 'a.b') => '5'",
        partial=True,
    ),
)
