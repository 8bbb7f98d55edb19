"""The part of an explanation that roles decide: object rights, field rights, scopes of a token."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.access.explanation import Step
from guanxi.access.policies import ACTIONS, CLEAR, READ, SYSTEM, WRITE, item_covers
from guanxi.access.pressing import button_of, may_press, needs_of
from guanxi.access.vocabulary import ALL_RIGHTS
from guanxi.catalog import EVERY

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Policy

__all__ = ["may_right", "right_steps", "field_steps"]


def may_right(policy: "Policy", principal: "Principal", action: str, object_name: str) -> bool:
    """Tell whether compiled rights allow the action: an object right, a button, or a right of the system."""
    rights = policy.rights_of(principal)
    if object_name == "system":
        return rights.system(action)
    if action in ALL_RIGHTS:
        return rights.can(object_name, action)
    button = button_of(policy.catalog, object_name, action)
    return button is not None and rights.can(object_name, "read") and may_press(rights, policy.catalog, button)


def right_steps(policy: "Policy", principal: "Principal", action: str, object_name: str) -> Iterator[Step]:
    """Yield the policies that grant or deny the action on the object."""
    if object_name != "system" and action not in ALL_RIGHTS:
        yield from _button_steps(policy, principal, action, object_name)
        return
    target, item, act = (SYSTEM, action, "use") if object_name == "system" else (object_name, "", action)
    steps = list(_matching(policy, principal, target, item, act, place="right", shown=(object_name, action)))
    yield from steps
    yield from _missing(
        policy, principal, steps, may=may_right(policy, principal, action, object_name), shown=(object_name, action)
    )


def _button_steps(policy: "Policy", principal: "Principal", name: str, object_name: str) -> Iterator[Step]:
    """Yield who grants the button; where it is granted, the rights that it takes and the fields it cannot write."""
    rights, shown = policy.rights_of(principal), (object_name, name)
    steps = list(_matching(policy, principal, ACTIONS, name, "use", place="right", shown=shown))
    yield from steps
    yield from _missing(policy, principal, steps, may=rights.may_act(name), shown=shown)
    button = button_of(policy.catalog, object_name, name)
    if button is None or not rights.may_act(name):
        return
    needs = tuple(needs_of(policy.catalog, button))
    taken = dict.fromkeys([(object_name, "read"), *((need.object, need.right) for need in needs)])
    for target, right in taken:
        yield from right_steps(policy, principal, right, target)
    for need in needs:
        for field in sorted(need.fields - rights.writable(need.object)):
            yield from field_steps(policy, principal, need.object, field, writes=True)


def field_steps(
    policy: "Policy", principal: "Principal", object_name: str, field_name: str, *, writes: bool
) -> Iterator[Step]:
    """Yield the policies that grant or deny reading or writing a field."""
    rights, item = policy.rights_of(principal), policy.catalog.object(object_name)
    member = item.field(field_name)
    shown = (f"{object_name}.{member.name}", "write" if writes else "read")
    steps = list(
        _matching(policy, principal, object_name, member.name, WRITE if writes else READ, place="field", shown=shown)
    )
    if member.system and not writes:
        steps.append(Step("field", "allow", "system_field"))
    if writes and not member.writable:
        steps.append(Step("field", "deny", "not_writable"))
    elif writes and member.name == "owner":
        held = rights.can(object_name, "transfer")
        steps.append(Step("field", "allow" if held else "none", "owner_needs_transfer"))
    may = member.name in (rights.writable(object_name) if writes else rights.readable(object_name))
    yield from steps
    yield from _missing(policy, principal, steps, may=may, shown=shown, place="field")
    if not writes and member.name in rights.masked(object_name):
        clear = _matching(policy, principal, object_name, member.name, CLEAR, place="field", shown=(shown[0], "clear"))
        yield from clear
        yield Step("field", "none", "masked")


def _matching(
    policy: "Policy", principal: "Principal", target: str, item: str, act: str, *, place: str, shown: tuple[str, str]
) -> Iterator[Step]:
    for held, (role, obj, pattern, allowed, effect) in policy.rows(principal.roles):
        if obj not in {EVERY, target} or allowed not in {EVERY, act} or not item_covers(pattern, item):
            continue
        code = "right_muted" if effect == "deny" else "right_granted" if held == role else "right_granted_through"
        params = {
            "role": role,
            "held": held,
            "act": shown[1],
            "target": shown[0],
            "policy": [role, obj, pattern, allowed, effect],
        }
        yield Step(place, effect, code, params)  # type: ignore[arg-type]  # effects of policies are allow and deny


def _missing(
    policy: "Policy",
    principal: "Principal",
    steps: list[Step],
    *,
    may: bool,
    shown: tuple[str, str],
    place: str = "right",
) -> Iterator[Step]:
    if may or any(step.effect == "deny" for step in steps):
        return
    guard = policy.guards.missing.get(shown[0].partition(".")[0])
    if guard is not None:
        yield Step(place, "deny", "guard_missing", {"target": shown[0], "package": guard})  # type: ignore[arg-type]
        return
    granted = any(step.effect == "allow" for step in steps)
    if granted and principal.scopes is not None:
        yield Step(place, "deny", "scope_missing", {"scopes": " ".join(sorted(principal.scopes))})  # type: ignore[arg-type]
    elif granted:
        yield Step(place, "deny", "read_missing", {"target": shown[0].partition(".")[0]})  # type: ignore[arg-type]
    else:
        yield Step(place, "deny", "right_missing", {"target": shown[0], "act": shown[1]})  # type: ignore[arg-type]
