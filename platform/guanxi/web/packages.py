"""Packages over HTTP: what there is, what an action on one would do, and the action.

A package of metadata alone is put in and taken to another version here; one with code needs an operator (decision A18).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from flask import Blueprint, Response, request

from guanxi.change.apply import apply
from guanxi.change.install import disabled, disabling, enabling, installed, installing, purging, uninstalling, upgrading
from guanxi.change.plan import plan
from guanxi.errors import Conflict, Invalid, Malformed, Missing, Problem
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, arguments, loaded, text
from guanxi.web.noted import noted
from guanxi.web.rights import need

if TYPE_CHECKING:
    from guanxi.change.wanted import Wanted
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["PackageBody", "packages_blueprint"]

_RIGHT = "setup"
_LONGEST_MESSAGE = 2_000
Action: TypeAlias = "Callable[[Workspace, str], Wanted]"
_ACTIONS: Mapping[str, Action] = MappingProxyType({
    "install": installing, "upgrade": upgrading, "disable": disabling, "enable": enabling, "uninstall": uninstalling,
    "purge": purging,
})  # fmt: skip
_PUTS_IN = frozenset({"install", "upgrade"})


class PackageBody(BodySchema):
    """An action on a package."""

    message = text(help="Why, for the history.")
    plan_id = text(help="Act only when this is still what would happen.")


def packages_blueprint(door: "Door") -> Blueprint:
    """Return the calls about packages; all of them need the right `setup`."""
    calls = Blueprint("packages", __name__)
    calls.add_url_rule("/packages", "list_packages", door.opened(_list), methods=["GET"])
    calls.add_url_rule("/packages/<name>/plan", "plan_package", door.opened(_plan), methods=["GET"])
    calls.add_url_rule("/packages/<name>/<action>", "change_package", door.opened(_act), methods=["POST"])
    return calls


def _list(context: "Context") -> Response:
    """List packages with the powers that their code uses and what keeps it from loading."""
    need(context, _RIGHT)
    workspace = context.workspace
    present, asleep, failed = installed(workspace), disabled(workspace), workspace.plugins.failed
    told = []
    for name in dict.fromkeys([*workspace.sources, *present, *sorted(asleep)]):
        source = workspace.sources.get(name)
        told.append({
            "name": name, "label": dict(source.manifest.label) if source is not None else {},
            "version": source.manifest.version if source is not None else None, "installed": present.get(name),
            "disabled": name in asleep, "failed": failed.get(name),
            "has_code": source is not None and source.has_code,
            "powers": sorted(source.manifest.powers) if source is not None else [],
            "depends": list(source.manifest.depends) if source is not None else [],
        })  # fmt: skip
    return json_answer({"data": told})


def _plan(context: "Context", name: str) -> Response:
    """Say what an action would do."""
    need(context, _RIGHT)
    action = arguments(request).get("action", "")
    if action not in _ACTIONS:
        params = {"value": action[:40], "allowed": ", ".join(_ACTIONS)}
        raise Malformed(problems=[Problem("action", "not_allowed", params)])
    made = plan(context.workspace, _wanted(context, name, action))
    if made.errors:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])
    return json_answer(made.as_json(context.language))


def _act(context: "Context", name: str, action: str) -> Response:
    """Carry out an action, all or nothing."""
    need(context, _RIGHT)
    if action not in _ACTIONS:
        raise Missing(kind="action", name=action[:100])
    given: dict[str, Any] = loaded(PackageBody())
    message = (given.get("message") or "").replace("\x00", "")[:_LONGEST_MESSAGE] or f"{action} {name}"
    done = apply(
        context.workspace, _wanted(context, name, action), author=context.principal, message=message,
        plan_id=given.get("plan_id"),
    )  # fmt: skip
    noted().revision = done.revision
    return json_answer(done.as_json(context.language))


def _wanted(context: "Context", name: str, action: str) -> "Wanted":
    source = context.workspace.sources.get(name)
    if action in _PUTS_IN and source is not None and source.has_code:
        raise Conflict(reason="package_has_code", name=name)
    return _ACTIONS[action](context.workspace, name)
