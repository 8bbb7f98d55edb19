"""Who holds the lock that an apply waited for in vain."""

from guanxi.storage.connection import Connection
from guanxi.storage.printer import Statement

__all__ = ["find_holder"]

_HOLDER = """
SELECT a.pid, a.usename, a.application_name, a.state, left(a.query, 120),
    round(extract(epoch FROM clock_timestamp() - a.xact_start))::bigint
FROM pg_stat_activity AS a
WHERE a.pid <> pg_backend_pid() AND a.xact_start IS NOT NULL AND a.datname = current_database() AND EXISTS (
    SELECT 1 FROM pg_locks AS l LEFT JOIN pg_class AS c ON c.oid = l.relation
    WHERE l.pid = a.pid AND l.granted AND (
        l.locktype = 'advisory' OR (c.relkind = 'r' AND (c.relname = ANY($1::text[]) OR $1::text[] = '{}'))
    )
)
ORDER BY a.xact_start LIMIT 1
"""


def find_holder(connection: Connection, tables: tuple[str, ...]) -> str | None:
    """Return one sentence about the oldest transaction in the way; None when it has gone."""
    if connection.dialect == "sqlite":
        return None
    array = "{" + ",".join(tables) + "}"
    rows = connection.run(Statement(_HOLDER, ("tables",), (str.encode,), _HOLDER.encode()), {"tables": array})
    if not rows:
        return None
    pid, user, application, state, query, age = rows[0]
    return f"process {pid} of {user} ({application}), {state} for {age} s in a transaction: {query}"
