"""Packages over HTTP: what there is, what an action on one would do, and the action.

A package of metadata alone is put in and taken to another version here; one with code needs an operator (decision A18).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from flask import Blueprint, Response, request

from guanxi.change.apply import apply
from guanxi.change.install import bringing_sent, disabling, enabling, installing, purging, uninstalling, upgrading
from guanxi.change.known_packages import declared, known_packages
from guanxi.change.plan import plan
from guanxi.errors import Conflict, Invalid, Malformed, Missing
from guanxi.metadata.archive import read_archive
from guanxi.metadata.declared import label_of
from guanxi.records.arguments import Argument, Choice, Flag, Text
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, asked, loaded, sent_form, text
from guanxi.web.call import FixedCall
from guanxi.web.plans import APPLIED, DONE, PLAN, PLANNED, applied_answer, message_of
from guanxi.web.rights import need
from guanxi.web.shapes import FLAG, LABEL, TEXT, TEXTS, Members, Named, closed, data, many, maybe

if TYPE_CHECKING:
    from guanxi.change.wanted import Wanted
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["CALLS", "packages_blueprint"]

_RIGHT = "setup"
Action: TypeAlias = "Callable[[Workspace, str], Wanted]"
_ACTIONS: Mapping[str, Action] = MappingProxyType({
    "install": installing, "upgrade": upgrading, "disable": disabling, "enable": enabling, "uninstall": uninstalling,
    "purge": purging,
})  # fmt: skip
_PUTS_IN = frozenset({"install", "upgrade"})
PACKAGE_PLAN: tuple[Argument, ...] = (Choice("action", "What would be done.", tuple(_ACTIONS), required=True),)
PACKAGE_FORM: tuple[Argument, ...] = (
    Flag("plan", "Only say what that would do."), Text("plan_id", "Act only when this is still what would happen."),
    Text("message", "Why, for the history."),
)  # fmt: skip


class PackageBody(BodySchema):
    """An action on a package."""

    message = text(help="Why, for the history.")
    plan_id = text(help="Act only when this is still what would happen.")


_STATE: Members = {
    "name": TEXT, "label": LABEL, "version": maybe(TEXT), "installed": maybe(TEXT), "disabled": FLAG,
    "failed": maybe(TEXT), "has_code": FLAG, "powers": TEXTS, "depends": TEXTS, "used_by": TEXTS, "leaves_data": FLAG,
    "foundation": FLAG,
}  # fmt: skip
_PACKAGE = Named("package", "A package as it is here and as it is installed.", closed(_STATE))
_WHOLE_PACKAGE = Named("whole_package", "A package with what it declares and what is wrong with its files.", closed({
    **_STATE, "items": many(closed({"kind": TEXT, "name": TEXT, "label": maybe(LABEL)})), "findings": TEXTS,
}))  # fmt: skip
_SENT: Members = {"package": closed({"name": TEXT, "label": LABEL, "version": TEXT})}
_TAKEN_IN = Named("sent_package", "What a package that was sent would do, or did.", {
    "anyOf": [closed({**_SENT, **PLANNED}), closed({**_SENT, **DONE})],
})  # fmt: skip
CALLS = (
    FixedCall("GET", "/packages", "Packages that are installed or could be", data(many(_PACKAGE)), right=_RIGHT),
    FixedCall("POST", "/packages", "Plan or take in a package of metadata that comes as a zip file", _TAKEN_IN,
              right=_RIGHT, form=PACKAGE_FORM, sends="application/zip"),
    FixedCall("GET", "/packages/{name}", "One package with what it declares", data(_WHOLE_PACKAGE), right=_RIGHT),
    FixedCall("GET", "/packages/{name}/plan", "What an action on a package would do", PLAN, arguments=PACKAGE_PLAN,
              right=_RIGHT),
    FixedCall("POST", "/packages/{name}/{action}", "Install, upgrade, disable, enable, uninstall or purge a package",
              APPLIED, PackageBody, right=_RIGHT),
)  # fmt: skip


def packages_blueprint(door: "Door") -> Blueprint:
    """Return the calls about packages; all of them need the right `setup`."""
    calls = Blueprint("packages", __name__)
    calls.add_url_rule("/packages", "list_packages", door.opened(_list), methods=["GET"])
    calls.add_url_rule("/packages", "send_package", door.opened(_send), methods=["POST"])
    calls.add_url_rule("/packages/<name>", "read_package", door.opened(_read), methods=["GET"])
    calls.add_url_rule("/packages/<name>/plan", "plan_package", door.opened(_plan), methods=["GET"])
    calls.add_url_rule("/packages/<name>/<action>", "change_package", door.opened(_act), methods=["POST"])
    return calls


def _list(context: "Context") -> Response:
    """List packages with the powers that their code uses and what keeps it from loading."""
    need(context, _RIGHT)
    return json_answer({"data": [state.as_json() for state in known_packages(context.workspace)]})


def _read(context: "Context", name: str) -> Response:
    """Give one package with what it declares and what is wrong with its files."""
    need(context, _RIGHT)
    state = next((state for state in known_packages(context.workspace) if state.name == name), None)
    if state is None:
        raise Missing(kind="package", name=name[:100])
    told = declared(context.workspace, name) if not state.leaves_data or state.version else None
    items = [
        {"kind": document.kind, "name": document.name, "label": label_of(document.body)}
        for document in (told.documents if told is not None else ())
    ]  # fmt: skip
    findings = [finding.text(context.language) for finding in (told.findings if told is not None else ())]
    return json_answer({"data": {**state.as_json(), "items": items, "findings": findings}})


def _send(context: "Context") -> Response:
    """Plan or take in a package of metadata that comes as a zip file."""
    need(context, _RIGHT)
    given = sent_form(PACKAGE_FORM)
    sent = request.files.get("file")
    if sent is None:
        raise Malformed(reason="no_file")
    sent.stream.seek(0)  # a request that begins again in a newer catalog has read it before
    package = read_archive(sent.stream)
    head, wanted = package.manifest, bringing_sent(context.workspace, package)
    about = {"name": head.name, "label": dict(head.label), "version": head.version}
    if given["plan"]:
        made = plan(context.workspace, wanted, reader=context.principal)
        return json_answer({"package": about, **made.as_json(context.language)})
    done = apply(
        context.workspace, wanted, author=context.principal, plan_id=given.get("plan_id"),
        message=message_of(given) or f"install {head.name} {head.version}",
    )  # fmt: skip
    return applied_answer(context, done, package=about)


def _plan(context: "Context", name: str) -> Response:
    """Say what an action would do."""
    need(context, _RIGHT)
    wanted = _wanted(context, name, asked(PACKAGE_PLAN)["action"])
    made = plan(context.workspace, wanted, reader=context.principal)
    if made.errors:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])
    return json_answer(made.as_json(context.language))


def _act(context: "Context", name: str, action: str) -> Response:
    """Carry out an action, all or nothing."""
    need(context, _RIGHT)
    if action not in _ACTIONS:
        raise Missing(kind="action", name=action[:100])
    given: dict[str, Any] = loaded(PackageBody())
    done = apply(
        context.workspace, _wanted(context, name, action), author=context.principal, plan_id=given.get("plan_id"),
        message=message_of(given) or f"{action} {name}",
    )  # fmt: skip
    return applied_answer(context, done)


def _wanted(context: "Context", name: str, action: str) -> "Wanted":
    source = context.workspace.sources.get(name)
    if action in _PUTS_IN and source is not None and source.has_code:
        raise Conflict(reason="package_has_code", name=name)
    return _ACTIONS[action](context.workspace, name)
