"""Apply: one transaction behind the exclusive fence holds documents, cheap DDL, the revision and its builds (law 4)."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from guanxi.access.memberships import sync_roles
from guanxi.change.builds import enqueue_builds, needed_builds
from guanxi.change.copies import begin_copies
from guanxi.change.pending import pending_of
from guanxi.change.plan import Plan, plan
from guanxi.change.purge import drop_statements
from guanxi.change.retype import retypes
from guanxi.change.store import Stored, store, to_store
from guanxi.change.tables import dropped_indexes, new_columns, new_tables
from guanxi.errors import Busy, CatalogMoved, Conflict, Denied, Invalid
from guanxi.storage.ddl import Ddl

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.access.principal import Principal
    from guanxi.change.wanted import Wanted
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["SETUP", "Applied", "apply", "carry_through"]

SETUP = "setup"
"""The system right that changing metadata takes."""
_MOST_TURNS = 20


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: the revision that stands now, the plan it carried out, and the job of its builds.

    Where fields get another type, the plan is carried out by that job once their values are copied.
    """

    revision: int
    plan: Plan
    jobs: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Tell whether there was anything to do."""
        return self.revision != self.plan.revision

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the answer of the API and the command line."""
        told = self.plan.as_json(language)
        return {
            "revision": self.revision,
            "changes": told["changes"],
            "findings": told["findings"],
            "jobs": list(self.jobs),
            "copying": [one.name for one in self.plan.copies],
        }


def apply(
    workspace: "Workspace", wanted: "Wanted", *, author: "Principal", message: str = "", plan_id: str | None = None,
    also: "Callable[[Connection], None] | None" = None,
) -> Applied:  # fmt: skip
    """Carry out a change, all or nothing; with a plan id, only when that is still what would happen.

    What `also` does stands in the same transaction.
    Raises Denied without the system right `setup`, Invalid with every finding, Conflict (`base_moved`) when the plan is
    no longer the same, Busy when a lock did not become free in time.
    """
    if not workspace.snapshot().policy.rights_of(author).system(SETUP):
        raise Denied(right=SETUP)
    return carry_through(workspace, wanted, author=author, message=message, plan_id=plan_id, also=also)


def carry_through(
    workspace: "Workspace", wanted: "Wanted", *, author: "Principal", message: str = "", plan_id: str | None = None,
    also: "Callable[[Connection], None] | None" = None,
) -> Applied:  # fmt: skip
    """Carry out a change whose author was found to have the right; see `apply`."""
    for _ in range(_MOST_TURNS):
        # Planned outside of the fence, so that nobody waits for it, and again when the revision moved before it.
        made = plan(workspace, wanted, reader=author)
        if made.errors:
            raise Invalid(problems=[finding.as_problem() for finding in made.findings])
        if plan_id is not None and plan_id != made.id:
            raise Conflict(reason="base_moved", revision=made.revision)
        if made.is_empty:
            return Applied(made.revision, made, ())
        ddl, tables = _ddl_of(made, Ddl(workspace.database.dialect)), tuple(sorted(_altered(made)))
        prepared = to_store(made)
        work = partial(
            _begin if made.copies else _carry_out,
            made=made,
            ddl=ddl,
            tables=tables,
            prepared=prepared,
            author=author,
            message=message,
            also=also,
            wanted=wanted,
        )
        try:
            jobs = workspace.database.run_exclusive(work, revision=made.revision, tables=tables)
        except CatalogMoved:
            continue
        return Applied(made.revision + 1, made, jobs)
    raise Busy(reason="lock")


@dataclass(frozen=True, slots=True)
class _Statements:
    """The DDL of a plan, all of it instant: tables nobody knows yet, and what existing ones get or lose."""

    fresh: tuple[str, ...] = ()
    altering: tuple[str, ...] = ()


def _ddl_of(made: Plan, ddl: Ddl) -> _Statements:
    if made.catalog is None:
        return _Statements()
    allotment = made.allotment
    if made.copies:
        to_fill = [one.told for one in made.copies]
        return _Statements(altering=tuple(new_columns(made.catalog, (), (), made.items, ddl, to_fill)))
    changed = (*allotment.widened, *allotment.revived)
    altering = (
        *new_columns(
            made.catalog, allotment.added, changed, made.items, ddl,
            [one.told for one in made.retypes if not one.told.copied],
        ),
        *dropped_indexes(allotment.hidden), *drop_statements(made.purges),
    )  # fmt: skip
    return _Statements(tuple(new_tables(made.catalog, allotment.added, ddl)), altering)


def _carry_out(
    connection: "Connection", *, made: Plan, ddl: _Statements, tables: tuple[str, ...], prepared: Stored,
    author: "Principal", message: str, also: "Callable[[Connection], None] | None", wanted: "Wanted",
) -> tuple[str, ...]:  # fmt: skip
    del wanted
    if made.retypes and _filled_meanwhile(connection, made):
        raise CatalogMoved
    if ddl.fresh:
        connection.script(*ddl.fresh)
    store(connection, made, prepared, author, message)
    if also is not None:
        also(connection)
    if made.catalog is not None:
        sync_roles(connection, made.catalog)
    # From here on readers of these tables wait, so little is left to do.
    connection.lock_tables(tables)
    if ddl.altering:
        connection.script(*ddl.altering)
    return enqueue_builds(connection, needed_builds(connection, made), author)


def _begin(
    connection: "Connection", *, made: Plan, ddl: _Statements, tables: tuple[str, ...], prepared: Stored,
    author: "Principal", message: str, also: "Callable[[Connection], None] | None", wanted: "Wanted",
) -> tuple[str, ...]:  # fmt: skip
    """Make the columns that take the converted values, and leave the change to the job that fills them."""
    jobs = begin_copies(connection, made, pending_of(wanted, prepared, author, message), author)
    if also is not None:
        also(connection)
    connection.lock_tables(tables)
    connection.script(*ddl.altering)
    return jobs


def _filled_meanwhile(connection: "Connection", made: Plan) -> bool:
    """Tell whether a field that changes its type without a copy, having no values, has got some since."""
    straight = [one for one in made.retypes if not one.told.copied]
    zone = made.zone
    counted = retypes(
        connection, made.former, made.catalog or made.former, [one.told for one in straight], blanked=frozenset(),
        zone=zone, shows=lambda field, ids: frozenset(),
    )  # fmt: skip
    return any(one.copies for one in counted)


def _altered(made: Plan) -> set[str]:
    """Return the existing tables that get a column or lose an index, which readers must leave for a moment."""
    tables: set[str] = set()
    for one in made.retypes:
        tables |= set(made.former.objects[one.before.object].parts)
    if made.copies:
        return tables
    fresh = {row.name for row in made.allotment.added if row.kind == "object"}
    for row in (*made.allotment.added, *made.allotment.widened, *made.allotment.revived):
        found = made.catalog.objects.get(row.object or row.name) if made.catalog is not None else None
        if found is not None and found.name not in fresh and row.kind in {"field", "object"} and row.physical:
            known = made.former.objects.get(found.name)
            tables |= {
                table for table in found.parts[row.part - 1 : row.part] if known is not None and table in known.parts
            }
    tables |= {table for purge in made.purges for table in (*purge.tables, *(column[0] for column in purge.columns))}
    for row in made.allotment.hidden:
        known = made.former.objects.get(str(row.object))
        if row.kind in {"unique_key", "index"} and known is not None:
            tables |= set(known.parts)
    return tables
