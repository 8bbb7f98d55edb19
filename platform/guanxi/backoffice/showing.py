"""How values of system tables look on a page."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from guanxi.storage.encode import instant_text
from guanxi.text.backoffice_words import BACKOFFICE_WORDS, CODE_WORDS

__all__ = ["brief", "said", "shown", "worded"]

_BRIEF = 120


def said(language: str) -> Callable[[str], str]:
    """Return what gives the words of a code in one language."""
    return lambda code: BACKOFFICE_WORDS[code].text(language)


def worded(language: str) -> Callable[[str], str]:
    """Return what gives the words of a code that a table holds; a code of somebody else's is its own word."""
    return lambda code: CODE_WORDS[code].text(language) if code in CODE_WORDS else code


def shown(value: Any, names: Mapping[str, str], say: Callable[[str], str]) -> str:  # noqa: ANN401 - any stored value
    """Return a value in full."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, dt.datetime):
        return instant_text(value).replace("T", " ").replace(".000", "")
    if isinstance(value, dict | list):
        return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    text = str(value)
    return f"{names[text]} ({text})" if text in names else text


def brief(value: Any, names: Mapping[str, str], say: Callable[[str], str]) -> str:  # noqa: ANN401 - any stored value
    """Return a value as it fits into a cell of a list."""
    if isinstance(value, dict):
        text = str(value.get("name") or value.get("reason") or orjson.dumps(value).decode())
    elif isinstance(value, list):
        text = ", ".join(str(item) for item in value)
    else:
        text = names.get(str(value)) or shown(value, names, say)
    return text if len(text) <= _BRIEF else text[: _BRIEF - 1] + "…"
