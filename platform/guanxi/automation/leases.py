"""Leases: a duty that one process of many performs at a time, such as numbering events."""

import datetime as dt
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.storage.failures import NotUnique

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = ["hold", "release"]


def hold(connection: "Connection", name: str, owner: str, *, seconds: float) -> bool:
    """Take or keep a lease until that many seconds from now, in the caller's transaction; False while another holds it.

    The row is written by whoever gets the lease, so two holders meet on it and the later one waits and finds it taken.
    """
    now = clock.now()
    until = now + dt.timedelta(seconds=seconds)
    rows = connection.select("gx_lease", ("owner", "until"), {"name": name}, lock="update")
    if not rows:
        try:
            with connection.savepoint():
                connection.insert("gx_lease", {"name": name, "owner": owner, "until": until})
        except NotUnique:
            return False  # another took it first in this moment
        return True
    holder, ends = rows[0]
    if holder != owner and ends > now:
        return False
    connection.update("gx_lease", {"owner": owner, "until": until}, {"name": name})
    return True


def release(connection: "Connection", name: str, owner: str) -> None:
    """Give a lease back early, so that the next holder need not wait for its end."""
    connection.delete("gx_lease", {"name": name, "owner": owner})
