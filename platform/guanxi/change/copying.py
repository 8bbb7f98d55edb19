"""Carrying out a change of type: values are copied in steps, and the change that waited for them is made (A1, A2)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import Principal
from guanxi.change.apply import carry_through
from guanxi.change.copies import give_up
from guanxi.change.pending import author_of, wanted_again
from guanxi.change.steps import next_ids
from guanxi.errors import Conflict, Invalid, Missing
from guanxi.records.load import connection_of
from guanxi.records.recast import Unfit, recast
from guanxi.records.transaction import in_transaction
from guanxi.text.messages import message
from guanxi.workspace.stored import stored_layers

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field
    from guanxi.errors import GuanxiError
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["copy_values", "swap"]

_SAMPLES = 20


class _DoesNotFit(Exception):
    """Somebody brought a value that does not convert past the checks of a save."""

    def __init__(self, unfit: Sequence[Unfit]) -> None:
        super().__init__()
        self.unfit = unfit


def copy_values(
    workspace: "Workspace", build_id: str, kept: Mapping[str, Any], copy: str, together: Sequence[str],
    report: Callable[[Mapping[str, Any]], None],
) -> Mapping[str, Any] | None:  # fmt: skip
    """Copy the values of every record; return what the build ends with, None where it was given up.

    Each step is a transaction that keeps how far it came, so nothing is copied twice after a halt.
    """
    detail = dict(kept)
    while True:
        context = workspace.context(Principal.system("build"))  # each step in the newest catalog
        found = _becoming(context.catalog, copy)
        if found is None:
            raise Missing(kind="copy", name=f"{detail['object']}.{detail['name']}")
        with workspace.database.read() as connection:
            ids = next_ids(connection, context.catalog.objects[found.object].table, detail.get("after"))
        if not ids:
            return {"rows": detail.get("rows", 0)}
        detail |= {"after": ids[-1], "rows": detail.get("rows", 0) + len(ids)}
        try:
            in_transaction(context, partial(_step, build_id=build_id, detail=detail, field=found.id, ids=ids))
        except _DoesNotFit as error:
            samples = [{"values": [one.identity], "count": 1} for one in error.unfit[:_SAMPLES]]
            _fail(workspace, build_id, together, {**kept, "code": "does_not_convert", "samples": samples})
            return None
        report({"rows": detail["rows"]})


def _becoming(catalog: "Catalog", copy: str) -> "Field | None":
    """Return the field that is becoming what stands in a copy."""
    members = (member for item in catalog.objects.values() for member in item.declared if member.successor is not None)
    return next((one for one in members if one.successor is not None and one.successor.field.id == copy), None)


def _step(inside: "Context", *, build_id: str, detail: Mapping[str, Any], field: str, ids: list[str]) -> None:
    found = next(
        one for item in inside.catalog.objects.values() for one in item.declared if one.id == field
    )  # it may have been renamed
    unfit = recast(inside, found.object, found.name, ids)
    if unfit:
        raise _DoesNotFit(unfit)
    connection_of(inside).update("gx_build", {"detail": detail}, {"id": build_id})


def swap(workspace: "Workspace", build_id: str, kept: Mapping[str, Any], together: Sequence[str]) -> None:
    """Make the change whose values are copied, in one transaction that also ends the build."""
    with workspace.database.read() as connection:
        layers = {layer.package: layer for layer in stored_layers(connection)}

    def ended(connection: "Connection") -> None:
        connection.update("gx_build", {"state": "ready"}, {"id": build_id})

    try:
        done = carry_through(
            workspace, wanted_again(kept, layers), author=author_of(kept), message=kept["message"], also=ended
        )
    except (Invalid, Conflict, Missing) as error:
        told = {key: kept[key] for key in ("object", "name")}
        _fail(workspace, build_id, together, {**told, "code": "retype_stopped", "samples": _reasons(workspace, error)})
        return
    if done.jobs:
        with workspace.database.write() as connection:
            connection.update("gx_build", {"detail": {**kept, "jobs": list(done.jobs)}}, {"id": build_id})


def _reasons(workspace: "Workspace", error: "GuanxiError") -> list[dict[str, Any]]:
    language = workspace.settings.language
    told = [message(one.code, one.params, language=language) for one in error.problems]
    return [{"values": [text], "count": 1} for text in told or [message(error.code, error.params, language=language)]]


def _fail(workspace: "Workspace", build_id: str, together: Sequence[str], detail: Mapping[str, Any]) -> None:
    def work(connection: "Connection") -> None:
        give_up(connection, together, build_id, detail)

    workspace.database.run_exclusive(work)
