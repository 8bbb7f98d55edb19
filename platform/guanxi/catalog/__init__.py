"""The compiled metadata that everything above reads: one immutable catalog a revision."""

from guanxi.catalog.catalog import Catalog, PluginInfo, Setting
from guanxi.catalog.items import Alias, ItemRow, ItemState
from guanxi.catalog.objects import (
    EVERY,
    ChildRelation,
    Field,
    FieldColumn,
    Index,
    ObjectType,
    Rollup,
    Rule,
    StateMachine,
    Transition,
    UniqueKey,
)
from guanxi.catalog.picklists import Picklist, PicklistValue
from guanxi.catalog.policies import FieldGrant, Mute, Restriction, Role, RoleObject, Sharing, SharingRule, Target
from guanxi.text.label import Label

__all__ = [
    "Alias",
    "Catalog",
    "ChildRelation",
    "EVERY",
    "Field",
    "FieldColumn",
    "FieldGrant",
    "Index",
    "ItemRow",
    "ItemState",
    "Label",
    "Mute",
    "ObjectType",
    "Picklist",
    "PicklistValue",
    "PluginInfo",
    "Restriction",
    "Role",
    "RoleObject",
    "Rollup",
    "Rule",
    "Setting",
    "Sharing",
    "SharingRule",
    "StateMachine",
    "Target",
    "Transition",
    "UniqueKey",
]
