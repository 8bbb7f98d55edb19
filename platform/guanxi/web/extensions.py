"""What packages add to the pages: modules for the browser, each under an address that changes with its content."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi.errors import Missing
from guanxi.metadata.packages import SCREENS
from guanxi.web.answers import json_answer
from guanxi.web.call import Answer, FixedCall
from guanxi.web.front import API
from guanxi.web.shapes import BYTES, OPEN, TEXT, closed, data, many

if TYPE_CHECKING:
    from guanxi.metadata.packages import PackageSource
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "extensions_blueprint"]

_KINDS = {
    ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
    ".json": "application/json",
}  # fmt: skip
_FOR_EVER = "private, max-age=31536000, immutable"


CALLS = (
    FixedCall("GET", "/extensions", "What packages add to the pages",
              data(many(closed({"package": TEXT, "script": TEXT}))), staff=True),
    FixedCall("GET", "/extensions/{package}/{digest}/{file}", "A file of what a package adds to the pages", BYTES,
              staff=True, media="text/javascript",
              others=(*(Answer(BYTES, 200, media) for media in ("text/css", "image/svg+xml")), Answer(OPEN))),
)  # fmt: skip


def extensions_blueprint(door: "Door") -> Blueprint:
    """Return the calls that hand out what packages add to the pages of the staff."""
    calls = Blueprint("extensions", __name__)
    calls.add_url_rule("/extensions", "list_extensions", door.opened(_list), methods=["GET"])
    path = "/extensions/<package>/<digest>/<path:file>"
    calls.add_url_rule(path, "get_extension", door.opened(_get), methods=["GET"])
    return calls


def _list(context: "Context") -> Response:
    """List the installed packages that add to the pages, with the module that does it."""
    told = []
    for name in sorted(context.catalog.plugins):
        source = _source(context, name)
        if source is not None:
            folder, entry = _folder(source)
            told.append({"package": name, "script": f"{API}/extensions/{name}/{_digest(folder)}/{entry}"})
    return json_answer({"data": told})


def _get(context: "Context", package: str, digest: str, file: str) -> Response:
    """Answer with one file of a package as it stands; an address of former content is gone."""
    source = _source(context, package) if package in context.catalog.plugins else None
    if source is None:
        raise Missing(kind="package", name=package)
    folder, _ = _folder(source)
    found = next((path for path in _files(folder) if path.relative_to(folder).as_posix() == file), None)
    if found is None or digest != _digest(folder):
        raise Missing(kind="file", name=file)
    return Response(found.read_bytes(), content_type=_KINDS[found.suffix], headers={"Cache-Control": _FOR_EVER})


def _source(context: "Context", name: str) -> "PackageSource | None":
    """Return a package that adds to the pages; portal users have none."""
    source = context.workspace.sources.get(name)
    staff = context.principal.audience == "staff"
    return source if staff and source is not None and source.has_screens else None


def _folder(source: "PackageSource") -> tuple[Path, str]:
    entry = source.path / SCREENS
    return entry.parent, entry.name


def _files(folder: Path) -> list[Path]:
    """Return the files that pages may ask for; links out of the folder are none of them."""
    root = folder.resolve()
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in _KINDS and path.is_file())
    return [path for path in found if path.resolve().is_relative_to(root)]


def _digest(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=10)
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
