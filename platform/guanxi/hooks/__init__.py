"""What plugins may hook into: the menu of moments and the shapes of what a hook is handed."""

from guanxi.hooks.protocols import Actor, Batch, Call, Context, Declarations, Declared, Event, Operation, Row
from guanxi.hooks.specs import MENU, PROJECT, RecordHooks, hookimpl, hookspec

__all__ = [
    "MENU", "PROJECT", "Actor", "Batch", "Call", "Context", "Declarations", "Declared", "Event", "Operation",
    "RecordHooks", "Row", "hookimpl", "hookspec",
]  # fmt: skip
