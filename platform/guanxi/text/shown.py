"""A refused value as it may stand in a message."""

import json

__all__ = ["shown"]

_LONGEST = 80


def shown(value: object) -> str:
    """Return a value as whoever sent it wrote it: text or JSON, cut, without what breaks a message."""
    plain = value is None or isinstance(value, bool | list | tuple | dict)
    text = json.dumps(value, ensure_ascii=False, default=str) if plain else str(value)
    clean = text[:_LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")
    return clean if len(text) <= _LONGEST else f"{clean}…"
