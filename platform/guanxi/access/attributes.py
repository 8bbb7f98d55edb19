"""Which values of the user the formulas of sharing name as `$user.…`, and how the session query reads them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from guanxi.access.environment import PrincipalEnvironment
from guanxi.access.facts import all_formulas
from guanxi.access.principal import Principal
from guanxi.access.rights import Rights
from guanxi.access.system_paths import SystemPaths
from guanxi.formula.sql import Folding, SqlResult
from guanxi.sqltree import Alias, Call, Expr, Scalar, Select

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.formula.typed import Reference
    from guanxi.storage.encode import Dialect

__all__ = ["Attribute", "attributes_of"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One value of the user: its path behind `$user`, how it is selected, and the field that knows how to read it."""

    path: tuple[str, ...]
    value: Expr
    member: "Field"
    values: Mapping[str, object]

    def read(self, stored: str | int | dt.date | None, dialect: "Dialect") -> object:
        """Return the domain value of what the database gave."""
        if stored is None:
            return None
        if self.member.link_table:
            return self.member.kind.ordered(self.member, set(orjson.loads(str(stored)))) or None
        convert = self.member.kind.from_database(self.member, dialect)
        return stored if convert is None else convert(stored)


def attributes_of(catalog: "Catalog", alias: str) -> tuple[Attribute, ...]:
    """Return the attributes that any rule or restriction of the catalog asks for, over a user under that alias."""
    found: dict[tuple[str, ...], Reference] = {}
    for sharing in catalog.sharing.values():
        for checked in all_formulas(catalog, sharing):
            for reference in checked.references:
                if reference.context and reference.path[0].lower() == "$user":
                    found[reference.path[1:]] = reference
    user = catalog.object("user")
    epoch = PrincipalEnvironment(
        Principal.system("attributes"),
        Rights(frozenset(), {}),
        now=dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
        zone=dt.UTC,
        known={},
    )
    paths = SystemPaths(catalog, user, alias, folding=Folding(epoch), prefix="access.user.")
    return tuple(_attribute(catalog, paths, user, path) for path in sorted(found))


def _attribute(catalog: "Catalog", paths: SystemPaths, user: "ObjectType", path: tuple[str, ...]) -> Attribute:
    member = _last(catalog, user, path)
    if member.link_table:
        listed = paths.listed(path)
        gathered = Select(
            (Alias("value", Call("json_array", (listed.columns[0].value,), "json")),), listed.source, (), listed.where
        )
        return Attribute(path, Scalar(gathered, "json"), member, {})
    value = paths.at(path)
    if isinstance(value, SqlResult):
        return Attribute(path, value.expr, member, value.values)
    return Attribute(path, value, member, paths.bound)


def _last(catalog: "Catalog", item: "ObjectType", path: tuple[str, ...]) -> "Field":
    for step in path[:-1]:
        head, _, kind = step.partition(":")
        item = catalog.object(kind or item.field(head).to or "user")
    return item.field(path[-1])
