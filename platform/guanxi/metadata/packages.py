"""Packages: where they are found, what their manifests say, and in which order they depend on each other."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata as distributions
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path

from guanxi.metadata.document import Manifest
from guanxi.metadata.findings import Finding
from guanxi.metadata.load import MANIFEST, manifest_of, read_manifest
from guanxi.settings import asset_path

__all__ = ["ENTRY_POINTS", "HOOKS", "SCREENS", "PackageSource", "dependency_order", "discover", "version_key"]

ENTRY_POINTS = "guanxi.plugins"
HOOKS = "hooks.py"
SCREENS = "ui/index.js"
_CONDITION = re.compile(r"(>=|<|==)\s*([0-9.]+)")


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A package that could be installed: its folder, its manifest and the Python package of its code."""

    name: str
    path: Path
    manifest: Manifest
    module: str | None  # import path of the folder, None where it is no importable package
    findings: tuple[Finding, ...] = ()

    @property
    def has_hooks(self) -> bool:
        """Tell whether the package has code for the server."""
        return (self.path / HOOKS).is_file()

    @property
    def has_screens(self) -> bool:
        """Tell whether the package has code for the browser."""
        return (self.path / SCREENS).is_file()

    @property
    def has_code(self) -> bool:
        """Tell whether the package is more than metadata."""
        return self.has_hooks or self.has_screens


def discover(extra: Path | None = None) -> Mapping[str, PackageSource]:
    """Return every package that can be found: shipped ones, those of a directory, those of installed distributions.

    The first found wins, so that nothing can stand in the place of what is shipped.
    """
    found: dict[str, PackageSource] = {}
    for source in _sources(extra):
        found.setdefault(source.name, source)
    return found


def _sources(extra: Path | None) -> Iterator[PackageSource]:
    metadata = asset_path("metadata")
    yield _source(metadata / "core", None)
    yield _source(metadata / "base", None)
    shipped = find_spec("guanxi_plugins")
    for root in shipped.submodule_search_locations or () if shipped is not None else ():
        yield from (_source(folder, f"guanxi_plugins.{folder.name}") for folder in _packages_in(Path(root)))
    if extra is not None:
        yield from (_source(folder, None) for folder in _packages_in(extra))
    for entry in _entries(tuple(sys.path)):
        yield _installed(entry)


@cache
def _entries(_places: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Return what distributions in the places of Python's path offer; every one of them is read for that, so once."""
    return tuple(sorted(distributions.entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name))


def _source(folder: Path, module: str | None) -> PackageSource:
    head, findings = read_manifest(folder)
    manifest = manifest_of(head.body) if head is not None else Manifest(folder.name, "0.0.0")
    return PackageSource(manifest.name, folder, manifest, module, tuple(findings))


def _installed(entry: EntryPoint) -> PackageSource:
    """Return the package of an installed distribution, with a finding where its entry point names no folder."""
    try:
        spec = find_spec(entry.module)
    except (ImportError, ValueError):
        spec = None
    for root in spec.submodule_search_locations or () if spec is not None else ():
        if (Path(root) / MANIFEST).is_file():
            return _source(Path(root), entry.module)
    finding = Finding("entry_point_empty", path=entry.name, params={"name": entry.name, "module": entry.module})
    return PackageSource(entry.name, Path(entry.name), Manifest(entry.name, "0.0.0"), entry.module, (finding,))


def _packages_in(folder: Path) -> Iterable[Path]:
    if (folder / MANIFEST).is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))


def version_key(version: str) -> tuple[int, ...]:
    """Return the numbers of a version for comparing; what follows a hyphen does not count."""
    return tuple(int(part) for part in version.partition("-")[0].split("."))


def dependency_order(manifests: Iterable[Manifest]) -> tuple[tuple[Manifest, ...], tuple[Finding, ...]]:
    """Return manifests so that each stands after what it depends on, and what is missing, too old or circular."""
    by_name = {head.name: head for head in manifests}
    findings = [finding for head in by_name.values() for finding in _unmet(head, by_name)]
    ordered: dict[str, Manifest] = {}
    trail: list[str] = []

    def visit(name: str) -> None:
        if name in trail:
            cycle = " → ".join([*trail[trail.index(name) :], name])
            findings.append(Finding("package_cycle", path=name, params={"cycle": cycle}))
        elif name in by_name and name not in ordered:
            trail.append(name)
            for wanted in by_name[name].depends_on:
                visit(wanted)
            trail.pop()
            ordered[name] = by_name[name]

    for name in sorted(by_name, key=lambda name: (name != "core", name != "base", name)):
        visit(name)
    return tuple(ordered.values()), tuple(findings)


def _unmet(head: Manifest, known: Mapping[str, Manifest]) -> Iterator[Finding]:
    for wanted, name in zip(head.depends, head.depends_on, strict=True):
        other = known.get(name)
        if other is None:
            yield Finding("unknown_package", path=head.name, params={"name": name, "wanted_by": head.name})
        elif not all(_meets(other.version, sign, version) for sign, version in _CONDITION.findall(wanted)):
            params = {"name": name, "version": other.version, "wanted": wanted}
            yield Finding("package_version", path=head.name, params=params)


def _meets(version: str, sign: str, wanted: str) -> bool:
    have, need = version_key(version), version_key(wanted)
    if sign == "==":
        return have[: len(need)] == need
    return have >= need if sign == ">=" else have < need
