"""What administrators have begun to change and not yet published."""

from alembic import op

from guanxi.storage.column_types import instant, json, text, uuid

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "gx_draft",
        uuid("author", key=True),
        text("kind", key=True),
        text("name", key=True),
        json("item", blank=True),
        text("base", blank=True),
        instant("at"),
    )
