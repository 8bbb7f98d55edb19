"""What is known of packages: those that are here, those that are installed, and what each declares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.change.wanted import FOUNDATION
from guanxi.errors import Missing
from guanxi.metadata.findings import nearest
from guanxi.metadata.load import WORKSPACE, read_package
from guanxi.workspace.stored import stored_items, stored_layers

if TYPE_CHECKING:
    from guanxi.metadata.document import Document, Manifest
    from guanxi.metadata.findings import Finding
    from guanxi.metadata.layers import Layer
    from guanxi.workspace.workspace import Workspace

__all__ = ["Declared", "PackageState", "declared", "known_packages"]


@dataclass(frozen=True, slots=True)
class PackageState:
    """One package: as it is here, as it is installed, and what stands in the way of it or of taking it out."""

    name: str
    label: Mapping[str, str]
    version: str | None  # of what is here, None where only the database has it
    installed: str | None
    disabled: bool
    failed: str | None  # why its code or its manifest could not be used
    has_code: bool
    powers: tuple[str, ...]
    depends: tuple[str, ...]
    used_by: tuple[str, ...]  # packages switched on that need it
    leaves_data: bool  # it was taken out, and its data is still there
    is_foundation: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as the API tells it."""
        return {
            "name": self.name, "label": dict(self.label), "version": self.version, "installed": self.installed,
            "disabled": self.disabled, "failed": self.failed, "has_code": self.has_code, "powers": list(self.powers),
            "depends": list(self.depends), "used_by": list(self.used_by), "leaves_data": self.leaves_data,
            "foundation": self.is_foundation,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """What a package declares: its documents, and what is wrong with its files."""

    documents: tuple["Document", ...]
    findings: tuple["Finding", ...] = ()


def known_packages(workspace: "Workspace") -> tuple[PackageState, ...]:
    """Return every package that is here, installed or switched off, and those that left data behind."""
    with workspace.database.read() as connection:
        awake, asleep = _by_name(stored_layers(connection)), _by_name(stored_layers(connection, enabled=False))
        hidden = {row.package for row in stored_items(connection) if row.state == "hidden"} - {WORKSPACE}
    stored = {**awake, **asleep}
    left = hidden - stored.keys()
    kinds = workspace.snapshot().catalog.kinds.values()
    broken = {kind.package: kind.failed for kind in kinds if kind.failed is not None}
    told = []
    for name in dict.fromkeys([*workspace.sources, *stored, *sorted(left)]):
        source, layer = workspace.sources.get(name), stored.get(name)
        head: Manifest | None = source.manifest if source is not None else layer.manifest if layer is not None else None
        told.append(PackageState(
            name, head.label if head is not None else {}, source.manifest.version if source is not None else None,
            layer.manifest.version if layer is not None and name in awake else None, name in asleep,
            workspace.plugins.failed.get(name) or broken.get(name), source is not None and source.has_code,
            tuple(sorted(head.powers)) if head is not None else (), head.depends if head is not None else (),
            tuple(user for user, other in awake.items() if name in other.manifest.depends_on),
            name in left, name in FOUNDATION,
        ))  # fmt: skip
    return tuple(told)


def declared(workspace: "Workspace", name: str) -> Declared:
    """Return what a package declares: as it is installed, else as it is here."""
    with workspace.database.read() as connection:
        stored = _by_name((*stored_layers(connection), *stored_layers(connection, enabled=False)))
    if name in stored:
        return Declared(stored[name].documents)
    source = workspace.sources.get(name)
    if source is None:
        raise Missing(kind="package", name=name[:100], nearest=nearest(name, workspace.sources))
    package = read_package(source.path)
    return Declared(package.documents, package.findings)


def _by_name(layers: "tuple[Layer, ...]") -> "dict[str, Layer]":
    return {layer.package: layer for layer in layers if layer.package != WORKSPACE}
