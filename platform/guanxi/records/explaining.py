"""Why somebody may or may not do something, with what only the values of a record tell: whether a button is open."""

from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.access.explain import explain
from guanxi.access.explanation import Explanation, Step
from guanxi.access.pressing import button_of
from guanxi.access.vocabulary import ALL_RIGHTS
from guanxi.records.actions import is_available
from guanxi.records.environment import BatchEnvironment
from guanxi.records.load import read_rows
from guanxi.records.plan import plan_of

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.catalog import Action
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["explained"]


def explained(
    context: "Context", principal: "Principal", action: str, object_name: str, *, record: str | None = None,
    field: str | None = None,
) -> Explanation:  # fmt: skip
    """Return whether the principal may do the action, and why; `context` gives the instant and the catalog."""
    with context.database.read() as connection:
        told = explain(
            context.policy, connection, principal, action, object_name, record=record, field=field, now=context.now,
            zone=context.zone,
        )  # fmt: skip
        button = None if action in ALL_RIGHTS else button_of(context.catalog, told.object, action)
        if button is None or button.available_when is None or record is None or not told.allowed:
            return told
        asking = replace(context, principal=principal, transaction=connection)
        return _with_condition(asking, connection, told, button, record)


def _with_condition(
    context: "Context", connection: "Connection", told: Explanation, button: "Action", record: str
) -> Explanation:
    """Add whether the record, as it stands, opens the button to the one who asks for it."""
    plan = plan_of(context, told.object)
    stored = read_rows(connection, plan, [record])[record]
    is_open = is_available(context, button, BatchEnvironment(context, plan, []).of_values(stored))
    params = {"target": told.object, "act": button.name, "where": f" ({button.available_when})"}
    step = Step("record", "none" if is_open else "deny", "button_open" if is_open else "button_shut", params)
    return replace(told, allowed=is_open, steps=(*told.steps, step))
