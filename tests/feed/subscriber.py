"""A subscriber that copies what it may read and then knows of changes by the feed alone."""

from dataclasses import dataclass, field
from typing import Any

from guanxi.access.authenticate import Authenticator
from guanxi.automation.sequencer import seal_pending
from guanxi.feed.changes import NOW, changes
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

__all__ = ["Subscriber"]


@dataclass
class Subscriber:
    """One user, the copy that it keeps of some objects, and what the feed told it."""

    workspace: Workspace
    login: str
    objects: tuple[str, ...]
    copy: dict[str, dict[str, Any]] = field(default_factory=dict)
    cursor: str = ""
    told: list[dict[str, Any]] = field(default_factory=list)

    def context(self) -> Context:
        """Ask as the user is now."""
        catalog = self.workspace.snapshot().catalog
        with self.workspace.database.read() as connection:
            return self.workspace.context(Authenticator(catalog).by_login(connection, self.login))

    def question(self, object_name: str, *ids: str) -> dict[str, Any]:
        """Return the records that a query gives now, by id, all or those of the ids."""
        context = self.context()
        if not context.rights.can(object_name, "read"):
            return {}
        found: dict[str, Any] = {}
        fields = tuple(sorted(context.rights.readable(object_name) - {"updated_by"}))
        wanted = {"filter": " OR ".join(f"id = '{one}'" for one in ids)} if ids else {}
        for row in rows(context, Query(object_name, fields=fields, limit=200, **wanted)):
            found[row["id"]] = row
        return found

    def present(self) -> dict[str, dict[str, Any]]:
        """Return what queries give now."""
        return {name: self.question(name) for name in self.objects}

    def begin(self) -> None:
        """Take a cursor from the present on and copy everything."""
        seal_pending(self.workspace.database)
        self.cursor = changes(self.context(), after=NOW).next
        self.copy = self.present()

    def follow(self, *, limit: int = 500, seal: bool = True) -> list[dict[str, Any]]:
        """Apply what the feed tells to the copy, as docs/how-to/events.md says, and return it."""
        if seal:
            seal_pending(self.workspace.database)
        told: list[dict[str, Any]] = []
        more = True
        while more:
            page = changes(self.context(), after=self.cursor, limit=limit)
            told += page.entries
            self.cursor, more = page.next, page.more
        for entry in told:
            self._apply(entry)
        self.told += told
        return told

    def _apply(self, entry: dict[str, Any]) -> None:
        name = entry["object"]
        if entry["change"] == "reset":
            for one in self.objects if name is None else {name} & set(self.objects):
                self.copy[one] = self.question(one)
        elif name in self.copy:
            self.copy[name].pop(entry["id"], None)
            if entry["change"] != "gone":
                self.copy[name] |= self.question(name, entry["id"])
