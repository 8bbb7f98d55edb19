"""Where a database is: reads `sqlite:///FILE` and `postgresql://…` without loading SQLAlchemy for it."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guanxi.errors import Misconfigured
from guanxi.storage.encode import Dialect

__all__ = ["Address", "read_url"]

_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Address:
    """A database's kind and its file or connection string, which may hold a password and is therefore not shown."""

    dialect: Dialect
    target: str = field(repr=False)


def read_url(url: str) -> Address:
    """Return the address that a URL names, else raise Misconfigured."""
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite" and separator:
        return Address("sqlite", _file(rest))
    if scheme not in _POSTGRESQL:
        raise Misconfigured(reason="database_unknown", backend=scheme[:20])
    try:
        _ = urlsplit(url).port  # raises where it is no number
    except ValueError as error:
        raise Misconfigured(reason="database_url") from error
    return Address("postgresql", f"postgresql://{rest}")


def _file(rest: str) -> str:
    # `sqlite:///FILE` is relative, `sqlite:////FILE` is absolute
    name = unquote(rest.removeprefix("/").partition("?")[0])
    if not rest.startswith("/") or not name or name == ":memory:":
        raise Misconfigured(reason="database_in_memory")
    return str(Path(name).absolute())
