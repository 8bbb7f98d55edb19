"""A workspace with the object `thing`, which has a field of every type, and short ways to write and read in it."""

from functools import partial
from pathlib import Path
from typing import Any

import orjson
from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.install import initialise
from guanxi.change.wanted import Wanted
from guanxi.errors import Invalid
from guanxi.fields import FIELD_TYPES, FieldProblem, FieldSpec
from guanxi.metadata.load import read_package
from guanxi.records.aggregate import aggregate
from guanxi.records.query import get, rows
from guanxi.records.question import Aggregate, Measure, Query
from guanxi.records.save import save
from guanxi.sealing import Keyring
from guanxi.settings import Settings
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.databases import Databases
from tests.support.workspaces import open_copy

KEYS = Keyring((("k1", b"1" * 32),), b"i" * 32)
_FOLDER = Path(__file__).parent / "things"


class Things:
    """Writes and reads things as the system, or as whoever is named."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def context(self, principal: Principal | None = None) -> Context:
        return self.workspace.context(principal or Principal.system("test"))

    def add(self, object_name: str = "thing", **values: Any) -> str:
        return str(save(self.context(), object_name, [values]).results[0].id)

    def user(self, role: str, *, audience: str = "staff") -> Principal:
        """Return a user who holds one role."""
        values = {"name": role, "login": role, "roles": [role], "kind": "person", "audience": audience}
        identity = self.add("user", **values)
        with self.workspace.database.read() as connection:
            return Authenticator(self.context().catalog).by_id(connection, identity)

    def change(self, identity: str, **values: Any) -> str:
        return self.change_of("thing", identity, **values)

    def change_of(self, object_name: str, identity: str, **values: Any) -> str:
        return save(self.context(), object_name, [{"id": identity, **values}], operation="update").results[0].status

    def refusal(self, **values: Any) -> list[tuple[str | None, str]]:
        """Return field and code of every problem with a new thing."""
        try:
            self.add(**values)
        except Invalid as refused:
            return [(problem.field, problem.code) for problem in refused.problems]
        return []

    def shown(self, identity: str, *fields: str, object_name: str = "thing", by: Principal | None = None) -> Any:
        """Return the JSON of a record as the API gives it."""
        found = orjson.loads(get(self.context(by), object_name, record_id=identity, fields=fields)[0])
        return found[fields[0]] if len(fields) == 1 else found

    def named(self, filter: str | None = None, *sort: str, object_name: str = "thing") -> list[Any]:
        """Return the names of the things that a filter finds, in order."""
        query = Query(object_name, ("name",), filter=filter, sort=sort)
        return [record["name"] for record in rows(self.context(), query)]

    def measured(self, *groups: str, **measures: str) -> list[dict[str, Any]]:
        """Return an aggregate: a function by the field that it measures."""
        asked = tuple(Measure(function, of) for of, function in measures.items()) or (Measure("count"),)
        found: list[dict[str, Any]] = orjson.loads(aggregate(self.context(), Aggregate("thing", groups, asked)))
        return found


def open_things(databases: Databases) -> Things:
    """Open a workspace of its own with the object `thing`."""
    url = databases.fresh("field-things", partial(_prepare, folder=_FOLDER))
    return Things(open_copy("field-things", databases.kind, Settings(database_url=url, keys=KEYS)))


def _prepare(url: str, folder: Path) -> None:
    workspace = open_workspace(Settings(database_url=url, keys=KEYS))
    try:
        initialise(workspace)
        apply(workspace, Wanted((read_package(folder),)), author=Principal.system("test"))
    finally:
        workspace.close()


def parse(kind: str, value: object, **keys: Any) -> object:
    """Return what a field type makes of a value."""
    return FIELD_TYPES[kind].parser(FieldSpec(name="x", type=kind, **keys))(value)


def code_of(kind: str, value: object, **keys: Any) -> str | None:
    """Return the code under which a field type refuses a value."""
    try:
        parse(kind, value, **keys)
    except FieldProblem as problem:
        return problem.code
    return None
