"""The built pages and the documentation, served from the files that ship with the wheel."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from werkzeug.exceptions import NotFound

from guanxi.errors import Missing
from guanxi.settings import asset_path

__all__ = ["blueprint"]

blueprint = Blueprint("pages", __name__)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@blueprint.get("/")
def start() -> Response:
    """Return the page that says what runs."""
    return _file("index.html", "no-cache")


@blueprint.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """Return a script, style or font; its name changes with its content."""
    return _file(f"assets/{name}", "public, max-age=31536000, immutable")


@blueprint.get("/docs/")
@blueprint.get("/docs/<path:name>")
def documentation(name: str = "") -> Response:
    """Return a page of the documentation."""
    path = name.strip("/")
    for found in (f"docs/{path}", f"docs/{path}.html", f"docs/{path}/index.html" if path else "docs/index.html"):
        if (asset_path("ui") / found).is_file():
            return _file(found, "no-cache")
    raise Missing(kind="page")


@blueprint.get("/<name>")
def other(name: str) -> Response:
    """Return a file beside the start page, such as its icon."""
    return _file(name, "no-cache")


def _file(name: str, cache: str) -> Response:
    folder: Path = asset_path("ui")
    try:
        reply = send_from_directory(folder, name, max_age=None)
    except (NotFound, ValueError) as error:
        raise Missing(kind="page") from error
    reply.headers["Cache-Control"] = cache
    reply.headers["Content-Security-Policy"] = POLICY
    return reply
