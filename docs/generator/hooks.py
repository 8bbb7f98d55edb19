"""The page of hooks."""

import inspect

from guanxi.hooks import RecordHooks

__all__ = ["hooks"]


def hooks() -> str:
    """Return the page."""
    module = inspect.getmodule(RecordHooks)
    parts = ["# Hooks", inspect.cleandoc((module and module.__doc__) or "")]
    for name, hook in vars(RecordHooks).items():
        if not name.startswith("_"):
            arguments = [argument for argument in inspect.signature(hook).parameters if argument != "self"]
            parts += [f"## {name}", f"`{name}({', '.join(arguments)})`", inspect.cleandoc(hook.__doc__ or "")]
    return "\n\n".join(parts)
