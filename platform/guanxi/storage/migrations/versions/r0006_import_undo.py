"""What imports may be undone by."""

from alembic import op
from sqlalchemy import Index

from guanxi.storage.column_types import instant, json, uuid

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "gx_import_undo",
        uuid("id", key=True),
        uuid("import_id"),
        instant("at"),
        json("ways"),
        json("done", blank=True),
        Index("gx_import_undo_import", "import_id", "id"),
        Index("gx_import_undo_at", "at"),
    )
