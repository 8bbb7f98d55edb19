"""Duplicate rules: what is wrong with them, and their rows of the catalog."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.catalog.duplicates import DuplicateRule, MatchField, MatchKey
from guanxi.metadata.findings import Finding, nearest

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.metadata.labels import Labels
    from guanxi.metadata.layers import Item

__all__ = ["check_duplicate_rule", "compile_duplicate_rule"]

_THRESHOLD = 90


def check_duplicate_rule(item: "Item", found: "ObjectType", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what is wrong with the match keys of a rule."""
    del catalog
    for key in item.body["match"]:
        members = [found.find(entry["field"]) for entry in key["fields"]]
        if not any(one is not None and (one.indexed or one.unique or one.kind.reference) for one in members):
            yield item.finding("match_not_indexed", ("match", key["name"]), warning=True, name=key["name"])
        for entry in key["fields"]:
            name, place = entry["field"], ("match", key["name"], "fields", entry["field"])
            member = found.find(name)
            fuzzy = entry.get("how") == "fuzzy"
            if member is None or member.internal:
                yield item.finding("unknown_field", (*place, "field"), fix=nearest(name, found.fields), name=name)
            elif not member.column or member.kind.sealed:
                yield item.finding("match_needs_column", (*place, "field"), name=name)
            elif fuzzy and member.fold_column is None:
                yield item.finding("fuzzy_needs_key", (*place, "how"), name=name)
            if "threshold" in entry and not fuzzy:
                yield item.finding("threshold_idle", (*place, "threshold"))


def compile_duplicate_rule(item: "Item", labels: "Labels") -> DuplicateRule:
    """Return a duplicate rule."""
    body = item.body
    return DuplicateRule(
        name=item.name, package=item.package, object=body["object"], message=labels.of(item, key="message"),
        action=body.get("action", "warn"), scope=body.get("scope", "visible"),
        keys=tuple(MatchKey(key["name"], _fields(key["fields"])) for key in body["match"]),
    )  # fmt: skip


def _fields(entries: list[dict[str, object]]) -> tuple[MatchField, ...]:
    fields = (
        MatchField(str(entry["field"]), entry.get("threshold", _THRESHOLD) if entry.get("how") == "fuzzy" else None)  # type: ignore[arg-type]
        for entry in entries
    )
    return tuple(sorted(fields, key=lambda one: one.threshold is not None))
