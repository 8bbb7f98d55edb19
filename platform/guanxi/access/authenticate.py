"""From a cookie or a token to a principal, in one statement that also reads the revision of the catalog.

Nothing of it is kept between requests: taking away a role, a team, a token or a user takes effect at that principal's
next request in every process (access.md, Freshness).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import orjson

from guanxi.access.attributes import attributes_of
from guanxi.access.columns import CoreTable, alive, equal, moment, text
from guanxi.access.principal import EVERYONE_ID, UNIT_KINDS, Grantee, Principal
from guanxi.access.sessions import SessionLimits, session_hash
from guanxi.access.tokens import token_hash
from guanxi.errors import Missing, Unauthenticated
from guanxi.sqltree import NULL, TRUE, Alias, Call, Exists, Expr, Join, Param, Select, Table, all_of, any_of, integer
from guanxi.storage.tables import system_column
from guanxi.text.keys import TextRefused, fold_key, normalise

if TYPE_CHECKING:
    from guanxi.access.principal import PrincipalKind
    from guanxi.catalog import Catalog
    from guanxi.storage.connection import Connection, Row
    from guanxi.storage.encode import Dialect

__all__ = ["Authenticated", "Authenticator", "Viewing"]

_FIXED = 22  # columns before the user's attributes


@dataclass(frozen=True, slots=True)
class Viewing:
    """As whom a session looks, and until when."""

    user_id: str
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Authenticated:
    """Who asks, the revision that is stored now, and when the session or token was last noted as used.

    A caller whose catalog has another revision loads that one and authenticates again: the roles it knows may differ.
    """

    principal: Principal
    revision: int
    seen_at: dt.datetime | None
    viewing: Viewing | None = None


class Authenticator:
    """The statements of one catalog that turn a secret, or the name of a user, into a principal."""

    def __init__(self, catalog: "Catalog", *, limits: SessionLimits | None = None) -> None:
        """Prepare the statements, which read the attributes of users that the catalog's sharing asks for."""
        self._catalog = catalog
        self._limits = limits or SessionLimits()
        self._attributes = attributes_of(catalog, "u")
        self._fixed: dict[str, object] = {"everyone": EVERYONE_ID}
        for item in self._attributes:
            self._fixed.update(item.values)
        self._by_session, self._by_token = self._session_select(), self._token_select()
        user = CoreTable(catalog, "user", "u")
        login = text("u", user.item.field("login").fold_column or user.item.field("login").column)
        self._by_id = self._select(user.table, (), equal(user.id, Param("user", "uuid")))
        self._by_login = self._select(user.table, (), equal(login, Param("login", "text")))

    def by_session(self, connection: "Connection", cookie: str, *, now: dt.datetime) -> Authenticated:
        """Return who holds the cookie; raise Unauthenticated when its session ended or never was."""
        values = {"hash": session_hash(cookie), "now": now, "idle_since": now - self._limits.idle}
        return self._read(connection, self._by_session, values, kind="user", refusal="session_invalid")

    def by_token(self, connection: "Connection", secret: str, *, now: dt.datetime) -> Authenticated:
        """Return the principal of an API token; raise Unauthenticated when it ended, was revoked or never was."""
        values = {"hash": token_hash(secret), "now": now}
        return self._read(connection, self._by_token, values, kind="token", refusal="token_invalid")

    def by_login(self, connection: "Connection", login: str) -> Principal:
        """Return the principal of an active user by sign-in name, for command lines, jobs and explain."""
        try:
            folded = fold_key(normalise(login) or "")
        except TextRefused as error:
            raise Missing(kind="user", name=login) from error
        return self._of_user(connection, self._by_login, {"login": folded}, login)

    def by_id(self, connection: "Connection", user_id: str) -> Principal:
        """Return the principal of an active user by id."""
        return self._of_user(connection, self._by_id, {"user": user_id}, user_id)

    def _of_user(self, connection: "Connection", select: Select, values: Mapping[str, object], name: str) -> Principal:
        try:
            return self._read(connection, select, values, kind="user", refusal="").principal
        except Unauthenticated as error:
            raise Missing(kind="user", name=name) from error

    def _read(
        self,
        connection: "Connection",
        select: Select,
        values: Mapping[str, object],
        *,
        kind: "PrincipalKind",
        refusal: str,
    ) -> Authenticated:
        rows = connection.run_tree(select, {**self._fixed, **values})
        if not rows:
            raise Unauthenticated(reason=refusal)
        first = rows[0]
        user_id, name, audience, unit, party, language, zone, credential, scopes, seen, revision, total = first[:12]
        has_units_below, must_change = first[12:14]
        viewed, until = first[20], moment(first[21])
        roles, grantees, below = self._groups(rows, audience, unit)
        principal = Principal(
            "portal" if kind == "user" and audience == "portal" else kind,
            user_id,
            name or "",
            audience,
            roles,
            grantees,
            unit,
            party,
            _scopes(scopes) if kind == "token" else None,
            language,
            zone,
            below / total if total else 0.0,
            attributes=self._attribute_values(first, connection.dialect),
            token_id=credential if kind == "token" else None,
            session_id=credential if kind != "token" else None,
            has_units_below=bool(has_units_below),
            must_change_password=bool(must_change),
        )
        viewing = Viewing(viewed, until) if viewed is not None and until is not None else None
        return Authenticated(principal, int(revision), moment(seen), viewing)

    def _groups(
        self, rows: "Sequence[Row]", audience: str, unit: str | None
    ) -> tuple[frozenset[str], tuple[Grantee, ...], int]:
        """Return the held roles, all grantees, and how many members stand below the unit."""
        roles, grantees, below = [], [], 0
        for row in rows:
            identity, kind, name, unit_id, members, code = row[14:20]
            if identity is None:
                continue
            if kind == "role":
                role = self._catalog.roles.get(name)
                if role is None or role.audience != audience:
                    continue  # a role is for one audience: held by the other it gives neither rights nor rows
                roles.append(name)
            elif unit_id == unit and kind in UNIT_KINDS:
                below += members if kind == "unit_and_below" else -members
            grantees.append(Grantee(identity, kind, name, code))
        return frozenset(roles), tuple(grantees), max(below, 0)

    def _attribute_values(self, row: "Row", dialect: "Dialect") -> Mapping[tuple[str, ...], object]:
        pairs = zip(self._attributes, row[_FIXED:], strict=True)
        return MappingProxyType({item.path: item.read(value, dialect) for item, value in pairs})

    def _session_select(self) -> Select:
        expires, seen = (system_column("gx_session", name, "s") for name in ("expires_at", "seen_at"))
        wanted = all_of(
            equal(system_column("gx_session", "hash", "s"), Param("hash", "text")),
            Call(">", (expires, Param("now", "datetime")), "boolean"),
            Call(">", (seen, Param("idle_since", "datetime")), "boolean"),
        )
        user = system_column("gx_session", "user_id", "s")
        password = Join(Table("gx_credential", "k"), equal(system_column("gx_credential", "user_id", "k"), user))
        forced = system_column("gx_credential", "must_change", "k")
        viewed = tuple(system_column("gx_session", name, "s") for name in ("viewed_id", "viewed_until"))
        return self._credential("gx_session", "s", wanted, joins=(password,), forced=forced, viewed=viewed)

    def _token_select(self) -> Select:
        expires = system_column("gx_token", "expires_at", "s")
        wanted = all_of(
            equal(system_column("gx_token", "hash", "s"), Param("hash", "text")),
            Call("is_null", (system_column("gx_token", "revoked_at", "s"),), "boolean"),
            any_of(Call("is_null", (expires,), "boolean"), Call(">", (expires, Param("now", "datetime")), "boolean")),
        )
        return self._credential("gx_token", "s", wanted, scopes=system_column("gx_token", "scopes", "s"))

    def _credential(
        self, table: str, alias: str, wanted: Expr, *, scopes: Expr = NULL, forced: Expr = NULL,
        joins: tuple[Join, ...] = (), viewed: tuple[Expr, ...] = (NULL, NULL),
    ) -> Select:  # fmt: skip
        user = CoreTable(self._catalog, "user", "u")
        joined = Join(user.table, equal(user.id, system_column(table, "user_id", alias)), inner=True)
        own = (system_column(table, "id", alias), scopes, system_column(table, "seen_at", alias))
        return self._select(Table(table, alias), (joined, *joins), wanted, own, forced, viewed)

    def _select(
        self, source: Table, joins: tuple[Join, ...], wanted: Expr, own: tuple[Expr, Expr, Expr] = (NULL, NULL, NULL),
        forced: Expr = NULL, viewed: tuple[Expr, ...] = (NULL, NULL),
    ) -> Select:  # fmt: skip
        user, unit = CoreTable(self._catalog, "user", "u"), CoreTable(self._catalog, "org_unit", "n")
        described = [
            user.id,
            user.column("name", "text"),
            user.column("audience", "text"),
            user.column("unit", "uuid"),
            user.column("party", "text"),
            user.column("language", "text"),
            user.column("zone", "text"),
            *own,
            system_column("gx_workspace", "revision", "w"),
            system_column("gx_grantee", "members", "e"),
            _has_units_below(user),
            forced,
        ]
        described += [system_column("gx_grantee", name, "g") for name in ("id", "kind", "name", "unit_id", "members")]
        described += [unit.column("code", "text"), *viewed]
        described += [item.value for item in self._attributes]
        member = Join(Table("gx_membership", "m"), equal(system_column("gx_membership", "user_id", "m"), user.id))
        grantee = Join(
            Table("gx_grantee", "g"),
            equal(system_column("gx_grantee", "id", "g"), system_column("gx_membership", "grantee_id", "m")),
        )
        return Select(
            tuple(Alias(f"c{index}", value) for index, value in enumerate(described)),
            source,
            (
                *joins,
                Join(
                    Table("gx_workspace", "w"), equal(system_column("gx_workspace", "id", "w"), integer(1)), inner=True
                ),
                Join(
                    Table("gx_grantee", "e"), equal(system_column("gx_grantee", "id", "e"), Param("everyone", "uuid"))
                ),
                member,
                grantee,
                Join(unit.table, equal(unit.id, system_column("gx_grantee", "unit_id", "g"))),
            ),
            all_of(wanted, user.column("active", "boolean"), alive("u")),
        )


def _has_units_below(user: CoreTable) -> Expr:
    """Return whether a unit stands below the user's: without one, the hierarchy gives no rows and need not be asked."""
    below = all_of(
        equal(system_column("gx_unit_closure", "ancestor", "b"), user.column("unit", "uuid")),
        Call(">", (system_column("gx_unit_closure", "depth", "b"), integer(0)), "boolean"),
    )
    return Exists(Select((Alias("one", TRUE),), Table("gx_unit_closure", "b"), (), below))


def _scopes(stored: str | bytes | None) -> frozenset[str]:
    return frozenset(orjson.loads(stored) if stored else ())
