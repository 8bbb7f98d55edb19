"""What bulk changes may be undone by."""

from alembic import op
from sqlalchemy import Index

from guanxi.storage.column_types import instant, json, text, uuid

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "gx_undo",
        uuid("id", key=True),
        text("object"),
        text("operation"),
        json("rows"),
        uuid("created_by"),
        instant("at"),
        Index("gx_undo_at", "at"),
    )
