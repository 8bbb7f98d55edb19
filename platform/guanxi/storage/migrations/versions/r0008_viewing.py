"""As whom a session looks at the workspace, and until when."""

from alembic import op

from guanxi.storage.column_types import instant, uuid

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("gx_session", uuid("viewed_id", blank=True))
    op.add_column("gx_session", instant("viewed_since", blank=True))
    op.add_column("gx_session", instant("viewed_until", blank=True))
