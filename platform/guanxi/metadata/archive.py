"""Packages of metadata that come as one zip file: taken apart within limits, and never with code."""

import errno
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from guanxi.errors import Conflict, Invalid, Malformed, Problem
from guanxi.metadata.declared import ENDING
from guanxi.metadata.document import Package, Source
from guanxi.metadata.kinds import KIND, OURS
from guanxi.metadata.load import MANIFEST, read_manifest, read_package

if TYPE_CHECKING:
    from guanxi.metadata.findings import Finding

__all__ = ["read_archive"]

# What zipfile raises for a file that is none, is cut off, is encrypted or is packed in a way that it does not know.
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error)
_MOST_FILES = 5_000
_MOST_BYTES = 32 * 1024 * 1024  # of all files taken apart, whatever their packed size promises
_LONGEST_NAME = 255  # bytes, as file systems have it
_LONGEST_PATH = 200
_DOCUMENTS = frozenset({".yaml", ".yml"})
_WORDS = frozenset({".md", ".txt", ""})  # read by people, left aside here


def read_archive(content: IO[bytes]) -> Package:
    """Read the package that a zip file holds, at its top or in one folder.

    Raises Malformed where it is no such file or breaks its limits, Conflict (`package_has_code`) where it holds more
    than documents: what was sent over the net never becomes code.
    """
    with TemporaryDirectory(prefix="guanxi-package-") as folder:
        try:
            with zipfile.ZipFile(content) as archive:
                strange = _take_apart(archive, Path(folder))
        except _BROKEN as error:
            raise Malformed(problems=[Problem("file", "not_a_package_file")]) from error
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise  # the disk is full, say; a place before the beginning of the file is the file's own fault
            raise Malformed(problems=[Problem("file", "not_a_package_file")]) from error
        return _read(Path(folder), strange)


def _take_apart(archive: zipfile.ZipFile, folder: Path) -> list[str]:
    """Write the documents of the archive into a folder; return what is neither a document nor words about it."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    root = _root(entries)
    if root is None:
        raise Malformed(problems=[Problem("file", "not_a_package_file")])
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise Malformed(problems=[Problem("file", "package_file_too_large", {"files": _MOST_FILES})])
    strange: list[str] = []
    for entry in entries:
        path = PurePosixPath(entry.filename)
        inner = path.relative_to(root) if path.is_relative_to(root) else None
        if inner is None or not (_is_document(inner) or inner.suffix in _WORDS) or not _is_plain(inner):
            strange.append(entry.filename[:_LONGEST_PATH])
        elif _is_document(inner):
            _write(archive, entry, folder / inner)
    return strange


def _read(folder: Path, strange: list[str]) -> Package:
    head, findings = read_manifest(folder)
    if head is None:
        raise Invalid(problems=[_in_archive(finding, folder).as_problem() for finding in findings])
    package = read_package(folder)
    if strange or package.manifest.powers or package.manifest.guards:
        raise Conflict(reason="package_has_code", name=package.manifest.name, files=strange[:20])
    return _without_folder(package, folder)


def _root(entries: list[zipfile.ZipInfo]) -> PurePosixPath | None:
    """Return the folder of the archive in which the package lies."""
    heads = [path.parent for path in (PurePosixPath(entry.filename) for entry in entries) if path.name == MANIFEST]
    return heads[0] if len(heads) == 1 and len(heads[0].parts) <= 1 else None


def _is_document(path: PurePosixPath) -> bool:
    return path.suffix in _DOCUMENTS or (path.parent.name == OURS[KIND].folder and path.name.endswith(ENDING))


def _is_plain(path: PurePosixPath) -> bool:
    """Tell whether a path stays within its folder: plain names that any disk takes, at most one folder deep."""
    plain = len(path.parts) <= 2 and not path.is_absolute() and ".." not in path.parts and "\\" not in str(path)
    return plain and all(len(part.encode()) <= _LONGEST_NAME for part in path.parts)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with archive.open(entry) as packed:
        content = packed.read(_MOST_BYTES + 1)
    if len(content) > entry.file_size:
        raise zipfile.BadZipFile(entry.filename)
    path.write_bytes(content)


def _without_folder(package: Package, folder: Path) -> Package:
    """Return the package with its files called as they are in the archive: where it was taken apart is nobody's."""
    documents = tuple(
        replace(document, source=Source(_plain(document.source.file, folder), document.source.lines))
        for document in package.documents
    )
    findings = tuple(_in_archive(finding, folder) for finding in package.findings)
    return replace(package, documents=documents, findings=findings, folder=None)


def _in_archive(finding: "Finding", folder: Path) -> "Finding":
    return replace(finding, file=_plain(finding.file, folder), path=_plain(finding.path, folder) or "")


def _plain(file: str | None, folder: Path) -> str | None:
    """Return a path without the folder in which the archive was taken apart."""
    inside = file is not None and Path(file).is_relative_to(folder)
    return str(Path(file).relative_to(folder)) if file is not None and inside else file
