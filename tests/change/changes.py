"""Documents and calls that the tests of changes share."""

from typing import Any

from guanxi.access.principal import Principal
from guanxi.automation.worker import Worker
from guanxi.change.apply import Applied, apply
from guanxi.change.wanted import Wanted
from guanxi.cli.handlers import HANDLERS
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.records.save import Outcome, save
from guanxi.workspace.workspace import Workspace

__all__ = ["ADMIN", "a_field", "built", "create", "loose", "put", "read", "removal", "visit", "work_off"]

ADMIN = Principal.system("test")


def loose(*bodies: dict[str, Any]) -> Wanted:
    """Return loose documents of the workspace's own layer."""
    return Wanted(documents=tuple(Document(body["kind"], body["name"], WORKSPACE, body) for body in bodies))


def removal(kind: str, name: str) -> dict[str, Any]:
    """Return the document that removes an item."""
    return {"kind": kind, "name": name, "remove": True}


def visit(*fields: dict[str, Any], **keys: object) -> dict[str, Any]:
    """Return the object `visit` with a name and further fields."""
    label = {"en": "Visit", "zh": "拜访"}
    name = {"name": "name", "label": {"en": "Name", "zh": "名称"}, "type": "text", "required": True}
    return {"kind": "object", "name": "visit", "label": label, "fields": [name, *fields], **keys}


def a_field(name: str, type_: str = "text", **keys: object) -> dict[str, Any]:
    """Return the entry of a field."""
    return {"name": name, "label": {"en": name.title(), "zh": "字段"}, "type": type_, **keys}


def put(workspace: Workspace, *bodies: dict[str, Any], message: str = "test") -> Applied:
    """Apply loose documents."""
    return apply(workspace, loose(*bodies), author=ADMIN, message=message)


def built(workspace: Workspace, *bodies: dict[str, Any]) -> dict[str, Any]:
    """Apply loose documents, carry out their builds and return what the job of the builds answered."""
    done = put(workspace, *bodies)
    (job,) = done.jobs
    ended = Worker(workspace, HANDLERS).work_off(job)
    return {"state": ended.state, **(ended.result or {})}


def work_off(workspace: Workspace, done: Applied) -> list[dict[str, Any]]:
    """Carry out the builds of a change and those that follow from them; return what failed."""
    waiting, failed = list(done.jobs), []
    while waiting:
        ended = Worker(workspace, HANDLERS).work_off(waiting.pop(0))
        told: dict[str, Any] = dict(ended.result or {})
        failed += told.get("failed", [{"state": ended.state, "error": ended.error}])
        waiting += told.get("jobs", [])
    return failed


def create(workspace: Workspace, object_name: str, *records: dict[str, Any]) -> Outcome:
    """Create records as the platform itself."""
    return save(workspace.context(ADMIN), object_name, list(records), operation="create")


def read(workspace: Workspace, object_name: str, *fields: str, **keys: Any) -> list[tuple[Any, ...]]:
    """Return the values of fields of the records, by name."""
    keys.setdefault("sort", ("name",))
    found = rows(workspace.context(ADMIN), Query(object_name, fields=fields, **keys))
    return [tuple(row[name] for name in fields) for row in found]
