"""The pages that the web application gets beside its own, imported only where something is served."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guanxi.web.app import Room

__all__ = ["rooms"]


def rooms() -> "tuple[Room, ...]":
    """Return what adds the back office."""
    from guanxi.backoffice.mount import mount

    return (mount,)
