"""What stands against a change though its documents are sound: where fields are stored, keys to seal with, kinds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.change.kinds import kind_findings

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Index, UniqueKey
    from guanxi.metadata.findings import Finding
    from guanxi.metadata.layers import Merged
    from guanxi.workspace.workspace import Workspace

__all__ = ["obstacles"]


def obstacles(merged: "Merged", workspace: "Workspace", former: "Catalog", catalog: "Catalog") -> Iterator["Finding"]:
    """Yield what forbids to go from one catalog to the other."""
    yield from _torn(merged, former, catalog)
    yield from _unsealed(merged, workspace, former, catalog)
    yield from kind_findings(merged, former, catalog)


def _torn(merged: "Merged", former: "Catalog", catalog: "Catalog") -> Iterator["Finding"]:
    """Yield a finding for each key or index whose fields stand in several storage parts: no index spans tables."""
    for item in catalog.objects.values():
        if len(item.parts) == 1 or former.objects.get(item.name) is item:
            continue
        entries: tuple[UniqueKey | Index, ...] = (*item.unique_keys, *item.indexes)
        for entry in entries:
            told = merged.get("object", item.name)
            if told is not None and len({item.fields[name].part for name in entry.members}) > 1:
                yield told.finding("spans_parts", name=entry.name)


def _unsealed(
    merged: "Merged", workspace: "Workspace", former: "Catalog", catalog: "Catalog"
) -> Iterator["Finding"]:  # fmt: skip
    """Yield a finding for each field that becomes an encrypted one where there are no keys to seal it with."""
    if workspace.settings.keys.keys:
        return
    for item in catalog.objects.values():
        told, known = merged.get("object", item.name), former.objects.get(item.name)
        for member in item.declared if told is not None and known is not item else ():
            before = None if known is None else known.fields.get(member.name)
            if member.kind.sealed and told is not None and not (before is not None and before.kind.sealed):
                yield told.finding("field_without_keys", ("fields", member.name, "type"), field=member.name)
