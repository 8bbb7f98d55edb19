"""What plugins may hook into: the menu of moments and the shapes of what a hook is handed."""

from guanxi.hooks.protocols import Actor, Batch, Context, Event, Operation, Row
from guanxi.hooks.specs import PROJECT, RecordHooks, hookimpl, hookspec

__all__ = ["PROJECT", "Actor", "Batch", "Context", "Event", "Operation", "RecordHooks", "Row", "hookimpl", "hookspec"]
