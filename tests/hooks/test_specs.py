"""The menu of hooks is whole: every entry is a specification, documented, and takes the arguments it promises."""

import inspect

import pluggy
import pytest
from guanxi.hooks import MENU, PROJECT, RecordHooks, hookimpl


def menu() -> list[str]:
    return [name for group in MENU for name, item in vars(group).items() if inspect.isfunction(item)]


@pytest.mark.parametrize("name", menu())
def test_every_hook_says_when_it_runs_and_is_a_specification(name: str) -> None:
    manager = pluggy.PluginManager(PROJECT)
    for group in MENU:
        manager.add_hookspecs(group)
    words = next(inspect.getdoc(vars(group)[name]) or "" for group in MENU if name in vars(group))

    assert hasattr(manager.hook, name)
    assert "Runs" in words


def test_an_implementation_may_take_fewer_arguments_but_no_unknown_ones() -> None:
    class Modest:
        @hookimpl
        def before_save(self, batch: object) -> None: ...

    class Greedy:
        @hookimpl
        def before_save(self, batch: object, wish: object) -> None: ...

    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(RecordHooks)
    manager.register(Modest())
    with pytest.raises(pluggy.PluginValidationError):
        manager.register(Greedy())
