"""A metadata document in memory, with the line of every node."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from guanxi.metadata.findings import Finding

__all__ = ["WORKSPACE", "Body", "Document", "Manifest", "Package", "Path", "Ref", "Source"]

WORKSPACE = "workspace"
"""The package name of the administrator's own layer."""

Body: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]  # keys and list positions
Ref: TypeAlias = tuple[str, str]  # kind and name of an item


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was read: the file and the line of each path; empty for documents of the API or database."""

    file: str | None = None
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """Return the line of a path, else of the nearest node around it."""
        for length in range(len(path), -1, -1):
            found = self.lines.get(path[:length])
            if found is not None:
                return found
        return None


NO_SOURCE = Source()


@dataclass(frozen=True, slots=True)
class Document:
    """One item as somebody wrote it."""

    kind: str
    name: str
    package: str
    body: Body
    source: Source = field(default=NO_SOURCE, compare=False)  # where it was read does not make it another document

    @property
    def ref(self) -> Ref:
        """Return kind and name."""
        return (self.kind, self.name)

    def finding(
        self, code: str, path: Path = (), *, fix: str | None = None, warning: bool = False, **params: object
    ) -> Finding:
        """Return a finding at a path of this document."""
        place = "/".join((self.kind, self.name, *map(str, path)))
        severity = "warning" if warning else "error"
        return Finding(code, self.source.file, self.source.line(path), place, params, fix, severity)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What plugin.yaml says."""

    name: str
    version: str
    label: Mapping[str, str] = field(default_factory=dict, hash=False)
    depends: tuple[str, ...] = ()  # with version conditions as written
    prefix: str = ""
    powers: frozenset[str] = frozenset()
    guards: frozenset[str] = frozenset()

    @property
    def depends_on(self) -> tuple[str, ...]:
        """Return the names of the packages this one needs."""
        return tuple(wanted.split(">")[0].split("<")[0].split("=")[0].strip() for wanted in self.depends)


@dataclass(frozen=True, slots=True)
class Package:
    """A folder of metadata as read: its manifest, its documents and what is wrong with the files."""

    manifest: Manifest
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    folder: str | None = None
