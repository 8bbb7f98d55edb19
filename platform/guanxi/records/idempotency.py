"""Idempotency keys: a request that is sent again is answered again, not done again (decision B10)."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.errors import Conflict
from guanxi.records.load import connection_of
from guanxi.records.transaction import in_transaction
from guanxi.sqltree import Insert, OnConflict
from guanxi.storage.tables import system_param

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.workspace.context import Context

__all__ = ["KEPT", "Answer", "answer_once"]

KEPT = dt.timedelta(hours=24)
_COLUMNS = ("principal", "key", "hash", "status", "at")
_CLAIM = Insert(
    "gx_idempotency", _COLUMNS, tuple(system_param("gx_idempotency", name) for name in _COLUMNS),
    conflict=OnConflict(("principal", "key")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: status and JSON body; `repeated` when it was done by an earlier request."""

    status: int
    body: object
    repeated: bool = False


def answer_once(context: "Context", key: str, *, request_hash: str, work: "Callable[[Context], Answer]") -> Answer:
    """Do the work and keep its answer under the caller's key, in one transaction, or return the answer kept before.

    A refused request keeps nothing, so it may be mended and sent again under its key. The same key with another request
    raises Conflict (`key_reused`). Of two such requests at once the second waits for the first.
    """

    def attempt(inside: "Context") -> Answer:
        connection, now = connection_of(inside), inside.now
        where = {"principal": inside.principal.token_id or inside.principal.user_id, "key": key}
        claim = {**where, "hash": request_hash, "status": 0, "at": now}
        if not connection.change_tree(_CLAIM, claim):
            kept, status, body, at = connection.select("gx_idempotency", ("hash", "status", "body", "at"), where)[0]
            if at > now - KEPT:
                if kept != request_hash:
                    raise Conflict(reason="key_reused")
                return Answer(status, body, repeated=True)
            connection.update("gx_idempotency", {"hash": request_hash, "at": now}, where)
        answer = work(inside)
        connection.update("gx_idempotency", {"status": answer.status, "body": answer.body}, where)
        return answer

    return in_transaction(context, attempt)
