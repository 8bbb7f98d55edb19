"""The shop of the writing tests: customers with orders with lines, two levels of roll-ups, states, rules and keys."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.install import initialise
from guanxi.change.wanted import Wanted
from guanxi.metadata.load import read_package
from guanxi.records.batch import Outcome, Result
from guanxi.records.load import read_rows
from guanxi.records.plan import plan_of
from guanxi.records.save import save
from guanxi.settings import Settings
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.databases import Databases
from tests.support.workspaces import open_copy

__all__ = ["Shop", "open_shop"]


class Shop:
    """A workspace with the package `shop`, and short ways to write and read in it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def context(self, principal: Principal | None = None) -> Context:
        return self.workspace.context(principal or Principal.system("test"))

    def save(self, object_name: str, *rows: Mapping[str, Any], by: Principal | None = None, **options: Any) -> Outcome:
        return save(self.context(by), object_name, rows, **options)

    def add(self, object_name: str, **values: Any) -> str:
        return str(self.one(object_name, values).id)

    def one(self, object_name: str, values: Mapping[str, Any], **options: Any) -> Result:
        return self.save(object_name, values, **options).results[0]

    def change(self, object_name: str, identity: str, by: Principal | None = None, **values: Any) -> Result:
        return self.one(object_name, {"id": identity, **values}, operation="update", by=by)

    def delete(self, object_name: str, *ids: str) -> Outcome:
        return self.save(object_name, *({"id": identity} for identity in ids), operation="delete")

    def restore(self, object_name: str, *ids: str) -> Outcome:
        return self.save(object_name, *({"id": identity} for identity in ids), operation="restore")

    def read(self, object_name: str, identity: str) -> dict[str, Any]:
        with self.workspace.database.read() as connection:
            return read_rows(connection, plan_of(self.context(), object_name), [identity])[identity]

    def rows(self, table: str, *columns: str, **where: Any) -> list[tuple[Any, ...]]:
        with self.workspace.database.read() as connection:
            return connection.select(table, columns, where, order=("id",))

    def clerk(self, login: str, role: str = "clerk") -> Principal:
        """A staff user of that name who holds the role."""
        values = {"name": login, "login": login, "roles": [role], "kind": "person", "audience": "staff"}
        identity = self.add("user", **values)
        with self.workspace.database.read() as connection:
            return Authenticator(self.context().catalog).by_id(connection, identity)


def open_shop(databases: Databases) -> Shop:
    """Open a shop of its own on a fresh database."""
    url = databases.fresh("records-shop", partial(_prepare, folder=Path(__file__).parent / "shop"))
    return Shop(open_copy("records-shop", databases.kind, Settings(database_url=url, threads=40)))


def _prepare(url: str, folder: Path) -> None:
    workspace = open_workspace(Settings(database_url=url))
    try:
        initialise(workspace)
        package = read_package(folder)
        apply(workspace, Wanted((package,)), author=Principal.system("test"))
    finally:
        workspace.close()
