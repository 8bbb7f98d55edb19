"""Merge fields: the formulas in double braces that a template's text holds."""

import re
from collections.abc import Iterator

__all__ = ["merge_fields", "stray_braces"]

_FIELD = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def merge_fields(text: str) -> Iterator[tuple[int, str]]:
    """Yield each formula of a text with the position at which it begins."""
    for found in _FIELD.finditer(text):
        yield found.start(1), found[1]


def stray_braces(text: str) -> bool:
    """Tell whether double braces open or close nothing."""
    rest = _FIELD.sub("", text)
    return "{{" in rest or "}}" in rest
