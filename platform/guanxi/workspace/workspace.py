"""The workspace: one database with its catalog, plugins and settings, handed explicitly to whoever works in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from guanxi import clock
from guanxi.access.read_audit import ReadAudit
from guanxi.formula.sql import FORMS, SQLITE_FUNCTIONS
from guanxi.metadata.packages import discover
from guanxi.storage.database import Database
from guanxi.storage.options import DatabaseOptions
from guanxi.workspace.context import Context
from guanxi.workspace.holder import CatalogHolder
from guanxi.workspace.plugins import Plugins, load_plugins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guanxi.access.principal import Principal
    from guanxi.metadata.packages import PackageSource
    from guanxi.settings import Settings
    from guanxi.workspace.context import Snapshot

__all__ = ["Workspace", "open_workspace"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that work on one database needs; threads share it."""

    settings: "Settings"
    database: Database
    holder: CatalogHolder
    sources: "Mapping[str, PackageSource]"  # packages that can be installed, by name
    plugins: Plugins
    reads: ReadAudit

    @property
    def secret(self) -> bytes:
        """Return the secret that signs cursors and the like; it is drawn when the database is made."""
        return self.holder.secret()

    def snapshot(self) -> "Snapshot":
        """Return the catalog of the revision that the database shows now, with what is compiled from it."""
        return self.holder.current()

    def context(
        self,
        principal: "Principal",
        *,
        snapshot: "Snapshot | None" = None,
        language: str | None = None,
        request_id: str | None = None,
    ) -> Context:
        """Return the context of one piece of work: the present instant, and the principal's zone and language."""
        return Context(
            workspace=self,
            snapshot=snapshot or self.snapshot(),
            principal=principal,
            now=clock.now(),
            zone=ZoneInfo(self.settings.zone),
            language=language or principal.language or self.settings.language,
            request_id=request_id or clock.new_id(),
        )

    def close(self) -> None:
        """Write the noted reads and close the database's connections."""
        self.reads.flush()
        self.database.close()


def open_workspace(settings: "Settings") -> Workspace:
    """Open the database that the settings name, without making or changing anything in it."""
    options = DatabaseOptions(
        synchronous="normal" if settings.sqlite_synchronous == "normal" else "full",
        statement_seconds=float(settings.statement_seconds),
        pool_size=settings.lanes + settings.job_threads * 2 + 8,
    )
    database = Database(settings.database_url, options=options, forms=FORMS, functions=SQLITE_FUNCTIONS)
    sources = discover(Path(settings.plugins) if settings.plugins else None)
    plugins = load_plugins(sources)
    holder = CatalogHolder(database, plugins, settings.keys)
    return Workspace(settings, database, holder, sources, plugins, ReadAudit(database))
