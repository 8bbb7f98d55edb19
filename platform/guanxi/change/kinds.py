"""What the code of packages says of the items of their kinds, as findings of a plan."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.metadata.findings import Finding
from guanxi.metadata.kinds import KIND

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.metadata.layers import Merged

__all__ = ["kind_findings"]


def kind_findings(merged: "Merged", former: "Catalog", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what hooks refuse, and hooks that failed; of a kind that the change does not touch as warnings alone."""
    for kind in catalog.kinds.values():
        known = former.kinds.get(kind.name)
        touched = known is None or known.digest != kind.digest
        if kind.failed is not None:
            said = merged.get(KIND, kind.name)
            if said is not None:
                yield said.finding(
                    "kind_hook_failed", warning=not touched, plugin=kind.package, hook="compile_kind", kind=kind.name,
                    detail=kind.failed,
                )  # fmt: skip
        for refusal in kind.refusals:
            item, words = merged.get(kind.name, refusal.item), refusal.words
            if item is not None:
                warning = refusal.warning or not touched
                yield item.finding(
                    "item_refused", refusal.path, warning=warning, text_en=words.en, text_zh=words.zh
                )  # fmt: skip
