"""Runs the revisions on the connection that `migrate` hands over, inside its transaction."""

from alembic import context

from guanxi.storage.versions import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
