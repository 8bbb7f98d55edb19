"""Lists of a million shared rows among 100,000 users: what sharing costs, beside seeing everything and beside one
OR."""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.access.rows import row_access
from guanxi.change.apply import apply
from guanxi.change.install import initialise, install
from guanxi.change.wanted import Wanted
from guanxi.clock import new_id
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.query import page
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.settings import Settings
from guanxi.sqltree import Alias, Call, Column, Order, Select, Table, all_of, integer
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.bench.measured import Measured
from tests.bench.places import new_place, settle

__all__ = ["sharing"]

ROWS, USERS, SHARES = 1_000_000, 100_000, 400_000
BRANCHES, DEPTH = 10, 4
REPEATS, SAMPLED = 12, 6
RULES = 50
COLUMNS = """
    id created_at created_by updated_at updated_by version owner_id name name__sort stage account amount close_date
"""
SETTLED = ("opportunity", "opportunity__share", "account", "gx_grantee", "gx_membership", "gx_unit_closure")
STAGES = ("prospecting", "engaging", "proposing", "negotiating", "won", "lost")


@dataclass(frozen=True, slots=True)
class World:
    """The units by level, and the users by name of their class."""

    units: list[list[str]]
    users: list[tuple[str, str]]  # id and unit


def sharing(kind: str, work: Path) -> Iterator[Measured]:
    """Measure lists of users who see about 10, 1,000 and nearly all rows, without rules and with fifty."""
    place = new_place(kind, "sharing", work)
    workspace = open_workspace(Settings(database_url=place.url, sqlite_synchronous="normal", statement_seconds=600))
    try:
        initialise(workspace)
        install(workspace, "sales", author=Principal.system("bench"))
        world = _people(workspace)
        _rows(workspace, world)
        settle(place, *SETTLED)
        readers = _readers(workspace, world)
        everything = _p95(workspace, readers["everything"], _listed)
        yield Measured(kind, "list p95, sees everything", everything, "ms")
        for name in ("10 rows", "1,000 rows", "nearly all rows"):
            took = _p95(workspace, readers[name], _listed)
            yield Measured(kind, f"list p95, sees {name}", took, "ms")
            promise = 5.0 if kind == "postgresql" else None
            yield Measured(kind, "… to that of who sees everything", took / everything, "×", promise)
        _add_rules(workspace)
        for name, bound in (("10 rows", 0.1), ("1,000 rows", 0.1), ("nearly all rows", 0.3)):
            took = _p95(workspace, readers[name], _listed)
            joined = _p95(workspace, readers[name][:2], _listed_by_or, repeats=3)
            yield Measured(kind, f"list p95 with {RULES} rules, {name}", took, "ms")
            promise = bound if kind == "postgresql" else None
            yield Measured(kind, "… to that of the same conditions in one OR", took / joined, "×", promise)
    finally:
        workspace.close()


def _context(workspace: Workspace) -> Context:
    return workspace.context(Principal.system("bench"))


def _people(workspace: Workspace) -> World:
    """Make a tree of units and put the users into it, nine of ten at its leaves."""
    random = Random(7)
    units: list[list[str]] = []
    parents: list[str | None] = [None]
    for level in range(DEPTH + 1):
        rows = [
            {"id": new_id(), "name": f"Unit {level}.{index}", "parent": parent}
            for index, parent in enumerate(
                parents if level == 0 else [item for item in parents for _ in range(BRANCHES)]
            )
        ]
        for start in range(0, len(rows), 5_000):
            save(_context(workspace), "org_unit", rows[start : start + 5_000], operation="create")
        units.append([str(row["id"]) for row in rows])
        parents = list(units[-1])
    users = []
    for start in range(0, USERS, 5_000):
        rows = []
        for index in range(start, start + 5_000):
            level = index % 40 if index % 40 < DEPTH else DEPTH
            unit = units[0][0] if index == 0 else random.choice(units[level])
            row = {
                "id": new_id(),
                "login": f"user{index}",
                "name": f"User {index}",
                "unit": unit,
                "roles": ["sales_rep"],
            }
            rows.append(row)
            users.append((str(row["id"]), unit))
        save(_context(workspace), "user", rows, operation="create")
    viewers = [
        {"login": f"viewer{index}", "name": f"Viewer {index}", "roles": ["sales_operations"]}
        for index in range(SAMPLED)
    ]
    save(_context(workspace), "user", viewers, operation="create")
    return World(units, users)


def _rows(workspace: Workspace, world: World) -> None:
    """Copy opportunities and their shares into the tables; through the pipeline a million would take minutes."""
    random, now = Random(8), "2026-01-01T00:00:00.000Z"
    found = workspace.snapshot().catalog.object("opportunity")
    sqlite = workspace.database.dialect == "sqlite"
    accounts = [{"id": new_id(), "name": f"Customer {index}", "city": f"City {index % 100}"} for index in range(5_000)]
    save(_context(workspace), "account", accounts, operation="create")
    columns = tuple(name for name in COLUMNS.split() if name in _physical(found))
    ids = [new_id() for _ in range(ROWS)]

    def rows() -> Iterator[list[object]]:
        for index, identity in enumerate(ids):
            owner, amount = random.choice(world.users)[0], random.randrange(100, 900_000)
            cells = dict.fromkeys(("created_at", "updated_at"), now) | dict.fromkeys(
                ("created_by", "updated_by"), owner
            )
            cells |= {
                "id": identity,
                "version": 1,
                "owner_id": owner,
                "name": f"Deal {index}",
                "name__sort": f"deal {index}",
                "stage": random.choice(STAGES),
                "account": random.choice(accounts)["id"],
                "amount": amount * 100 if sqlite else amount,
                "close_date": (dt.date(2024, 1, 1) + dt.timedelta(random.randrange(1_400))).isoformat(),
            }
            yield [cells[name] for name in columns]

    with workspace.database.write(seconds=3_600) as connection:
        connection.copy_rows(found.table, columns, rows())
        shares = ([random.choice(world.users)[0], random.choice(ids), f"manual{index}", 1] for index in range(SHARES))
        connection.copy_rows(f"{found.table}__share", ("grantee_id", "record_id", "reason", "level"), shares)
    with workspace.database.read(seconds=600) as connection:
        connection.script("ANALYZE")


def _physical(found: object) -> set[str]:
    fields = found.fields.values()  # type: ignore[attr-defined]
    return {column.name for member in fields for column in member.columns} | {"owner_id"}


def _readers(workspace: Workspace, world: World) -> dict[str, list[Principal]]:
    level_of = {unit: level for level, units in enumerate(world.units) for unit in units}
    by_level: dict[int, list[str]] = {}
    for identity, unit in world.users:
        by_level.setdefault(level_of[unit], []).append(identity)
    authenticator = Authenticator(workspace.snapshot().catalog)
    with workspace.database.read() as connection:

        def principals(ids: list[str]) -> list[Principal]:
            return [authenticator.by_id(connection, identity) for identity in ids[:SAMPLED]]

        return {
            "10 rows": principals(by_level[DEPTH]),
            "1,000 rows": principals(by_level[DEPTH - 1]),
            "nearly all rows": principals(by_level[0]),
            "everything": [authenticator.by_login(connection, f"viewer{index}") for index in range(SAMPLED)],
        }


def _listed(context: Context) -> None:
    page(context, Query("opportunity", fields=("name", "stage", "amount"), sort=("-close_date",), limit=50))


def _listed_by_or(context: Context) -> None:
    """Ask for the same page with all conditions joined by OR, the shape that the arms replace."""
    access = row_access(context.policy, context.principal, "opportunity", now=context.now, zone=context.zone)
    columns = tuple(Alias(name, Column("t", name)) for name in ("id", "name", "stage", "amount"))
    living = Call("is_null", (Column("t", "deleted_at", "datetime"),))
    order = (Order(Column("t", "close_date", "date"), True), Order(Column("t", "id", "uuid"), True, blank=False))
    tree = Select(
        columns, Table("opportunity", "t"), where=all_of(living, access.test()), order=order, limit=integer(51)
    )
    with context.database.read(seconds=600) as connection:
        connection.run_tree(tree, access.values)


def _p95(
    workspace: Workspace, readers: list[Principal], ask: Callable[[Context], None], *, repeats: int = REPEATS
) -> float:
    """Return the 95th percentile in milliseconds over readers and repeats, each reader's first question left out."""
    took = []
    for reader in readers:
        context = workspace.context(reader)
        ask(context)
        for _ in range(repeats):
            start = time.perf_counter()
            ask(context)
            took.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(took, n=20)[-1]


def _add_rules(workspace: Workspace) -> None:
    """Share by fifty rules that add a few rows: forty name indexed fields of the row, ten look at its account."""
    rules = []
    for index in range(RULES):
        day = (dt.date(2024, 1, 1) + dt.timedelta(index)).isoformat()
        own = f"stage = '{STAGES[index % 6]}' AND close_date = '{day}' AND amount > 890000"
        where = f"account.name = 'Customer {index * 1_000}'" if index % 5 == 0 else own
        label = {"en": f"Rule {index}", "zh": f"规则 {index}"}
        rule = {"name": f"rule_{index}", "label": label, "to": {"role": "sales_rep"}, "level": "read", "where": where}
        rules.append(rule)
    body = {"kind": "sharing", "name": "bench_sharing", "object": "opportunity", "rules": rules}
    document = Document("sharing", "bench_sharing", WORKSPACE, body)
    apply(workspace, Wanted(documents=(document,)), author=Principal.system("bench"))
