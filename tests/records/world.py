"""A small world to read in: tables of the package `reading`, records put straight into them, and readers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from guanxi.access.memberships import refresh
from guanxi.access.principal import Grantee, Principal
from guanxi.access.rights import Policy
from guanxi.catalog import Catalog
from guanxi.formula.sql import FORMS, SQLITE_FUNCTIONS
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.layers import Layer, merge
from guanxi.metadata.load import read_package
from guanxi.settings import Settings
from guanxi.sqltree import Insert, Param
from guanxi.storage.connection import Connection
from guanxi.storage.database import Database
from guanxi.storage.ddl import Ddl, PhysicalColumn, TableSpec
from guanxi.storage.migrate import migrate
from guanxi.workspace.context import Context, Snapshot
from guanxi.workspace.memo import Memo

NOW = dt.datetime(2026, 3, 5, 6, 7, 8, 123000, dt.UTC)
ZONE = ZoneInfo("Asia/Shanghai")
_ROOT = Path(__file__).parents[2]


def an_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012d}"


@cache
def reading_catalog() -> Catalog:
    """The catalog of core and `reading`, with names as physical names."""
    packages = [read_package(_ROOT / "metadata" / "core"), read_package(Path(__file__).parent / "reading")]
    assert not [finding for package in packages for finding in package.findings]
    return compile_catalog(merge(Layer(package.manifest, package.documents) for package in packages), revision=1)


def open_database(url: str) -> Database:
    return Database(url, forms=FORMS, functions=SQLITE_FUNCTIONS)


def make_tables(database: Database, catalog: Catalog) -> None:
    migrate(database)
    ddl = Ddl(database.dialect)
    with database.write() as transaction:
        for item in catalog.objects.values():
            columns = [PhysicalColumn(c.name, c.kind, c.scale) for f in item.declared for c in f.columns]
            transaction.script(*ddl.create_table(TableSpec(item.table, tuple(columns), owned=item.owned)))
            for number, member in enumerate(item.declared):
                if member.link_table:
                    transaction.script(*ddl.create_link_table(member.link_table, item.table, item_id=an_id(number)))
            if item.master is None:
                transaction.script(*ddl.create_share_table(item.table))
        if not transaction.select("gx_workspace", ("id",)):
            transaction.insert("gx_workspace", {"id": 1, "revision": 1, "settings": {}, "secret": "secret"})


@dataclass
class World:
    """A database with its catalog; `records` keeps what was put, as domain values by object and id."""

    database: Database
    catalog: Catalog
    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    last: int = 1000

    def put(self, object_name: str, *rows: Mapping[str, Any], connection: Connection | None = None) -> list[str]:
        """Put records given as domain values; system fields are filled in."""
        if connection is None:
            with self.database.write() as transaction:
                return self.put(object_name, *rows, connection=transaction)
        item = self.catalog.object(object_name)
        kept = self.records.setdefault(object_name, {})
        ids = []
        for row in rows:
            self.last += 1
            values: dict[str, Any] = {member.name: None for member in item.fields.values() if not member.kind.virtual}
            values |= {
                "id": an_id(self.last),
                "version": 1,
                "created_at": NOW,
                "updated_at": NOW,
                "created_by": an_id(1),
            }
            values |= (
                {"updated_by": an_id(1)}
                | {name: False for name in values if item.fields[name].type == "boolean"}
                | dict(row)
            )
            kept[values["id"]] = values
            ids.append(values["id"])
            self._insert(connection, item, values)
        if object_name in {"user", "team", "team_member", "org_unit"}:
            refresh(connection, self.catalog, {object_name: ids})
        return ids

    def _insert(self, connection: Connection, item: Any, values: Mapping[str, Any]) -> None:
        columns: dict[str, tuple[Param, Any]] = {}
        for member in item.fields.values():
            convert = member.kind.to_database(member, self.database.dialect)
            derived = member.kind.derive(member)
            for column in member.columns:
                value = values.get(member.name)
                if value is not None:
                    change = derived[column.part] if column.part else convert
                    value = value if change is None else change(value)
                kind: Any = {"scaled": "number"}.get(column.kind, column.kind)
                columns[column.name] = (Param(column.name, kind, column.scale), value)
        names = tuple(columns)
        insert = Insert(item.table, names, tuple(columns[name][0] for name in names))
        connection.change_tree(insert, {name: columns[name][1] for name in names})
        for member in item.fields.values():
            for value in values.get(member.name) or () if member.link_table else ():
                link = Insert(
                    member.link_table, ("record_id", "value"), (Param("record", "uuid"), Param("value", "text"))
                )
                connection.change_tree(link, {"record": values["id"], "value": value})

    def share(self, object_name: str, record_id: str, grantee_id: str, level: int = 1) -> None:
        columns = ("record_id", "grantee_id", "level", "reason")
        kinds: Iterable[Any] = ("uuid", "uuid", "integer", "text")
        insert = Insert(
            f"{object_name}__share", columns, tuple(Param(n, k) for n, k in zip(columns, kinds, strict=True))
        )
        with self.database.write() as transaction:
            transaction.change_tree(insert, dict(zip(columns, (record_id, grantee_id, level, "manual"), strict=True)))

    def reader(self, *roles: str, user_id: str = an_id(1), unit_id: str | None = None, **keys: Any) -> Principal:
        grantees = [Grantee(user_id, "user", user_id[-2:])]
        if unit_id is not None:
            grantees.append(Grantee(unit_id, "unit", "unit"))
        return Principal(
            "user", user_id, user_id[-2:], roles=frozenset(roles), grantees=tuple(grantees), unit_id=unit_id, **keys
        )

    def context(self, principal: Principal, **keys: Any) -> Context:
        settings = Settings(language="en", zone=str(ZONE))
        workspace: Any = SimpleNamespace(database=self.database, secret=b"secret", settings=settings)
        snapshot = Snapshot(self.catalog, Policy(self.catalog), Memo())
        given: dict[str, Any] = {"now": NOW, "zone": ZONE, "language": "en", "request_id": "r", **keys}
        return Context(workspace=workspace, snapshot=snapshot, principal=principal, **given)
