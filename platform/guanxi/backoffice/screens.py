"""The screens of the back office as rows: which system table each shows, which columns, and what may be done.

Secrets and their hashes stand in no row, so no screen can show them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.automation.jobs import FINISHED
from guanxi.backoffice import orders
from guanxi.backoffice.orders import Order

__all__ = ["SCREENS", "Action", "Row", "Screen"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """A button on the page of one row: when it is offered, and the order that it gives to a service."""

    name: str
    offered: Callable[[Row], bool]
    order: Order
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One system table as operators see it, the newest rows first."""

    name: str
    table: str
    key: str
    columns: tuple[str, ...]  # of the list
    more: tuple[str, ...] = ()  # shown on the page of one row only
    filter: str | None = None  # the column whose values the list can be cut to
    choices: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()  # the columns whose values are codes of the platform's
    actions: tuple[Action, ...] = ()


def _waits(row: Row) -> bool:
    return row["state"] not in FINISHED | {"cancelling"}


def _ended_badly(row: Row) -> bool:
    return row["state"] in {"failed", "cancelled"}


_CANCEL = Action("cancel", _waits, orders.cancel_job, grave=True)
_RETRY = Action("retry", _ended_badly, orders.retry_job)

SCREENS: tuple[Screen, ...] = (
    Screen(
        "sessions", "gx_session", "id",
        ("user_id", "created_at", "seen_at", "expires_at", "address", "agent"),
        actions=(Action("end", lambda row: True, orders.end_session, grave=True),),
    ),
    Screen(
        "tokens", "gx_token", "id",
        ("user_id", "name", "scopes", "created_at", "expires_at", "seen_at", "revoked_at"), ("created_by",),
        actions=(Action("revoke", lambda row: row["revoked_at"] is None, orders.end_token, grave=True),),
    ),
    Screen(
        "jobs", "gx_job", "id",
        ("kind", "state", "created_at", "run_at", "finished_at", "attempts", "error"),
        ("queue", "max_attempts", "principal", "payload", "progress", "result"),
        "state", ("queued", "running", "waiting", "done", "done_with_errors", "failed", "cancelling", "cancelled"),
        ("state",), (_CANCEL, _RETRY),
    ),
    Screen("outbox", "gx_outbox", "id", ("position", "at", "object", "kind", "handled"),
           ("revision", "principal", "payload"), "kind",
           ("created", "updated", "deleted", "restored", "derived", "shared"), ("kind",)),
    Screen("audit", "gx_audit", "id", ("position", "at", "principal", "action", "object", "record_id"),
           ("detail", "hash", "previous")),
    Screen("revisions", "gx_revision", "number", ("number", "at", "author", "message"), ("changes",)),
    Screen(
        "plugins", "gx_layer", "package", ("package", "version", "position", "enabled", "at"),
        actions=(
            Action("disable", lambda row: row["enabled"], orders.disable_package, grave=True),
            Action("enable", lambda row: not row["enabled"], orders.enable_package),
        ),
    ),
    Screen("imports", "gx_import", "id", ("object", "mode", "source", "created_at", "created_by", "finished_at"),
           ("job", "chunk", "counts", "mapping"), codes=("mode",)),
)  # fmt: skip
