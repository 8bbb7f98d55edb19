"""The system tables, as they stand after the newest migration: what the platform keeps beside the tables of objects.

No query of a caller reaches them. A change here needs a migration; a test holds both together. These are plain rows, so
that a process which migrates nothing loads no SQLAlchemy (0.6 s and 30 MB).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from guanxi.sqltree import Column, Kind, Param

__all__ = [
    "SYSTEM_KINDS",
    "SYSTEM_TABLES",
    "SystemColumn",
    "SystemIndex",
    "SystemTable",
    "system_column",
    "system_param",
]


@dataclass(frozen=True, slots=True)
class SystemColumn:
    """A column of a system table: part of the key, or else never blank unless told."""

    name: str
    kind: Kind
    key: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class SystemIndex:
    """An index of a system table, over the rows that meet the condition; a column may be an expression in brackets."""

    name: str
    columns: tuple[str, ...]
    unique: bool = False
    where: str | None = None


@dataclass(frozen=True, slots=True)
class SystemTable:
    """A system table."""

    name: str
    columns: tuple[SystemColumn, ...]
    indexes: tuple[SystemIndex, ...] = ()


def _table(name: str, *parts: SystemColumn | SystemIndex) -> SystemTable:
    columns = tuple(part for part in parts if isinstance(part, SystemColumn))
    return SystemTable(name, columns, tuple(part for part in parts if isinstance(part, SystemIndex)))


def _index(name: str, *columns: str, where: str | None = None, unique: bool = False) -> SystemIndex:
    return SystemIndex(name, columns, unique, where)


def _text(name: str, *, key: bool = False, blank: bool = False) -> SystemColumn:
    return SystemColumn(name, "text", key, blank)


def _uuid(name: str, *, key: bool = False, blank: bool = False) -> SystemColumn:
    return SystemColumn(name, "uuid", key, blank)


def _integer(name: str, *, key: bool = False, blank: bool = False) -> SystemColumn:
    return SystemColumn(name, "integer", key, blank)


def _instant(name: str, *, blank: bool = False) -> SystemColumn:
    return SystemColumn(name, "datetime", blank=blank)


def _json(name: str, *, blank: bool = False) -> SystemColumn:
    return SystemColumn(name, "json", blank=blank)


def _boolean(name: str) -> SystemColumn:
    return SystemColumn(name, "boolean")


_OBJECT = "coalesce(object, '')"  # two blanks clash here

SYSTEM_TABLES: tuple[SystemTable, ...] = (
    # The catalog and its history
    _table(
        "gx_workspace",
        _integer("id", key=True),
        _integer("revision"),
        _json("settings"),
        _text("secret"),
    ),
    _table(
        "gx_item",
        _uuid("id", key=True),
        _text("kind"),
        _text("package"),
        _text("object", blank=True),
        _text("name"),
        _text("physical", blank=True),
        _integer("part"),
        _text("state"),
        _text("shape", blank=True),
        _text("entry", blank=True),
        _index("gx_item_name", "kind", "package", _OBJECT, "name", where="state <> 'hidden'", unique=True),
    ),
    _table(
        "gx_alias",
        _text("kind"),
        _text("object", blank=True),
        _text("name", key=True),
        _uuid("item", key=True),
        _instant("at"),
        _index("gx_alias_name", "kind", _OBJECT, "name", unique=True),
    ),
    _table(
        "gx_layer",
        _text("package", key=True),
        _text("version"),
        _integer("position"),
        _boolean("enabled"),
        _instant("at"),
    ),
    _table(
        "gx_document",
        _text("layer", key=True),
        _text("package", key=True),
        _text("kind", key=True),
        _text("name", key=True),
        _text("version"),
        _json("body"),
        _json("vendor_body", blank=True),
    ),
    _table(
        "gx_revision",
        _integer("number", key=True),
        _instant("at"),
        _uuid("author", blank=True),
        _text("message"),
        _json("changes"),
    ),
    _table(
        "gx_draft",
        _uuid("author", key=True),
        _text("kind", key=True),
        _text("name", key=True),
        _json("item", blank=True),
        _text("base", blank=True),
        _instant("at"),
    ),
    _table(
        "gx_build",
        _uuid("id", key=True),
        _uuid("item"),
        _text("kind"),
        _text("state"),
        _uuid("job", blank=True),
        _json("detail"),
        _instant("at"),
        _index("gx_build_item", "item"),
        _index("gx_build_state", "state"),
    ),
    # Who belongs to whom
    _table(
        "gx_grantee",
        _uuid("id", key=True),
        _text("kind"),
        _text("name"),
        _uuid("unit_id", blank=True),
        _boolean("active"),
        _integer("members"),
        _index("gx_grantee_name", "kind", "name"),
        _index("gx_grantee_unit", "unit_id", "kind"),
    ),
    _table(
        "gx_membership",
        _uuid("user_id", key=True),
        _uuid("grantee_id", key=True),
        _text("via", key=True),
        _index("gx_membership_grantee", "grantee_id", "user_id"),
    ),
    _table(
        "gx_unit_closure",
        _uuid("ancestor", key=True),
        _uuid("descendant", key=True),
        _integer("depth"),
        _index("gx_unit_closure_up", "descendant", "ancestor"),
    ),
    # Secrets of sign-in
    _table(
        "gx_credential",
        _uuid("user_id", key=True),
        _text("password_hash"),
        _instant("changed_at"),
        _boolean("must_change"),
    ),
    _table(
        "gx_attempt",
        _text("key", key=True),
        _integer("failures"),
        _instant("last_at"),
        _instant("locked_until", blank=True),
    ),
    _table(
        "gx_session",
        _uuid("id", key=True),
        _text("hash"),
        _uuid("user_id"),
        _text("csrf"),
        _instant("created_at"),
        _instant("seen_at"),
        _instant("expires_at"),
        _text("address", blank=True),
        _text("agent", blank=True),
        _uuid("viewed_id", blank=True),
        _instant("viewed_since", blank=True),
        _instant("viewed_until", blank=True),
        _index("gx_session_hash", "hash", unique=True),
        _index("gx_session_user", "user_id"),
        _index("gx_session_expires", "expires_at"),
    ),
    _table(
        "gx_token",
        _uuid("id", key=True),
        _text("hash"),
        _uuid("user_id"),
        _text("name"),
        _json("scopes"),
        _instant("created_at"),
        _uuid("created_by"),
        _instant("expires_at", blank=True),
        _instant("seen_at", blank=True),
        _instant("revoked_at", blank=True),
        _index("gx_token_hash", "hash", unique=True),
        _index("gx_token_user", "user_id"),
    ),
    # What follows from a save
    _table(
        "gx_outbox",
        _uuid("id", key=True),
        _integer("position", blank=True),
        _instant("at"),
        _integer("revision"),
        _text("object"),
        _text("kind"),
        _json("payload"),
        _json("principal"),
        _instant("handled", blank=True),
        _index("gx_outbox_unsealed", "id", where="position IS NULL"),
        _index("gx_outbox_position", "position", where="position IS NOT NULL", unique=True),
        _index("gx_outbox_waiting", "position", where="handled IS NULL AND position IS NOT NULL"),
    ),
    _table(
        "gx_audit",
        _uuid("id", key=True),
        _integer("position", blank=True),
        _instant("at"),
        _json("principal"),
        _text("action"),
        _text("object", blank=True),
        _uuid("record_id", blank=True),
        _json("detail"),
        _text("hash", blank=True),
        _text("previous", blank=True),
        _index("gx_audit_unsealed", "id", where="position IS NULL"),
        _index("gx_audit_position", "position", where="position IS NOT NULL", unique=True),
        _index("gx_audit_record", "record_id", "id", where="record_id IS NOT NULL"),
    ),
    _table(
        "gx_history",
        _uuid("id", key=True),
        _uuid("object"),
        _uuid("record_id"),
        _instant("at"),
        _uuid("by"),
        _json("changes"),
        _index("gx_history_record", "record_id", "id"),
    ),
    # Work in the background
    _table(
        "gx_job",
        _uuid("id", key=True),
        _text("kind"),
        _text("queue"),
        _json("payload"),
        _json("principal"),
        _text("state"),
        _instant("run_at"),
        _integer("attempts"),
        _integer("max_attempts"),
        _instant("lease_until", blank=True),
        _text("owner", blank=True),
        _text("dedup_key", blank=True),
        _json("progress", blank=True),
        _json("result", blank=True),
        _text("error", blank=True),
        _instant("created_at"),
        _instant("finished_at", blank=True),
        _index("gx_job_due", "state", "run_at"),
        _index("gx_job_lease", "lease_until", where="state = 'running'"),
        _index(
            "gx_job_dedup",
            "dedup_key",
            where="dedup_key IS NOT NULL AND state IN ('queued', 'running', 'waiting')",
            unique=True,
        ),
    ),
    _table(
        "gx_import",
        _uuid("id", key=True),
        _uuid("job", blank=True),
        _text("object"),
        _text("mode"),
        _json("mapping"),
        _json("source"),
        _integer("chunk"),
        _json("counts"),
        _instant("created_at"),
        _uuid("created_by"),
        _instant("finished_at", blank=True),
        _index("gx_import_job", "job"),
    ),
    _table(
        "gx_import_undo",
        _uuid("id", key=True),
        _uuid("import_id"),
        _instant("at"),
        _json("ways"),
        _json("done", blank=True),
        _index("gx_import_undo_import", "import_id", "id"),
        _index("gx_import_undo_at", "at"),
    ),
    _table("gx_lease", _text("name", key=True), _text("owner"), _instant("until")),
    _table("gx_counter", _text("name", key=True), _integer("value")),
    _table(
        "gx_idempotency",
        _text("principal", key=True),
        _text("key", key=True),
        _text("hash"),
        _integer("status"),
        _json("body", blank=True),
        _instant("at"),
        _index("gx_idempotency_at", "at"),
    ),
    _table(
        "gx_notification",
        _uuid("id", key=True),
        _uuid("user_id"),
        _instant("at"),
        _text("kind"),
        _json("params"),
        _text("object", blank=True),
        _uuid("record_id", blank=True),
        _instant("read_at", blank=True),
        _index("gx_notification_user", "user_id", "id"),
        _index("gx_notification_unread", "user_id", "id", where="read_at IS NULL"),
        _index("gx_notification_at", "at"),
    ),
    _table(
        "gx_undo",
        _uuid("id", key=True),
        _text("object"),
        _text("operation"),
        _json("rows"),
        _uuid("created_by"),
        _instant("at"),
        _index("gx_undo_at", "at"),
    ),
)

SYSTEM_KINDS: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {table.name: MappingProxyType({column.name: column.kind for column in table.columns}) for table in SYSTEM_TABLES}
)


def system_column(table: str, name: str, alias: str) -> Column:
    """Return a column of a system table for an SQL tree."""
    return Column(alias, name, SYSTEM_KINDS[table][name])


def system_param(table: str, name: str, *, slot: str | None = None) -> Param:
    """Return a parameter of a column's kind; the slot bears the column's name unless told."""
    return Param(slot or name, SYSTEM_KINDS[table][name])
