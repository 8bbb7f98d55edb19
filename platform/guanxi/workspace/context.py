"""What one request, job or import chunk works in, from start to end: one catalog, one principal, one instant."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Policy, Rights
    from guanxi.catalog import Catalog
    from guanxi.storage.connection import Connection
    from guanxi.storage.database import Database
    from guanxi.workspace.memo import Memo
    from guanxi.workspace.workspace import Workspace

__all__ = ["Context", "Snapshot"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A catalog with what is compiled from it: the policy of access and the memo of plans and queries."""

    catalog: "Catalog"
    policy: "Policy"
    memo: "Memo"


@dataclass(frozen=True, slots=True)
class Context:
    """The first argument of every function that reads or writes records."""

    workspace: "Workspace"
    snapshot: Snapshot
    principal: "Principal"
    now: dt.datetime
    zone: ZoneInfo
    language: str
    request_id: str
    transaction: "Connection | None" = None  # the open write transaction, which reads and saves of hooks join
    depth: int = 0  # how many saves this one stands in
    trial: bool = False  # whether all that is written is undone at the end

    @property
    def catalog(self) -> "Catalog":
        """Return the one catalog of this piece of work."""
        return self.snapshot.catalog

    @property
    def policy(self) -> "Policy":
        """Return the compiled policy of that catalog."""
        return self.snapshot.policy

    @property
    def memo(self) -> "Memo":
        """Return the store of what is derived from that catalog."""
        return self.snapshot.memo

    @property
    def rights(self) -> "Rights":
        """Return what the principal may do."""
        return self.policy.rights_of(self.principal)

    @property
    def database(self) -> "Database":
        """Return the workspace's database."""
        return self.workspace.database
