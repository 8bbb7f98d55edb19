"""The chance of winning that a stage stands for, until somebody knows better."""

from types import MappingProxyType

__all__ = ["chance_of"]

_CHANCES = MappingProxyType(
    {"prospecting": 10, "engaging": 30, "proposing": 50, "negotiating": 75, "won": 100, "lost": 0}
)


def chance_of(stage: str) -> int | None:
    """Return the chance in percent, None for a stage that an administrator added."""
    return _CHANCES.get(stage)
