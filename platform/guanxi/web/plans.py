"""Plans and what applying them did, as several calls about metadata answer them; and what goes with a change."""

from typing import TYPE_CHECKING, Any, get_args

from guanxi.change.difference import Action
from guanxi.change.locks import LOCKS
from guanxi.web.answers import json_answer
from guanxi.web.noted import noted
from guanxi.web.shapes import ANYTHING, FLAG, ID, OPEN, TEXT, TEXTS, WHOLE, Members, Named, closed, many, maybe, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from guanxi.change.apply import Applied
    from guanxi.workspace.context import Context

__all__ = [
    "APPLIED", "BLANK", "CHANGE", "DONE", "PLAN", "PLANNED", "PLANNED_OR_APPLIED", "applied_answer", "blanked_in",
    "message_of",
]  # fmt: skip

BLANK = "OBJECT.FIELD whose values become blank where they do not fit the new type of the field."
_LONGEST_MESSAGE = 2_000

_EXAMPLE = closed({"object": TEXT, "id": ID, "name": TEXT, "value": maybe(TEXT)})
_EFFECT = closed({"code": TEXT, "params": OPEN, "message": TEXT, "examples": many(_EXAMPLE)})
CHANGE = Named("change", "One thing that differs, and what that does to data.", closed({
    "action": one_of(*get_args(Action)), "kind": TEXT, "name": TEXT, "package": TEXT, "path": TEXTS,
    "before": ANYTHING, "after": ANYTHING, "destructive": FLAG,
    "lock": closed({"class": one_of(*LOCKS), "message": TEXT}), "effects": many(_EFFECT),
}))  # fmt: skip
_FINDING = Named("finding", "What is wrong in metadata, and where.", closed({
    "code": TEXT, "severity": one_of("error", "warning"), "file": maybe(TEXT), "line": maybe(WHOLE), "path": TEXT,
    "message": TEXT, "fix": maybe(TEXT), "params": OPEN,
}))  # fmt: skip
_TOLD: Members = {"revision": WHOLE, "changes": many(CHANGE), "findings": many(_FINDING)}
PLANNED: Members = {**_TOLD, "plan_id": TEXT}
PLAN = Named("plan", "What a change would do to the metadata and the data.", closed(PLANNED))
DONE: Members = {**_TOLD, "jobs": many(ID), "copying": TEXTS}
APPLIED = Named("applied", "What a change did, the revision that stands now, and the jobs that go on.", closed(DONE))
PLANNED_OR_APPLIED = {"anyOf": [PLAN, APPLIED]}


def blanked_in(given: "Mapping[str, Any]") -> frozenset[str]:
    """Return the fields whose values become blank where they do not fit a new type."""
    return frozenset(given.get("blank") or ())


def message_of(given: "Mapping[str, Any]") -> str:
    """Return why a change is made, as the history can keep it."""
    return (given.get("message") or "").replace("\x00", "")[:_LONGEST_MESSAGE]


def applied_answer(context: "Context", done: "Applied", **more: object) -> "Response":
    """Tell what an apply did, with the revision that stands now."""
    noted().revision = done.revision
    return json_answer({**more, **done.as_json(context.language)})
