"""Packages: where they are found, what their manifests say, and in which order they depend on each other."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata as distributions
from importlib.util import find_spec
from pathlib import Path

from guanxi.metadata.document import Manifest
from guanxi.metadata.findings import Finding
from guanxi.metadata.load import MANIFEST, manifest_of, read_manifest
from guanxi.settings import asset_path

__all__ = ["PackageSource", "dependency_order", "discover", "version_key"]

_CONDITION = re.compile(r"(>=|<|==)\s*([0-9.]+)")


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A package that could be installed: its folder, its manifest and the Python package of its code."""

    name: str
    path: Path
    manifest: Manifest
    module: str | None  # import path of the folder, None for metadata without code
    findings: tuple[Finding, ...] = ()


def discover(extra: Path | None = None) -> Mapping[str, PackageSource]:
    """Return every package that can be found: shipped ones, those of a directory, those of installed distributions.

    The first found wins, so that nothing can stand in the place of what is shipped.
    """
    found: dict[str, PackageSource] = {}
    for folder, module in _folders(extra):
        head, findings = read_manifest(folder)
        manifest = manifest_of(head.body) if head is not None else Manifest(folder.name, "0.0.0")
        code = module if module is not None and (folder / "hooks.py").is_file() else None
        found.setdefault(manifest.name, PackageSource(manifest.name, folder, manifest, code, tuple(findings)))
    return found


def _folders(extra: Path | None) -> Iterator[tuple[Path, str | None]]:
    metadata = asset_path("metadata")
    yield metadata / "core", None
    yield metadata / "base", None
    shipped = find_spec("guanxi_plugins")
    for root in shipped.submodule_search_locations or () if shipped is not None else ():
        yield from ((folder, f"guanxi_plugins.{folder.name}") for folder in _packages_in(Path(root)))
    if extra is not None:
        yield from ((folder, None) for folder in _packages_in(extra))
    for entry in sorted(distributions.entry_points(group="guanxi.plugins"), key=lambda entry: entry.name):
        spec = find_spec(entry.module)
        for root in spec.submodule_search_locations or () if spec is not None else ():
            if (Path(root) / MANIFEST).is_file():
                yield Path(root), entry.module


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
