"""Role documents as casbin policies: who, on which object, on which field or name, may do what, allowed or denied.

A policy row is (role, object, item, act, effect). Object rights have the item `""`; fields have the acts `field:read`,
`field:clear` (read without a mask) and `field:write`; system rights and actions stand under objects of their own. An
item is a name, `*`, or `*!a!b` for all but some. A denial anywhere in the role set wins over every grant.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import casbin

from guanxi.catalog import EVERY, FieldGrant

if TYPE_CHECKING:
    from guanxi.catalog import Mute, Role, RoleObject

__all__ = ["ACTIONS", "CLEAR", "READ", "SYSTEM", "WRITE", "PolicyRow", "build_enforcer", "item_covers", "policy_rows"]

READ, CLEAR, WRITE = "field:read", "field:clear", "field:write"
SYSTEM, ACTIONS = "$system", "$action"
PolicyRow = tuple[str, str, str, str, str]
_DEEPEST_INHERITANCE = 64  # casbin stops at 10 of its own accord and would lose the rest silently

_MODEL = """
[request_definition]
r = sub, obj, item, act
[policy_definition]
p = sub, obj, item, act, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = (p.act == "*" || p.act == r.act) && (p.obj == "*" || p.obj == r.obj) && covers(p.item, r.item) && g(r.sub, p.sub)
"""


def item_covers(pattern: str, item: str) -> bool:
    """Tell whether an item pattern of a policy covers an item: `*!a!b` covers every named item but a and b."""
    if pattern == item:
        return True
    return item != "" and pattern.startswith(EVERY) and item not in pattern.split("!")[1:]


def build_enforcer(roles: Iterable["Role"]) -> casbin.Enforcer:
    """Return a casbin enforcer that holds the roles, their inheritance and all their policies."""
    enforcer = casbin.Enforcer(casbin.Enforcer.new_model(text=_MODEL))
    enforcer.get_role_manager().max_hierarchy_level = _DEEPEST_INHERITANCE
    enforcer.add_function("covers", item_covers)
    known = tuple(roles)
    enforcer.add_policies(list(dict.fromkeys(row for role in known for row in policy_rows(role))))
    enforcer.add_grouping_policies([(role.name, parent) for role in known for parent in dict.fromkeys(role.inherits)])
    return enforcer


def policy_rows(role: "Role") -> Iterable[PolicyRow]:
    """Yield the policies that a role document says of itself, without what it inherits."""
    for entry in role.objects:
        yield from _object_rows(role.name, entry)
    for mute in role.mutes:
        yield from _mute_rows(role.name, mute)
    for name in sorted(role.actions):
        yield role.name, ACTIONS, name, "use", "allow"
    for name in sorted(role.system):
        yield role.name, SYSTEM, name, "use", "allow"


def _object_rows(role: str, entry: "RoleObject") -> Iterable[PolicyRow]:
    for right in sorted(entry.rights):
        yield role, entry.object, "", right, "allow"
    for item in _items(entry.read):
        yield role, entry.object, item, READ, "allow"
    for item in _items(entry.read, entry.mask):
        yield role, entry.object, item, CLEAR, "allow"
    for item in _items(entry.write):
        yield role, entry.object, item, WRITE, "allow"


def _mute_rows(role: str, mute: "Mute") -> Iterable[PolicyRow]:
    for right in sorted(mute.rights):
        yield role, mute.object, "", right, "deny"
    # What one may not read does not exist for one, so it cannot be written either.
    for act, grant in ((READ, mute.read), (CLEAR, mute.read), (WRITE, mute.read), (WRITE, mute.write)):
        for item in _items(grant):
            yield role, mute.object, item, act, "deny"


def _items(grant: FieldGrant, without: frozenset[str] = frozenset()) -> Iterable[str]:
    if grant.every:
        yield "!".join((EVERY, *sorted(without)))
    else:
        yield from sorted(grant.names - without)
