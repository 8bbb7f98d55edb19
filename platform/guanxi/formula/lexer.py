"""Cut the text of a formula into tokens."""

import re
from dataclasses import dataclass
from decimal import Decimal

from guanxi.formula.problems import FormulaProblem, FormulaSyntax

__all__ = ["LENGTH_LIMIT", "TOKEN_LIMIT", "Token", "tokenize"]

LENGTH_LIMIT = 32_768
TOKEN_LIMIT = 5_000
_MAGNITUDE_LIMIT = Decimal(10) ** 30
_DIGITS_LIMIT = 60

# A name is a path of parts joined by dots; a part may carry `:type` for a polymorphic lookup. `{!name}` is how flows of
# other systems write a reference. Every alternative is linear, so that hostile text cannot make matching slow.
_PART = r"[^\W\d]\w*(?::[^\W\d]\w*)?"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+|/\*.*?\*/)
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{{1,3}}(?!\w))?)
  | (?P<name>\$?{_PART}(?:\.{_PART})*)
  | (?P<merge>\{{!\s*\$?{_PART}(?:\.{_PART})*\s*\}})
  | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<operator>&&|\|\||==|!=|<>|<=|>=|/(?!\*)|[-+*^&=<>!(),])
    """,
    re.VERBOSE | re.DOTALL,
)
# No database stores these, so no formula may bring them in.
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: kind number, name, text, operator or end, its value and its place."""

    kind: str
    value: Decimal | str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a formula, ending in one of kind `end`."""
    if len(text) > LENGTH_LIMIT:
        raise _syntax(text, "too_long", LENGTH_LIMIT, LENGTH_LIMIT, length=len(text), limit=LENGTH_LIMIT)
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        name = f"U+{ord(forbidden.group()):04X}"
        raise _syntax(text.encode(errors="replace").decode(), "unexpected_character", *forbidden.span(), found=name)
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _lexical_problem(text, position)
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(_token(text, kind, match))
            if len(tokens) > TOKEN_LIMIT:
                raise _syntax(text, "too_many_words", position, match.end(), limit=TOKEN_LIMIT)
        position = match.end()
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _token(text: str, kind: str, match: re.Match[str]) -> Token:
    written, start, end = match.group(), match.start(), match.end()
    if kind == "text":
        return Token("text", _ESCAPE.sub(_unescape, written[1:-1]), start, end)
    if kind == "number":
        value = Decimal(written) if len(written) <= _DIGITS_LIMIT else _MAGNITUDE_LIMIT
        if value >= _MAGNITUDE_LIMIT or 0 < value < 1 / _MAGNITUDE_LIMIT:
            raise _syntax(text, "number_out_of_range", start, end)
        return Token("number", value, start, end)
    if kind == "merge":
        path = written[2:-1].strip()
        inner = text.index(path, start)
        return Token("name", path, inner, inner + len(path))
    return Token(kind, written, start, end)


def _unescape(match: re.Match[str]) -> str:
    # An unknown escape stays as it is: patterns such as "\d" are often written with one backslash.
    return _ESCAPED.get(match.group(1), match.group())


def _lexical_problem(text: str, position: int) -> FormulaSyntax:
    character = text[position]
    if character in "\"'":
        return _syntax(text, "unterminated_text", position, position + 1)
    if text.startswith("/*", position):
        return _syntax(text, "unterminated_comment", position, position + 2)
    return _syntax(text, "unexpected_character", position, position + 1, found=character)


def _syntax(text: str, code: str, start: int, end: int, **params: object) -> FormulaSyntax:
    return FormulaSyntax(text, [FormulaProblem(code, start, end, params)])
