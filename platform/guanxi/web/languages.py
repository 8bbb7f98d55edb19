"""Which of the two languages a caller reads."""

from flask import Request

__all__ = ["accepted_language"]


def accepted_language(arrived: Request) -> str | None:
    """Return `zh` or `en`, whichever the request's Accept-Language prefers; None where it names neither."""
    header = arrived.headers.get("Accept-Language")
    if not header:
        return None
    best, rank = None, 0.0
    for part in header[:200].split(","):
        name, _, rest = part.strip().partition(";")
        base = name.partition("-")[0].lower()
        weight = _weight(rest)
        if base in {"en", "zh"} and weight > rank:
            best, rank = base, weight
    return best


def _weight(text: str) -> float:
    name, _, number = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(number), 0.0), 1.0)
    except ValueError:
        return 0.0
