"""The system tables of the first version."""

from alembic import op
from sqlalchemy import Index, TextClause, column, insert, table
from sqlalchemy import text as condition

from guanxi import clock
from guanxi.storage.column_types import boolean, instant, integer, json, text, uuid

revision = "0001"
down_revision = None


_OBJECT = condition("coalesce(object, '')")  # two blanks clash here


def _partial(name: str, *columns: "str | TextClause", where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, postgresql_where=condition(where), sqlite_where=condition(where))


def upgrade() -> None:
    """Make the tables and the one row of the workspace."""
    op.create_table(
        "gx_workspace",
        integer("id", key=True),
        integer("revision"),
        json("settings"),
        text("secret"),
    )
    op.create_table(
        "gx_item",
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
    op.create_table(
        "gx_alias",
        text("kind"),
        text("object", blank=True),
        text("name", key=True),
        uuid("item", key=True),
        instant("at"),
        Index("gx_alias_name", "kind", _OBJECT, "name", unique=True),
    )
    op.create_table(
        "gx_layer",
        text("package", key=True),
        text("version"),
        integer("position"),
        boolean("enabled"),
        instant("at"),
    )
    op.create_table(
        "gx_document",
        text("layer", key=True),
        text("package", key=True),
        text("kind", key=True),
        text("name", key=True),
        text("version"),
        json("body"),
        json("vendor_body", blank=True),
    )
    op.create_table(
        "gx_revision",
        integer("number", key=True),
        instant("at"),
        uuid("author", blank=True),
        text("message"),
        json("changes"),
    )
    op.create_table(
        "gx_build",
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
    op.create_table(
        "gx_grantee",
        uuid("id", key=True),
        text("kind"),
        text("name"),
        uuid("unit_id", blank=True),
        boolean("active"),
        integer("members"),
        Index("gx_grantee_name", "kind", "name"),
        Index("gx_grantee_unit", "unit_id", "kind"),
    )
    op.create_table(
        "gx_membership",
        uuid("user_id", key=True),
        uuid("grantee_id", key=True),
        text("via", key=True),
        Index("gx_membership_grantee", "grantee_id", "user_id"),
    )
    op.create_table(
        "gx_unit_closure",
        uuid("ancestor", key=True),
        uuid("descendant", key=True),
        integer("depth"),
        Index("gx_unit_closure_up", "descendant", "ancestor"),
    )
    op.create_table(
        "gx_credential",
        uuid("user_id", key=True),
        text("password_hash"),
        instant("changed_at"),
        boolean("must_change"),
    )
    op.create_table(
        "gx_attempt",
        text("key", key=True),
        integer("failures"),
        instant("last_at"),
        instant("locked_until", blank=True),
    )
    op.create_table(
        "gx_session",
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
    op.create_table(
        "gx_token",
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
    op.create_table(
        "gx_outbox",
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
    op.create_table(
        "gx_audit",
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
    op.create_table(
        "gx_history",
        uuid("id", key=True),
        uuid("object"),
        uuid("record_id"),
        instant("at"),
        uuid("by"),
        json("changes"),
        Index("gx_history_record", "record_id", "id"),
    )
    op.create_table(
        "gx_job",
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
    op.create_table(
        "gx_import",
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
    op.create_table("gx_lease", text("name", key=True), text("owner"), instant("until"))
    op.create_table("gx_counter", text("name", key=True), integer("value"))
    op.create_table(
        "gx_idempotency",
        text("principal", key=True),
        text("key", key=True),
        text("hash"),
        integer("status"),
        json("body", blank=True),
        instant("at"),
        Index("gx_idempotency_at", "at"),
    )
    workspace = table("gx_workspace", column("id"), column("revision"), column("settings"), column("secret"))
    op.execute(insert(workspace).values(id=1, revision=0, settings=condition("'{}'"), secret=clock.new_secret()))
