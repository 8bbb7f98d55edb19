"""A database with the tables of a small catalog, and short ways to put core records into it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from guanxi.access.memberships import refresh, sync_roles
from guanxi.catalog import Catalog
from guanxi.sqltree import Call, Column, Insert, Param, Table, Update
from guanxi.storage.connection import Connection
from guanxi.storage.database import Database
from guanxi.storage.ddl import Ddl, PhysicalColumn, TableSpec
from guanxi.storage.migrate import migrate

NOW = dt.datetime(2026, 3, 5, 6, 7, 8, 123000, dt.UTC)
KINDS: Mapping[str, Any] = {"scaled": "number"}


def an_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012d}"


def make_tables(database: Database, catalog: Catalog) -> None:
    """Make the system tables and the tables of the catalog's objects."""
    migrate(database)
    ddl = Ddl(database.dialect)
    with database.write() as transaction:
        for item in catalog.objects.values():
            columns = [PhysicalColumn(c.name, c.kind, c.scale) for f in item.declared for c in f.columns]
            transaction.script(*ddl.create_table(TableSpec(item.table, tuple(columns), owned=item.owned)))
            for field in item.declared:
                if field.link_table:
                    transaction.script(
                        *ddl.create_link_table(field.link_table, item.table, item_id=an_id(len(field.id)))
                    )
            if item.owned:
                transaction.script(*ddl.create_share_table(item.table))
        transaction.update("gx_workspace", {"revision": catalog.revision}, {"id": 1})


class World:
    """Puts records straight into the tables and lets memberships follow, as the write pipeline does."""

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self.database = database
        self.catalog = catalog
        self._last = 0

    def new_id(self) -> str:
        self._last += 1
        return an_id(self._last)

    def put(self, transaction: Connection, object_name: str, **values: Any) -> str:
        item = self.catalog.object(object_name)
        identity = values.pop("id", None) or self.new_id()
        row = {
            "id": identity,
            "version": 1,
            "created_at": NOW,
            "created_by": an_id(0),
            "updated_at": NOW,
            "updated_by": an_id(0),
            **values,
        }
        links = {name: row.pop(name) for name in tuple(row) if name in item.fields and item.fields[name].link_table}
        columns = {item.fields[name].column: (item.fields[name], value) for name, value in row.items()}
        parameters = tuple(Param(name, _kind(field), field.columns[0].scale) for name, (field, _) in columns.items())
        transaction.change_tree(
            Insert(item.table, tuple(columns), parameters), {name: value for name, (_, value) in columns.items()}
        )
        for name, chosen in links.items():
            link = Insert(
                item.fields[name].link_table, ("record_id", "value"), (Param("record", "uuid"), Param("value", "text"))
            )
            for value in chosen:
                transaction.change_tree(link, {"record": identity, "value": value})
        return identity

    def change(self, transaction: Connection, object_name: str, identity: str, **values: Any) -> None:
        item = self.catalog.object(object_name)
        pairs = tuple((item.fields[name].column, Param(name, _kind(item.fields[name]))) for name in values)
        wanted = Call("=", (Column("t", "id", "uuid"), Param("id", "uuid")), "boolean")
        transaction.change_tree(Update(Table(item.table, "t"), pairs, wanted), {"id": identity, **values})

    def add(self, object_name: str, /, **values: Any) -> str:
        """Put a core record and let memberships follow."""
        with self.database.write() as transaction:
            identity = self.put(transaction, object_name, **values)
            refresh(transaction, self.catalog, {object_name: [identity]})
        return identity

    def edit(
        self, object_name: str, identity: str, /, *, also: Mapping[str, list[str]] | None = None, **values: Any
    ) -> None:
        """Change a core record and let memberships follow."""
        with self.database.write() as transaction:
            self.change(transaction, object_name, identity, **values)
            refresh(transaction, self.catalog, {object_name: [identity], **(also or {})})

    def add_user(self, login: str, **values: Any) -> str:
        """Put a user, with the key that sign-in looks for, and let memberships follow."""
        fold = self.catalog.object("user").field("login").fold_column or "login"
        with self.database.write() as transaction:
            given = {"name": login.title(), "audience": "staff", "active": True, **values}
            identity = self.put(transaction, "user", login=login, **given)
            wanted = Call("=", (Column("t", "id", "uuid"), Param("id", "uuid")), "boolean")
            folded = Update(Table("user", "t"), ((fold, Param("fold", "text")),), wanted)
            transaction.change_tree(folded, {"id": identity, "fold": login.lower()})
            refresh(transaction, self.catalog, {"user": [identity]})
        return identity

    def roles(self) -> None:
        with self.database.write() as transaction:
            sync_roles(transaction, self.catalog)


def _kind(field: Any) -> Any:
    kind = field.columns[0].kind
    return KINDS.get(kind, kind)
