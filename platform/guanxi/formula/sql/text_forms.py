"""How PostgreSQL writes the functions on text; a blank text reaches them as an empty one."""

import sys
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from guanxi.formula.functions.text import LENGTH_LIMIT
from guanxi.formula.sql.spelling import SPACES, Form, let, quoted, whole

__all__ = ["TEXT_FORMS"]

_COUNT_LIMIT = 1_000_000
_WIDTH_LIMIT = 100_000
_NUMBER = "_v.x ~ '^[+-]?0*[0-9]{0,30}[.]?[0-9]{0,30}$' AND _v.x ~ '[0-9]'"
_FITS = f"CASE WHEN char_length(_v.x) <= {LENGTH_LIMIT} THEN _v.x END"


def _count(argument: str) -> str:
    return whole(argument, 0, _COUNT_LIMIT)


def _position(argument: str) -> str:
    return whole(argument, 1, _COUNT_LIMIT)


def _find(codes: str) -> str:
    if len(codes) == 2:
        return let("CASE WHEN _v.w = '' THEN 0 ELSE strpos(_v.t, _v.w) END::numeric", w="{0}", t="{1}")
    found = "strpos(substr(_v.t, _v.s), _v.w)"
    return let(
        "CASE WHEN _v.s IS NULL THEN NULL WHEN _v.s < 1 OR _v.w = '' THEN 0"
        f" ELSE coalesce(nullif({found}, 0) + _v.s - 1, 0) END::numeric",
        w="{0}",
        t="{1}",
        s=whole("{2}"),
    )


def _pad(function: str) -> Callable[[str], str]:
    def form(codes: str) -> str:
        padded = f"{function}(_v.t, _v.w, _v.f)"
        return let(
            f"CASE WHEN _v.w > {_WIDTH_LIMIT} THEN NULL WHEN _v.t = '' THEN '' ELSE {padded} END",
            t="{0}",
            w=_count("{1}"),
            f="{2}" if len(codes) > 2 else "' '",
        )

    return form


def _joined(codes: str) -> str:
    return "(" + " || ".join(f"{{{index}}}" for index in range(len(codes))) + ")" if codes else "''"


def _concatenated(codes: str) -> str:
    return let(_FITS, x=_joined(codes))


_COUNT = "(char_length(_v.t) - char_length(replace(_v.t, _v.o, ''))) / char_length(_v.o)"
_GROWN = f"char_length(_v.t) + {_COUNT} * (char_length(_v.n) - char_length(_v.o))::bigint"
_SUBSTITUTE = let(
    f"CASE WHEN _v.o = '' THEN '' WHEN {_GROWN} > {LENGTH_LIMIT} AND char_length(_v.n) > char_length(_v.o) THEN NULL"
    " ELSE replace(_v.t, _v.o, _v.n) END",
    t="{0}",
    o="{1}",
    n="{2}",
)
_REPLACE = let(
    _FITS,
    x=let(
        "left(_v.t, _v.s - 1) || _v.n || substr(_v.t, _v.s + _v.c)",
        t="{0}",
        s=_position("{1}"),
        c=_count("{2}"),
        n="{3}",
    ),
)
_LIKE = let(
    "CASE WHEN (char_length(_v.p) - char_length(rtrim(_v.p, '\\'))) % 2 = 1 THEN FALSE ELSE _v.t LIKE _v.p END",
    t="{0}",
    p="{1}",
)
_CHARACTER = let(
    "CASE WHEN _v.c > 0 AND _v.c < 1114112 AND (_v.c < 55296 OR _v.c >= 57344) THEN chr(_v.c) END", c=whole("{0}")
)
_VALUE = let(f"CASE WHEN {_NUMBER} THEN _v.x::numeric END", x=f"btrim({{0}}, {SPACES})")
_IS_NUMBER = let(f"({_NUMBER})", x=f"btrim({{0}}, {SPACES})")


@cache
def _mapping(change: Callable[[str], str]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return what a change of case does beyond ASCII: letters, what they become, and those that become several."""
    letters: list[str] = []
    becoming: list[str] = []
    several: list[tuple[str, str]] = []
    for code in range(0x80, sys.maxunicode + 1):
        letter = chr(code)
        changed = change(letter)
        if changed == letter or 0xD800 <= code < 0xE000:
            continue
        if len(changed) == 1:
            letters.append(letter)
            becoming.append(changed)
        else:
            several.append((letter, changed))
    return "".join(letters), "".join(becoming), tuple(several)


def _cased(change: Callable[[str], str], ascii_function: str, text: str) -> str:
    """Return the text in another case as Python writes it, whatever the server's locale and library know."""
    letters, becoming, several = _mapping(change)
    result = f'translate({ascii_function}(_v.x COLLATE "C"), {quoted(letters)}, {quoted(becoming)})'
    for letter, changed in several:
        result = f"replace({result}, {quoted(letter)}, {quoted(changed)})"
    plain = f'{ascii_function}(_v.x COLLATE "C")'
    return let(f"CASE WHEN octet_length(_v.x) = char_length(_v.x) THEN {plain} ELSE {result} END", x=text)


def _case(change: Callable[[str], str], ascii_function: str, turkish: str) -> Callable[[str], str]:
    def form(codes: str) -> str:
        if len(codes) == 1:
            return _cased(change, ascii_function, "{0}")
        special = f"CASE WHEN {{1}} ~* '^(tr|az)([-_]|$)' THEN {turkish} ELSE {{0}} END"
        return _cased(change, ascii_function, special)

    return form


def _folded(text: str) -> str:
    normal = let("CASE WHEN octet_length(_v.x) = char_length(_v.x) THEN _v.x ELSE normalize(_v.x, NFKC) END", x=text)
    # Folding can leave the normal form again, as the key of a text field does not.
    return f"normalize({_cased(str.casefold, 'lower', normal)}, NFKC)"


TEXT_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "LEN": "char_length({0})::numeric",
        "LEFT": f"left({{0}}, {_count('{1}')})",
        "RIGHT": f"right({{0}}, {_count('{1}')})",
        "MID": f"substr({{0}}, {_position('{1}')}, {_count('{2}')})",
        "FIND": _find,
        "CONTAINS": "(strpos({0}, {1}) > 0)",
        "BEGINS": "starts_with({0}, {1})",
        "ENDS": let("right(_v.t, char_length(_v.w)) = _v.w", t="{0}", w="{1}"),
        "ICONTAINS": lambda codes: f"(strpos({_folded('{0}')}, {_folded('{1}')}) > 0)",
        "FOLD": lambda codes: _folded("{0}"),
        "LIKE": _LIKE,
        "SUBSTITUTE": _SUBSTITUTE,
        "REPLACE": _REPLACE,
        "TRIM": f"btrim({{0}}, {SPACES})",
        "UPPER": _case(str.upper, "upper", "replace({0}, 'i', 'İ')"),
        "LOWER": _case(str.lower, "lower", "replace(replace({0}, 'I', 'ı'), 'İ', 'i')"),
        "LPAD": _pad("lpad"),
        "RPAD": _pad("rpad"),
        "REPT": let(
            f"CASE WHEN char_length(_v.t)::bigint * _v.n <= {LENGTH_LIMIT} THEN repeat(_v.t, _v.n) END",
            t="{0}",
            n=_count("{1}"),
        ),
        "REVERSE": "reverse({0})",
        "CONCAT": _joined,
        "CONCAT!": _concatenated,
        "join!": _concatenated,
        "join": _joined,
        "ASCII": let("CASE WHEN _v.x <> '' THEN ascii(_v.x)::numeric END", x="{0}"),
        "CHR": _CHARACTER,
        "VALUE": _VALUE,
        "ISNUMBER": _IS_NUMBER,
    }
)
