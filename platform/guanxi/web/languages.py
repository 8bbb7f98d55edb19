"""Which language a caller reads."""

from collections.abc import Container

from flask import Request

__all__ = ["accepted_language"]

_OWN = frozenset({"en", "zh"})  # the languages of the platform's own words


def accepted_language(arrived: Request, more: Container[str] = ()) -> str | None:
    """Return what the request's Accept-Language prefers: `zh`, `en` or one more language; None where it has none."""
    header = arrived.headers.get("Accept-Language")
    if not header:
        return None
    best, rank = None, 0.0
    for part in header[:200].split(","):
        name, _, rest = part.strip().partition(";")
        base = name.partition("-")[0].lower()
        weight = _weight(rest)
        spoken = name if name in more else base
        if (spoken in _OWN or spoken in more) and weight > rank:
            best, rank = spoken, weight
    return best


def _weight(text: str) -> float:
    name, _, number = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(number), 0.0), 1.0)
    except ValueError:
        return 0.0
