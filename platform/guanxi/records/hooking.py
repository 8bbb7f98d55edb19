"""Calls the hooks of plugins on a batch, and says which plugin failed when one raises."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from guanxi.errors import GuanxiError, Invalid, Problem
from guanxi.records.batch import Batch

if TYPE_CHECKING:
    from pluggy import HookImpl

__all__ = ["call_hooks", "hook_callers"]


Moment: TypeAlias = Literal["before_validate", "before_save", "after_save"]


def hook_callers(batch: Batch, name: Moment) -> "tuple[HookImpl, ...]":
    """Return what the enabled plugins do at a moment of a save, in the order in which they are called."""
    context, plugins = batch.context, batch.context.workspace.plugins
    return context.memo(("hooks", name), lambda: plugins.callers(name, frozenset(context.catalog.plugins)))


def call_hooks(batch: Batch, name: Moment) -> None:
    """Let every enabled plugin act on the batch, one after the other."""
    callers = hook_callers(batch, name)
    if not batch.rows or not callers:
        return
    if batch.frozen:
        for row in batch.rows:
            row.freeze()
    offered = {"batch": batch, "context": batch.context}
    for caller in callers:
        try:
            caller.function(*(offered[argument] for argument in caller.argnames))
        except Invalid as error:
            # What the plugin itself tried to save was refused: the words stay, the places are not the caller's.
            raise Invalid(problems=[replace(problem, field=None, row=None) for problem in error.problems]) from error
        except GuanxiError:
            raise
        except Exception as error:
            problem = Problem(None, "plugin_failed", {"plugin": caller.plugin_name, "hook": name})
            raise Invalid(problems=[problem]) from error
