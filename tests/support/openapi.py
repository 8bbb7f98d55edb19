"""Print the API's document of a fresh database: `python -m tests.support.openapi`; the pages' types come from it."""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

from guanxi.access.principal import Principal
from guanxi.change.install import initialise
from guanxi.settings import Settings
from guanxi.web.openapi import openapi_document
from guanxi.workspace.workspace import open_workspace


def document() -> dict[str, object]:
    """Return the document with the calls of every caller, without the objects of any."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Settings(database_url=f"sqlite:///{Path(folder) / 'types.db'}"))
        try:
            initialise(workspace)
            told = openapi_document(workspace.context(Principal.system("pages")))
        finally:
            workspace.close()
    told["paths"] = {path: calls for path, calls in told["paths"].items() if not _of_an_object(path)}
    schemas = told["components"]["schemas"]
    told["components"]["schemas"] = {name: schema for name, schema in schemas.items() if "." not in name}
    return told


def printed() -> str:
    """Return the document as text, the same each time."""
    return json.dumps(document(), ensure_ascii=False, sort_keys=True)


def mark() -> str:
    """Return what tells this document from any other, as make/api-types notes it in the types."""
    return hashlib.sha256(printed().encode()).hexdigest()[:16]


def _of_an_object(path: str) -> bool:
    return path.startswith(("/records/", "/aggregate/"))


if __name__ == "__main__":
    sys.stdout.write(printed())
