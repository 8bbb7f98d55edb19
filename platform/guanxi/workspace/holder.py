"""The catalog of the present revision, swapped when the database shows another number."""

import threading
from typing import TYPE_CHECKING

from guanxi.access.rights import Policy
from guanxi.logs import Log
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.layers import merge
from guanxi.sealing import Keyring
from guanxi.workspace.context import Snapshot
from guanxi.workspace.memo import Memo
from guanxi.workspace.plugins import NO_PLUGINS, Plugins
from guanxi.workspace.stored import stored_aliases, stored_items, stored_layers

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.storage.database import Database

__all__ = ["CatalogHolder"]

NO_KEYS = Keyring()


log = Log("guanxi.catalog")


class CatalogHolder:
    """Keeps the newest snapshot of a workspace; work that began in the one before keeps that alive by itself."""

    def __init__(self, database: "Database", plugins: Plugins = NO_PLUGINS, keys: Keyring = NO_KEYS) -> None:
        """Load nothing yet; `plugins` hold the code that guards rows, `keys` what encrypted fields are sealed with."""
        self._database = database
        self._plugins = plugins
        self.keys = keys
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._secret: bytes | None = None

    def secret(self) -> bytes:
        """Return the workspace's secret, which never changes."""
        if self._secret is None:
            with self._database.read() as connection:
                self._secret = str(connection.select("gx_workspace", ("secret",), {"id": 1})[0][0]).encode()
        return self._secret

    def held(self) -> Snapshot | None:
        """Return the snapshot at hand without asking the database, None before the first."""
        return self._snapshot

    def current(self) -> Snapshot:
        """Return the snapshot of the revision that the database shows now."""
        return self.at(self._database.revision())

    def at(self, revision: int) -> Snapshot:
        """Return a snapshot that is not older than a revision somebody has read in the database."""
        held = self._snapshot
        if held is not None and held.catalog.revision >= revision:
            return held
        with self._lock:
            held = self._snapshot
            if held is None or held.catalog.revision < revision:
                held = self._load(None if held is None else held.catalog)
                self._snapshot = held
        return held

    def _load(self, previous: "Catalog | None") -> Snapshot:
        """Compile what is stored; what an apply changes in between is noticed by the number and read again."""
        while True:
            revision = self._database.revision()
            with self._database.read() as connection:
                merged = merge(stored_layers(connection))
                items, aliases = stored_items(connection), stored_aliases(connection)
            if self._database.revision() == revision:
                catalog = compile_catalog(
                    merged, items, aliases, revision=revision, previous=previous, keys=self.keys,
                    hook=self._plugins.compile_kind,
                )  # fmt: skip
                _tell_failures(catalog)
                return Snapshot(catalog, Policy(catalog, guards=self._plugins.guards(catalog)), Memo())


def _tell_failures(catalog: "Catalog") -> None:
    """Write to the log which packages could make nothing of the items of their kinds."""
    for kind in catalog.kinds.values():
        if kind.failed is not None:
            log.error("kind_failed", package=kind.package, kind=kind.name, reason=kind.failed)
