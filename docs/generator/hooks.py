"""The page of hooks."""

import inspect

from guanxi.hooks import MENU

__all__ = ["hooks"]


def hooks() -> str:
    """Return the page."""
    module = inspect.getmodule(MENU[0])
    parts = ["# Hooks", inspect.cleandoc((module and module.__doc__) or "")]
    for group in MENU:
        parts.append(f"**{inspect.cleandoc(group.__doc__ or '')}**")
        for name, hook in ((name, hook) for name, hook in vars(group).items() if not name.startswith("_")):
            arguments = [argument for argument in inspect.signature(hook).parameters if argument != "self"]
            parts += [f"## {name}", f"`{name}({', '.join(arguments)})`", inspect.cleandoc(hook.__doc__ or "")]
    return "\n\n".join(parts)
