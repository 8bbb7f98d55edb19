"""Fresh databases for tests: each is a quick copy of a template that is prepared once per run."""

import atexit
import re
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol

import psycopg

from tests.support.postgres import cluster
from tests.support.session import locked

__all__ = ["Databases", "Prepare", "PostgresDatabases", "SqliteDatabases", "databases_of"]

Prepare = Callable[[str], None]


class Databases(Protocol):
    """Gives out databases of one kind; `kind` is "sqlite" or "postgresql"."""

    kind: str

    def fresh(self, template: str = "empty", prepare: Prepare | None = None) -> str:
        """Return the URL of a new database; `prepare(url)` fills the template of that name on its first use."""
        ...

    def drop(self, url: str) -> None:
        """Remove the database."""
        ...


class SqliteDatabases:
    """SQLite files in the folder of one test."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.given: list[str] = []

    def fresh(self, template: str = "empty", prepare: Prepare | None = None) -> str:
        """Return the URL of a copy of the template's file."""
        target = self._folder / f"{uuid.uuid4().hex}.db"
        if prepare is not None:
            shutil.copyfile(_sqlite_template(template, prepare), target)
        self.given.append(f"sqlite:///{target}")
        return self.given[-1]

    def drop(self, url: str) -> None:
        """Remove the file and what SQLite keeps beside it."""
        for end in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)


def _sqlite_template(name: str, prepare: Prepare) -> Path:
    with locked(f"sqlite-{name}") as folder:
        made = folder / f"template-{name}.db"
        if not made.exists():
            draft = folder / f"draft-{name}-{uuid.uuid4().hex}.db"
            prepare(f"sqlite:///{draft}")
            with sqlite3.connect(draft) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            draft.rename(made)
        return made


class PostgresDatabases:
    """Databases of the run's private PostgreSQL server."""

    kind = "postgresql"

    def __init__(self) -> None:
        self._cluster = cluster()
        self.given: list[str] = []

    def fresh(self, template: str = "empty", prepare: Prepare | None = None) -> str:
        """Return the URL of a copy of the template database."""
        source = "template0" if prepare is None else self._template(template, prepare)
        name = f"test_{uuid.uuid4().hex}"
        # By the log, as is usual, a copy takes several times as long.
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
        self.given.append(self._cluster.url(name))
        return self.given[-1]

    def drop(self, url: str) -> None:
        """Remove the database, whoever is still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    def _template(self, name: str, prepare: Prepare) -> str:
        database = f"template_{re.sub(r'[^a-z0-9]', '_', name)}"
        with locked(f"postgresql-{name}") as folder:
            made = folder / f"{database}.made"
            if not made.exists():
                self._execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
                self._execute(f'CREATE DATABASE "{database}" TEMPLATE template0')
                prepare(self._cluster.url(database))
                made.touch()
        return database

    def _execute(self, statement: str) -> None:
        _session(self._cluster.dsn()).execute(statement)  # type: ignore[arg-type]  # names come from above


@cache
def _session(dsn: str) -> psycopg.Connection:
    """Return this process's own session for making and dropping databases, which ends with the process.

    To begin a session for every statement takes nearly half as long as the statement.
    """
    session = psycopg.connect(dsn, autocommit=True)
    atexit.register(session.close)
    return session


@contextmanager
def databases_of(kind: str, folder: Path) -> Iterator[Databases]:
    """Yield the source of databases of that kind; what it gave out is dropped at the end."""
    source = SqliteDatabases(folder) if kind == "sqlite" else PostgresDatabases()
    try:
        yield source
    finally:
        for url in source.given:
            source.drop(url)
