"""The present state under the names of a change: what is renamed stays the same thing for all that is compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.catalog import Alias, ItemRow
from guanxi.errors import Missing
from guanxi.metadata.currencies import converted_name
from guanxi.metadata.findings import Finding
from guanxi.metadata.layers import merge
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.record_types import FIELD
from guanxi.metadata.renames import NAMED, Rename, Renames, renamed_rows
from guanxi.metadata.renaming import find_renames, former_names, rewritten
from guanxi.metadata.structure import PARTS, Structure, entries_of

if TYPE_CHECKING:
    from guanxi.metadata.document import Document
    from guanxi.metadata.layers import Layer

__all__ = ["Relabelled", "alias_name", "kept_aliases", "relabelled"]

_ANSWERING = frozenset({"object", "field"}) | NAMED  # whose former names answer in formulas and the API


@dataclass(frozen=True, slots=True)
class Relabelled:
    """The stored and the wanted layers, the items and the former names, all with the names of the change."""

    former: "tuple[Layer, ...]"
    layers: "tuple[Layer, ...]"
    rows: tuple[ItemRow, ...]
    aliases: tuple[Alias, ...]
    renames: tuple[Rename, ...] = ()
    findings: tuple[Finding, ...] = ()
    touched: tuple[str, ...] = ()  # documents that are rewritten, as kind/name
    moved: tuple[ItemRow, ...] = ()  # rows that the database has under another name
    fresh: tuple[ItemRow, ...] = ()  # rows that it does not have yet


def alias_name(alias: Alias) -> str:
    """Return a former name as people write it: OBJECT, OBJECT.FIELD, OBJECT.record_type.TYPE or PICKLIST.VALUE."""
    between = f".{FIELD}." if alias.kind == "record_type" else "."
    return alias.old if alias.object is None else f"{alias.object}{between}{alias.old}"


def kept_aliases(aliases: tuple[Alias, ...], retired: frozenset[str]) -> tuple[Alias, ...]:
    """Return the former names without those that are retired; raise Missing for one that there is not."""
    for name in sorted(retired - {alias_name(alias) for alias in aliases}):
        raise Missing(kind="alias", name=name)
    return tuple(alias for alias in aliases if alias_name(alias) not in retired)


def relabelled(
    stored: "tuple[Layer, ...]", layers: "tuple[Layer, ...]", rows: tuple[ItemRow, ...], aliases: tuple[Alias, ...]
) -> Relabelled:
    """Find what is renamed and rewrite whatever mentions a former name, in every document of every layer."""
    found = find_renames(merge(stored), layers, aliases)
    renames = (*found.renames, *_converted(found.renames, rows))
    everything = Renames(renames, aliases)
    findings = [*found.findings, *_taken(renames, rows)]
    if not everything:
        return Relabelled(stored, layers, rows, aliases, findings=tuple(findings))
    structure = Structure(_documents(layers), everything)
    known = {(layer.package, document.ref): document for layer in stored for document in layer.documents}
    before = Renames((), aliases)  # what one renames oneself is put right in one's own documents without a word
    for layer in layers:
        told = before if layer.package == WORKSPACE else everything
        for document in layer.documents:
            if known.get((layer.package, document.ref)) != document:
                findings += former_names(document, structure, told)
    layers, touched = rewritten(layers, structure, everything)
    if not renames:
        return Relabelled(stored, layers, rows, aliases, findings=tuple(findings))
    now, apart = Renames(renames), _without_merged(stored, renames)
    former, _ = rewritten(apart, Structure(_documents(apart), now), now)
    after, fresh = renamed_rows(rows, renames), tuple(_values(rows, renames, now))
    moved = tuple(row for row, before in zip(after, rows, strict=True) if row != before)
    names = _aliases_after(aliases, renames, now)
    return Relabelled(
        former, layers, (*after, *fresh), names, renames, tuple(findings), tuple(sorted(touched)), moved, fresh
    )


def _documents(layers: "Sequence[Layer]") -> list["Document"]:
    return [document for layer in layers for document in layer.documents]


def _without_merged(layers: "tuple[Layer, ...]", renames: Sequence[Rename]) -> "tuple[Layer, ...]":
    """Return the layers without what becomes one with others: two of one name would be compared at random."""
    back = Renames([replace(one, old=one.new, new=one.old) for one in renames if one.kind == "object"])
    gone = {(one.kind, back.owner(one.kind, one.owner), one.old) for one in renames if one.merges}
    return tuple(
        replace(layer, documents=tuple(_without(document, gone) for document in layer.documents))
        for layer in layers
    ) if gone else layers  # fmt: skip


def _without(document: "Document", gone: set[tuple[str, str | None, str]]) -> "Document":
    body = document.body
    for whole, lists in PARTS.items():
        owner = document.name if document.kind == whole else body.get(whole)
        for key, kind in lists.items():
            entries = body.get(key)
            if isinstance(entries, list) and any((kind, owner, one["name"]) in gone for one in entries_of(body, key)):
                left = [one for one in entries_of(body, key) if (kind, owner, one["name"]) not in gone]
                body = {**body, key: left}
    return document if body is document.body else replace(document, body=body)


def _converted(renames: Sequence[Rename], rows: Sequence[ItemRow]) -> Iterator[Rename]:
    """Yield the renames of the converted amounts that stand beside fields which are renamed (decision A12)."""
    known = {(row.object, row.name) for row in rows if row.kind == "field" and row.state != "hidden"}
    former = {rename.new: rename.old for rename in renames if rename.kind == "object"}
    for rename in renames:
        old, new = converted_name(rename.old), converted_name(rename.new)
        if rename.kind == "field" and (former.get(rename.owner or "", rename.owner), old) in known:
            yield replace(rename, old=old, new=new)


def _taken(renames: Sequence[Rename], rows: Sequence[ItemRow]) -> list[Finding]:
    """Return a finding for each object that takes the name of a hidden one: their fields could not be told apart."""
    hidden = {row.name for row in rows if row.kind == "object" and row.state == "hidden"}
    return [
        Finding("name_is_hidden", path=f"object/{rename.new}", params={"name": rename.new})
        for rename in renames
        if rename.kind == "object" and rename.new in hidden
    ]


def _values(rows: Sequence[ItemRow], renames: Sequence[Rename], now: Renames) -> list[ItemRow]:
    """Return rows for values and record types that are renamed the first time; until then they have none."""
    known = {(row.kind, now.owner(row.kind, row.object), row.name) for row in rows if row.kind in NAMED}
    return [
        ItemRow(clock.new_id(), rename.kind, "", rename.owner, rename.new, None)
        for rename in renames
        if rename.kind in NAMED and not rename.merges and (rename.kind, rename.owner, rename.old) not in known
    ]


def _aliases_after(aliases: Sequence[Alias], renames: Sequence[Rename], now: Renames) -> tuple[Alias, ...]:
    """Return the former names that answer afterwards; one that is taken up again is no former name any more."""
    back = {(rename.kind, rename.owner, rename.new) for rename in renames if rename.back}
    after = []
    for alias in aliases:
        owner = now.owner(alias.kind, alias.object)
        if (alias.kind, owner, alias.old) not in back:
            after.append(replace(alias, object=owner, new=now.now(alias.kind, owner, alias.new)))
    added = [
        Alias(rename.kind, rename.owner, rename.old, rename.new)
        for rename in renames
        if rename.kind in _ANSWERING and not rename.back and not rename.merges
    ]
    return (*after, *added)
