"""What people are told of."""

from alembic import op
from sqlalchemy import Index
from sqlalchemy import text as condition

from guanxi.storage.column_types import instant, json, text, uuid

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    unread = condition("read_at IS NULL")
    op.create_table(
        "gx_notification",
        uuid("id", key=True),
        uuid("user_id"),
        instant("at"),
        text("kind"),
        json("params"),
        text("object", blank=True),
        uuid("record_id", blank=True),
        instant("read_at", blank=True),
        Index("gx_notification_user", "user_id", "id"),
        Index("gx_notification_unread", "user_id", "id", sqlite_where=unread, postgresql_where=unread),
        Index("gx_notification_at", "at"),
    )
