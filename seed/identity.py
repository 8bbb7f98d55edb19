"""Ids and draws that are the same on every machine."""

import random
import uuid

__all__ = ["draws", "id_of"]

_NAMESPACE = uuid.UUID("5d0c1c54-1f0a-5f7e-9a53-0c7a4f2f8f11")


def id_of(kind: str, name: object) -> str:
    """Return the id of a demo record, which depends on its name alone."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}:{name}"))


def draws(kind: str) -> random.Random:
    """Return a source of draws that gives the same sequence each time."""
    return random.Random(f"guanxi-demo-{kind}")  # noqa: S311 - demo data wants repeatable draws, not secret ones
