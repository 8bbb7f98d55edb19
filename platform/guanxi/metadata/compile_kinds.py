"""Declared kinds and their items become rows of the catalog, by the package's own hook where it has one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi.catalog import DeclaredKind, KindItem, Label, Refusal
from guanxi.hooks import Declarations, Declared
from guanxi.metadata.kinds import entry_key
from guanxi.metadata.layers import digest_of
from guanxi.metadata.schemas import is_label, step_into

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.metadata.kinds import Kind
    from guanxi.metadata.labels import Labels
    from guanxi.metadata.layers import Item, Merged

__all__ = ["CompileKind", "compile_kinds"]


class _Asked:
    """The items of one declared kind, as its package's hook is handed them."""

    def __init__(self, kind: str, items: Sequence[KindItem]) -> None:
        self.kind = kind
        self.items = tuple(items)
        self.refusals: list[Refusal] = []

    def refuse(self, item: Declared, path: Sequence[str], *, en: str, zh: str, warning: bool = False) -> None:
        """Say what is wrong with an item, at keys and entry keys, in both languages; it then cannot be published."""
        self.refusals.append(Refusal(item.name, tuple(map(str, path)), Label(str(en), str(zh)), warning))


CompileKind: TypeAlias = Callable[[str, Declarations], "Mapping[str, object] | None"]
"""Gives a package the items of a kind that it declares; answers with its values, None where it has no such hook."""


def compile_kinds(
    merged: "Merged", labels: "Labels", previous: "Catalog | None", hook: CompileKind | None
) -> dict[str, DeclaredKind]:
    """Compile the declared kinds; one of which nothing changed is taken over with what the hook made of it."""
    found = {}
    for kind in merged.kinds.declared():
        items = tuple(merged.of_kind(kind.name))
        told = [(item.digest, labels.digest(item)) for item in items]
        digest = digest_of([kind.package, kind.schema, told, hook is not None])
        known = previous.kinds.get(kind.name) if previous is not None else None
        same = known is not None and known.digest == digest and known.failed is None
        found[kind.name] = known if known is not None and same else _compiled(kind, items, labels, digest, hook)
    return found


def _compiled(
    kind: "Kind", items: Sequence["Item"], labels: "Labels", digest: str, hook: CompileKind | None
) -> DeclaredKind:
    rows = tuple(_item(item, kind, labels) for item in items)
    declared = DeclaredKind(
        kind.name, str(kind.package), kind.folder, kind.label, kind.schema, _by_name(rows), digest=digest
    )
    if hook is None:
        return declared
    asked = _Asked(kind.name, rows)
    try:
        values = hook(str(kind.package), asked)
        refusals = tuple(refusal for refusal in asked.refusals if refusal.item in declared.items)
        return replace(declared, items=_by_name(_with_values(rows, values)), refusals=refusals)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises; told to whoever asks
        return replace(declared, failed=f"{type(error).__name__}: {error}"[:300])


def _with_values(rows: Sequence[KindItem], values: Mapping[str, object] | None) -> Iterator[KindItem]:
    """Yield the items with what the hook made of them; what could change later is no value."""
    if values is None:
        yield from rows
        return
    strange = sorted(map(str, values.keys() - {row.name for row in rows}))
    if strange:
        raise LookupError(f"there is no item {', '.join(strange)}")
    for row in rows:
        value = values.get(row.name)
        hash(value)  # raises TypeError for what is not frozen
        yield replace(row, value=value)


def _by_name(rows: "Iterator[KindItem] | Sequence[KindItem]") -> Mapping[str, KindItem]:
    return MappingProxyType({row.name: row for row in rows})


def _item(item: "Item", kind: "Kind", labels: "Labels") -> KindItem:
    frozen = _Freezing(item, labels)
    body = MappingProxyType({
        key: frozen.value(value, step_into(kind.schema, key), (key,))
        for key, value in item.body.items() if key not in {"kind", "name", "renamed_from"}
    })  # fmt: skip
    return KindItem(item.name, item.package, labels.of(item), body)


class _Freezing:
    """Turns the body of an item into values that nobody can change."""

    def __init__(self, item: "Item", labels: "Labels") -> None:
        self._item = item
        self._labels = labels

    def value(self, value: Any, schema: Mapping[str, Any] | None, path: tuple[str, ...]) -> Any:  # noqa: ANN401
        """Return a value of a document; `path` is its place by entry keys."""
        if isinstance(value, dict) and schema is not None and is_label(schema):
            return self._labels.translated(self._item, path, Label.of(value))
        if isinstance(value, dict):
            return MappingProxyType({
                key: self.value(inner, None if schema is None else step_into(schema, key), (*path, key))
                for key, inner in value.items()
            })  # fmt: skip
        if isinstance(value, list):
            rule, inside = self._item.list_rule(path), None if schema is None else step_into(schema, "*")
            return tuple(self.value(entry, inside, (*path, entry_key(rule, entry))) for entry in value)
        return value
