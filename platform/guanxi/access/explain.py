"""Why somebody may or may not do something: the verdict and the whole chain of policy behind it.

Rights come from the same policy rows that are compiled into tables, rows from the same predicates that queries use,
asked one by one of the record. The verdict is what the gate itself decides.
"""

import datetime as dt
from typing import TYPE_CHECKING

from guanxi.access.explain_rights import field_steps, may_right, right_steps
from guanxi.access.explain_rows import record_steps
from guanxi.access.explanation import Explanation, Step
from guanxi.access.pressing import button_of, level_of_button
from guanxi.access.surroundings import Surroundings
from guanxi.access.vocabulary import ALL_RIGHTS, LEVEL_OF_RIGHT, SYSTEM_RIGHTS, Level
from guanxi.errors import Malformed, Problem
from guanxi.formula.problems import nearest

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Policy
    from guanxi.storage.connection import Connection

__all__ = ["check_action", "explain"]

_WRITING = frozenset({"create", "update"})


def check_action(policy: "Policy", action: str, object_name: str) -> None:
    """Refuse what is neither a right on objects nor a button of this one, or no right of the workspace."""
    item = policy.catalog.find(object_name)
    if object_name == "system":
        known = frozenset(SYSTEM_RIGHTS)
    elif item is None:
        return
    else:
        known = ALL_RIGHTS | {action.name for action in policy.catalog.actions.get(item.name, ())}
    if action not in known:
        params = {"name": action[:100], "nearest": nearest(action, sorted(known))}
        raise Malformed(problems=[Problem("action", "unknown_action", params)])


def explain(
    policy: "Policy", connection: "Connection", principal: "Principal", action: str, object_name: str, *,
    record: str | None = None, field: str | None = None, now: dt.datetime, zone: dt.tzinfo,
) -> Explanation:  # fmt: skip
    """Return whether the principal may do the action on the object, a record of it or a field of it, and why.

    Actions are object rights such as read or delete, buttons by name, and with the object `system` the system rights.
    """
    if principal.is_system:
        steps = [Step("principal", "allow", "system", {"reason": principal.reason or ""})]
        return Explanation(True, principal.name, action, object_name, record, field, tuple(steps))
    known = policy.catalog.find(object_name)
    if known is None and object_name != "system":
        steps = [Step("right", "deny", "object_unknown")]
        return Explanation(False, principal.name, action, object_name, record, field, tuple(steps))
    name = known.name if known is not None else object_name
    steps = list(right_steps(policy, principal, action, name))
    allowed, masked = may_right(policy, principal, action, name), False
    if known is not None and field is not None:
        member = known.find(field)
        if member is None or member.internal:
            steps.append(Step("field", "deny", "field_unknown"))
            allowed = False
        else:
            writes, rights = action in _WRITING, policy.rights_of(principal)
            steps += field_steps(policy, principal, name, member.name, writes=writes)
            allowed = allowed and member.name in (rights.writable(name) if writes else rights.readable(name))
            masked = not writes and member.name in rights.masked(name)
    if known is not None and record is not None:
        around = Surroundings(policy, principal, now, zone, policy.guards.key(policy.catalog, principal, name))
        found = record_steps(around, connection, name, record, _level(policy, action, name))
        steps += found
        reached = any(step.place == "sharing" and step.effect == "allow" for step in found)
        allowed = allowed and reached and all(step.effect != "deny" for step in found)
    return Explanation(allowed, principal.name, action, name, record, field, tuple(steps), masked)


def _level(policy: "Policy", action: str, object_name: str) -> Level:
    """Return how far a record must be reached for an action."""
    button = None if action in ALL_RIGHTS else button_of(policy.catalog, object_name, action)
    return LEVEL_OF_RIGHT.get(action, "read") if button is None else level_of_button(button)
