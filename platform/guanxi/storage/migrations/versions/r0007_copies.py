"""What a column that a change of type fills, or has left, holds."""

from alembic import op

from guanxi.storage.column_types import text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("gx_item", text("entry", blank=True))
