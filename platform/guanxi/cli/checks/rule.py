"""What a rule is, and what it looks at."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guanxi.metadata.declared import kinds_of
from guanxi.metadata.document import Document, Package
from guanxi.metadata.findings import Finding
from guanxi.metadata.kinds import Kinds
from guanxi.metadata.load import MANIFEST, read_manifest, read_package
from guanxi.metadata.packages import HOOKS, PackageSource

__all__ = ["Fault", "Rule", "Subject", "read_subject"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding, and what mends it where a program can."""

    finding: Finding
    mend: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A package folder as the rules see it."""

    folder: Path
    package: Package
    manifest: Document | None  # plugin.yaml with its lines, None where it cannot be used
    needed: Mapping[str, Package]  # the packages that it builds on, core among them
    kinds: Kinds  # those of the platform, of these packages and its own

    @property
    def hooks(self) -> Path:
        """Return where the code of the package begins."""
        return self.folder / HOOKS

    def syntax(self, file: Path) -> ast.Module | Finding:
        """Return the syntax tree of a module, or where it is none."""
        try:
            return ast.parse(file.read_bytes(), str(file))
        except SyntaxError as error:
            return Finding("plugin_syntax", str(file), error.lineno)
        except ValueError:  # a NUL byte, which is on no line that Python tells
            return Finding("plugin_syntax", str(file))

    def at_manifest(self, code: str, key: str, **params: object) -> Finding:
        """Return a finding at a key of plugin.yaml."""
        file = str(self.folder / MANIFEST)
        line = self.manifest.source.line((key,)) if self.manifest is not None else None
        return Finding(code, file, line, f"plugin/{key}", params)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, under which plugin.yaml may exempt from it with a reason, and what finds its faults."""

    name: str
    find: Callable[[Subject], Iterator[Fault]]


def read_subject(folder: Path, sources: Mapping[str, PackageSource]) -> Subject:
    """Read a package folder for its check."""
    head, _ = read_manifest(folder)
    package = read_package(folder)
    needed = _needed(package, sources)
    documents = (document for one in (*needed.values(), package) for document in one.documents)
    return Subject(folder, package, head, needed, kinds_of(documents))


def _needed(package: Package, sources: Mapping[str, PackageSource]) -> dict[str, Package]:
    """Return the packages that one builds on, core among them."""
    found: dict[str, Package] = {}
    waiting = ["core", *package.manifest.depends_on]
    while waiting:
        name = waiting.pop()
        if name in sources and name not in found:
            found[name] = read_package(sources[name].path)
            waiting += found[name].manifest.depends_on
    return found
