"""System rights at the door: calls that change the workspace itself."""

from typing import TYPE_CHECKING

from guanxi.errors import Denied

if TYPE_CHECKING:
    from guanxi.workspace.context import Context

__all__ = ["need"]


def need(context: "Context", right: str) -> None:
    """Refuse who lacks a system right; a portal user learns no more than that there is nothing here."""
    if not context.rights.system(right):
        raise Denied(right=right)
