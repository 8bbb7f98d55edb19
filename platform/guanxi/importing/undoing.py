"""The way back from an import: what it created goes to the recycle bin, what it updated gets its former values.

Each step of an import keeps, in its own transaction, the version that it gave every record and the values of before.
Undoing takes these pieces from the last to the first, each in one transaction with the note that it is done.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.errors import Denied
from guanxi.records.batch import Batch
from guanxi.records.bulk import former
from guanxi.records.load import connection_of, reached_among, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.save import save
from guanxi.records.transaction import in_transaction

if TYPE_CHECKING:
    from guanxi.records.batch import Result
    from guanxi.storage.database import Database
    from guanxi.workspace.context import Context

__all__ = ["KEPT", "Undone", "Ways", "count_ways", "undo_piece", "undone_so_far", "waiting_pieces"]

KEPT = dt.timedelta(days=7)
_PIECE = 5_000
_MOST_TOLD = 1_000
_TABLE = "gx_import_undo"


@dataclass(slots=True)
class Undone:
    """What came of undoing: records put into the bin, given their former values, and left, with the reasons."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def add(self, told: Mapping[str, Any]) -> None:
        """Add what `as_json` told of a piece."""
        self.counts.update({name: told[name] for name in ("deleted", "restored", "left")})
        self.problems += told["problems"][: max(_MOST_TOLD - len(self.problems), 0)]

    def take(self, results: "Iterable[Result]", status: str) -> None:
        """Count rows of a save."""
        for result in results:
            refused = result.status == "refused"
            self.counts["left" if refused else status] += 1
            for problem in result.problems[: max(_MOST_TOLD - len(self.problems), 0)]:
                self.problems.append({"id": result.id, "field": problem.field, "code": problem.code})

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**{name: self.counts[name] for name in ("deleted", "restored", "left")}, "problems": self.problems}


class Ways:
    """What one step of an import did, as changes that undo it."""

    def __init__(self, context: "Context", object_name: str) -> None:
        """Begin in the step's transaction."""
        self._context = context
        self._plan = plan_of(context, object_name)
        writable = context.rights.writable(self._plan.object.name)
        self._names = [name for name in self._plan.own_fields if name in writable]
        self._created: dict[str, int | None] = {}
        self._updated: dict[str, dict[str, object]] = {}

    def note(self, results: "Iterable[Result]") -> None:
        """Note what was written; a record that was written before in this step keeps its oldest values."""
        for result in results:
            if result.id is None or result.status not in {"created", "updated"}:
                continue
            if result.status == "created" or result.id in self._created:
                self._created[result.id] = result.version
                continue
            before, values = result.before or {}, result.values or {}
            changed = [name for name in self._names if before.get(name) != values.get(name)]
            way = {**former(self._plan, result, changed), **self._updated.get(result.id, {})}
            self._updated[result.id] = {**way, "version": result.version}

    def keep(self, import_id: str) -> None:
        """Write the pieces down in the step's transaction."""
        created = [{"id": identity, "version": version} for identity, version in self._created.items()]
        pieces = [*_pieces("created", created), *_pieces("updated", list(self._updated.values()))]
        rows = [
            {"id": identity, "import_id": import_id, "at": self._context.now, "ways": piece}
            for identity, piece in zip(clock.new_id.many(len(pieces)), pieces, strict=True)
        ]
        if rows:
            connection_of(self._context).insert(_TABLE, rows)


def _pieces(kind: str, ways: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(ways), _PIECE):
        yield {kind: ways[start : start + _PIECE]}


def waiting_pieces(database: "Database", import_id: str) -> list[str]:
    """Return the pieces of an import that are not undone yet and can still be, the last first."""
    wanted = {"import_id": import_id, "done": None}
    with database.read() as connection:
        found = connection.select(_TABLE, ("id", "at"), wanted, order=("id",), descending=True)
    return [identity for identity, at in found if at > clock.now() - KEPT]


def undone_so_far(database: "Database", import_id: str) -> Undone:
    """Return what came of the pieces that are undone."""
    told = Undone()
    with database.read() as connection:
        for (done,) in connection.select(_TABLE, ("done",), {"import_id": import_id}, order=("id",)):
            if done is not None:
                told.add(done)
    return told


def count_ways(context: "Context", object_name: str, pieces: Iterable[str]) -> Undone:
    """Return what undoing the pieces would do now; Denied without the rights for it."""
    told = Undone()
    for piece in pieces:
        with context.database.read() as connection:
            inside = replace(context, transaction=connection)
            ways = connection.select(_TABLE, ("ways",), {"id": piece})[0][0]
            for kind, action, status in (("created", "delete", "deleted"), ("updated", "update", "restored")):
                if wanted := ways.get(kind):
                    same = _unmoved(inside, object_name, wanted, action)
                    told.counts.update({status: same, "left": len(wanted) - same})
    return told


def _unmoved(context: "Context", object_name: str, ways: list[dict[str, Any]], action: str) -> int:
    """Return how many records have the version that the import gave them, as far as the caller sees them."""
    plan = plan_of(context, object_name)
    if not context.rights.can(plan.object.name, action):
        raise Denied(action=action, object=plan.object.name)
    ids = [way["id"] for way in ways]
    stored = read_rows(connection_of(context), plan, ids)
    reached = reached_among(Batch(context, plan, "update", "partial"), ids, "read")
    living = {identity: row["version"] for identity, row in stored.items() if row["deleted_at"] is None}
    return sum(way["id"] in reached and living.get(way["id"]) == way["version"] for way in ways)


def undo_piece(context: "Context", object_name: str, piece: str) -> None:
    """Undo one piece, once; records that were changed since are refused by their version and left."""

    def attempt(inside: "Context") -> None:
        connection = connection_of(inside)
        rows = connection.select(_TABLE, ("ways",), {"id": piece, "done": None}, lock="update")
        if not rows:
            return
        ways, told = rows[0][0], Undone()
        if updated := ways.get("updated"):
            done = save(inside, object_name, updated, operation="update", mode="partial", any_state=True)
            told.take(done.results, "restored")
        if created := ways.get("created"):
            # Later rows may point to earlier ones of the same file.
            done = save(inside, object_name, created[::-1], operation="delete", mode="partial")
            told.take(done.results, "deleted")
        connection.update(_TABLE, {"done": told.as_json(), "ways": {}}, {"id": piece})

    in_transaction(context, attempt)
