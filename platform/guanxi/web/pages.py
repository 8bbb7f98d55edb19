"""The built pages: the application, the documentation, and their files."""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxi.errors import Missing
from guanxi.settings import asset_path
from guanxi.web.objects import known_object

if TYPE_CHECKING:
    from guanxi.web.door import Door

__all__ = ["pages_blueprint"]

_KINDS = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".json": "application/json",
    ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".map": "application/json",
}  # fmt: skip
# Addresses of the application's screens, as its own routing has them.
_SCREEN = re.compile(
    r"(?:about|search|settings|sign-in|setup(?:/.*)?"
    r"|o/(?P<object>[^/]+)(?:/new|/import(?:/[^/]+)?|/[^/]+(?:/edit)?)?)/?"
)
# Below these nothing is a page: programs ask there, and are told as programs are.
_NO_PAGES = frozenset({"api", "assets", "healthz", "metrics", "readyz"})
_FOR_EVER = "public, max-age=31536000, immutable"  # the names of these files carry a hash of their content


def pages_blueprint(door: "Door") -> Blueprint:
    """Return the routes of the built pages."""
    calls = Blueprint("pages", __name__)
    root = asset_path("ui").resolve()

    @calls.get("/")
    def start() -> Response:
        """Show the application."""
        return _file(root, ("index.html",))

    @calls.get("/<path:name>")
    def page(name: str) -> Response:
        """Show a built file, or the application at one of its screens; documentation goes without its ending.

        Who comes to another address to look at it is shown by the application that nothing is there.
        """
        first, screen = name.partition("/")[0], _SCREEN.fullmatch(name)
        if screen is not None and _is_known(door, screen["object"]):
            return _file(root, ("index.html",))
        try:
            return _file(root, () if screen else _choices(name, first), lasting=first == "assets")
        except Missing:
            if first in _NO_PAGES or "text/html" not in request.accept_mimetypes.values():
                raise
        answer = _file(root, ("index.html",), conditional=False)
        answer.status_code = 404
        return answer

    return calls


def _is_known(door: "Door", object_name: str | None) -> bool:
    """Tell whether whoever looks may know of the object of a screen; who is not signed in is asked to do that first."""
    visitor = None if object_name is None else door.visitor(request)
    if object_name is None or visitor is None:
        return True
    try:
        known_object(visitor, object_name)
    except Missing:
        return False
    return True


def _choices(name: str, first: str) -> tuple[str, ...]:
    """Return the files of which the first that is there is shown at an address."""
    if first == "api":
        return ()
    if first == "docs":
        plain = name.rstrip("/")
        return f"{plain}.html", f"{plain}/index.html", plain
    return (name,)


def _file(root: Path, choices: tuple[str, ...], *, lasting: bool = False, conditional: bool = True) -> Response:
    for choice in choices:
        found = _inside(root, choice)
        if found is not None:
            content = found.read_bytes()
            answer = Response([content], content_type=_KINDS.get(found.suffix, "application/octet-stream"))
            answer.set_etag(hashlib.blake2b(content, digest_size=12).hexdigest())
            answer.headers["Cache-Control"] = _FOR_EVER if lasting else "no-cache"
            if conditional:
                answer.make_conditional(request)
            return answer
    raise Missing


def _inside(root: Path, name: str) -> Path | None:
    """Return a file below the root; a name that points out of it, or is none, gives nothing."""
    try:
        found = (root / name).resolve()
        return found if found.is_relative_to(root) and found.is_file() else None
    except (ValueError, OSError):
        return None
