"""The system tables, as they stand after the newest migration: what the platform keeps beside the tables of objects.

No query of a caller reaches them. A change here needs a migration; a test holds both together.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Index, MetaData, Table, TextClause
from sqlalchemy import text as condition

from guanxi.sqltree import Column, Kind, Param
from guanxi.storage.column_types import boolean, instant, integer, json, text, uuid

__all__ = ["METADATA", "SYSTEM_KINDS", "system_column", "system_param"]

METADATA = MetaData()


_OBJECT = condition("coalesce(object, '')")  # two blanks clash here


def _partial(name: str, *columns: "str | TextClause", where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, postgresql_where=condition(where), sqlite_where=condition(where))


# The catalog and its history

Table(
    "gx_workspace",
    METADATA,
    integer("id", key=True),
    integer("revision"),
    json("settings"),
    text("secret"),
)
Table(
    "gx_item",
    METADATA,
    uuid("id", key=True),
    text("kind"),
    text("package"),
    text("object", blank=True),
    text("name"),
    text("physical", blank=True),
    integer("part"),
    text("state"),
    text("shape", blank=True),
    _partial("gx_item_name", "kind", "package", _OBJECT, "name", where="state <> 'hidden'", unique=True),
)
Table(
    "gx_alias",
    METADATA,
    text("kind"),
    text("object", blank=True),
    text("name", key=True),
    uuid("item", key=True),
    instant("at"),
    Index("gx_alias_name", "kind", _OBJECT, "name", unique=True),
)
Table(
    "gx_layer",
    METADATA,
    text("package", key=True),
    text("version"),
    integer("position"),
    boolean("enabled"),
    instant("at"),
)
Table(
    "gx_document",
    METADATA,
    text("layer", key=True),
    text("package", key=True),
    text("kind", key=True),
    text("name", key=True),
    text("version"),
    json("body"),
    json("vendor_body", blank=True),
)
Table(
    "gx_revision",
    METADATA,
    integer("number", key=True),
    instant("at"),
    uuid("author", blank=True),
    text("message"),
    json("changes"),
)
Table(
    "gx_build",
    METADATA,
    uuid("id", key=True),
    uuid("item"),
    text("kind"),
    text("state"),
    uuid("job", blank=True),
    json("detail"),
    instant("at"),
    Index("gx_build_item", "item"),
    Index("gx_build_state", "state"),
)

# Who belongs to whom

Table(
    "gx_grantee",
    METADATA,
    uuid("id", key=True),
    text("kind"),
    text("name"),
    uuid("unit_id", blank=True),
    boolean("active"),
    integer("members"),
    Index("gx_grantee_name", "kind", "name"),
    Index("gx_grantee_unit", "unit_id"),
)
Table(
    "gx_membership",
    METADATA,
    uuid("user_id", key=True),
    uuid("grantee_id", key=True),
    text("via", key=True),
    Index("gx_membership_grantee", "grantee_id", "user_id"),
)
Table(
    "gx_unit_closure",
    METADATA,
    uuid("ancestor", key=True),
    uuid("descendant", key=True),
    integer("depth"),
    Index("gx_unit_closure_up", "descendant", "ancestor"),
)

# Secrets of sign-in

Table(
    "gx_credential",
    METADATA,
    uuid("user_id", key=True),
    text("password_hash"),
    instant("changed_at"),
    boolean("must_change"),
)
Table(
    "gx_attempt",
    METADATA,
    text("key", key=True),
    integer("failures"),
    instant("last_at"),
    instant("locked_until", blank=True),
)
Table(
    "gx_session",
    METADATA,
    uuid("id", key=True),
    text("hash"),
    uuid("user_id"),
    text("csrf"),
    instant("created_at"),
    instant("seen_at"),
    instant("expires_at"),
    text("address", blank=True),
    text("agent", blank=True),
    Index("gx_session_hash", "hash", unique=True),
    Index("gx_session_user", "user_id"),
    Index("gx_session_expires", "expires_at"),
)
Table(
    "gx_token",
    METADATA,
    uuid("id", key=True),
    text("hash"),
    uuid("user_id"),
    text("name"),
    json("scopes"),
    instant("created_at"),
    uuid("created_by"),
    instant("expires_at", blank=True),
    instant("seen_at", blank=True),
    instant("revoked_at", blank=True),
    Index("gx_token_hash", "hash", unique=True),
    Index("gx_token_user", "user_id"),
)

# What follows from a save

Table(
    "gx_outbox",
    METADATA,
    uuid("id", key=True),
    integer("position", blank=True),
    instant("at"),
    integer("revision"),
    text("object"),
    text("kind"),
    json("payload"),
    json("principal"),
    instant("handled", blank=True),
    _partial("gx_outbox_unsealed", "id", where="position IS NULL"),
    _partial("gx_outbox_position", "position", where="position IS NOT NULL", unique=True),
    _partial("gx_outbox_waiting", "position", where="handled IS NULL AND position IS NOT NULL"),
)
Table(
    "gx_audit",
    METADATA,
    uuid("id", key=True),
    integer("position", blank=True),
    instant("at"),
    json("principal"),
    text("action"),
    text("object", blank=True),
    uuid("record_id", blank=True),
    json("detail"),
    text("hash", blank=True),
    text("previous", blank=True),
    _partial("gx_audit_unsealed", "id", where="position IS NULL"),
    _partial("gx_audit_position", "position", where="position IS NOT NULL", unique=True),
    _partial("gx_audit_record", "record_id", "id", where="record_id IS NOT NULL"),
)
Table(
    "gx_history",
    METADATA,
    uuid("id", key=True),
    uuid("object"),
    uuid("record_id"),
    instant("at"),
    uuid("by"),
    json("changes"),
    Index("gx_history_record", "record_id", "id"),
)

# Work in the background

Table(
    "gx_job",
    METADATA,
    uuid("id", key=True),
    text("kind"),
    text("queue"),
    json("payload"),
    json("principal"),
    text("state"),
    instant("run_at"),
    integer("attempts"),
    integer("max_attempts"),
    instant("lease_until", blank=True),
    text("owner", blank=True),
    text("dedup_key", blank=True),
    json("progress", blank=True),
    json("result", blank=True),
    text("error", blank=True),
    instant("created_at"),
    instant("finished_at", blank=True),
    Index("gx_job_due", "state", "run_at"),
    _partial("gx_job_lease", "lease_until", where="state = 'running'"),
    _partial(
        "gx_job_dedup",
        "dedup_key",
        where="dedup_key IS NOT NULL AND state IN ('queued', 'running', 'waiting')",
        unique=True,
    ),
)
Table(
    "gx_import",
    METADATA,
    uuid("id", key=True),
    uuid("job", blank=True),
    text("object"),
    text("mode"),
    json("mapping"),
    json("source"),
    integer("chunk"),
    json("counts"),
    instant("created_at"),
    uuid("created_by"),
    instant("finished_at", blank=True),
    Index("gx_import_job", "job"),
)
Table("gx_lease", METADATA, text("name", key=True), text("owner"), instant("until"))
Table("gx_counter", METADATA, text("name", key=True), integer("value"))
Table(
    "gx_idempotency",
    METADATA,
    text("principal", key=True),
    text("key", key=True),
    text("hash"),
    integer("status"),
    json("body", blank=True),
    instant("at"),
    Index("gx_idempotency_at", "at"),
)

SYSTEM_KINDS: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {
        table.name: MappingProxyType({column.name: column.info["kind"] for column in table.columns})
        for table in METADATA.sorted_tables
    }
)


def system_column(table: str, name: str, alias: str) -> Column:
    """Return a column of a system table for an SQL tree."""
    return Column(alias, name, SYSTEM_KINDS[table][name])


def system_param(table: str, name: str, *, slot: str | None = None) -> Param:
    """Return a parameter of a column's kind; the slot bears the column's name unless told."""
    return Param(slot or name, SYSTEM_KINDS[table][name])
