"""PostgreSQL's extension for parts of texts, where the database may have it; searches do without it, only slower."""

from alembic import context, op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the extension."""
    if context.get_context().dialect.name != "postgresql":
        return
    op.execute(
        """
        DO $$ BEGIN
          IF EXISTS (
            SELECT FROM pg_available_extension_versions
            WHERE name = 'pg_trgm' AND (trusted AND has_database_privilege(current_database(), 'CREATE')
              OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))
          ) THEN
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
          END IF;
        END $$
        """
    )
