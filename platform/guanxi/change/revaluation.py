"""What follows from new exchange rates: stored values that were made with the old ones are computed anew (A12, A15)."""

from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.change.builds import Build, enqueue_builds, stale_fields

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["RATED", "revalue"]

RATED = frozenset({"currency", "exchange_rate"})
"""The objects whose records are the rates."""
_ASKING = "DATEDRATE"


def revalue(workspace: "Workspace") -> None:
    """Enqueue the builds of everything stored that follows from rates; until they end it is shown as `building`."""
    catalog = workspace.snapshot().catalog
    rated = [
        (item.name, member.name)
        for item in catalog.objects.values()
        for member in item.declared
        if member.stored and member.formula is not None and _asks(catalog, member)
    ]
    if not rated:
        return
    places = stale_fields(catalog, catalog, behind=rated)
    ids = {place: catalog.objects[place[0]].fields[place[1]].id for place in places}

    def work(connection: "Connection") -> None:
        builds = [Build(clock.new_id(), ids[place], "values", *place) for place in places]
        enqueue_builds(connection, builds, Principal.system("exchange rates"))
        number = int(connection.select("gx_workspace", ("revision",), {"id": 1})[0][0]) + 1
        connection.insert(
            "gx_revision",
            {"number": number, "at": clock.now(), "author": None, "message": "exchange rates", "changes": []},
        )
        connection.update("gx_workspace", {"revision": number}, {"id": 1})

    workspace.database.run_exclusive(work)


def _asks(catalog: "Catalog", member: "Field") -> bool:
    return _ASKING in catalog.formulas.field(member.object, member.name).functions
