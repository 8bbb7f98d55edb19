"""Items of the kinds that packages declare, as the code of packages reads them."""

from typing import TYPE_CHECKING

from guanxi.errors import Invalid, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guanxi.catalog import KindItem
    from guanxi.workspace.context import Context

__all__ = ["items"]


def items(context: "Context", kind: str) -> "Mapping[str, KindItem]":
    """Return the items of a declared kind by name, in the catalog of this piece of work.

    Raises Missing where no package declares it, Invalid where the code of its package could make nothing of them.
    """
    found = context.catalog.items(kind)
    declared = context.catalog.kinds[kind]
    if declared.failed is not None:
        params = {"plugin": declared.package, "hook": "compile_kind"}
        raise Invalid(problems=[Problem(None, "plugin_failed", params)])
    return found
