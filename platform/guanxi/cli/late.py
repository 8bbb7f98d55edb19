"""Commands that are loaded when they are called, so that one does not wait for the imports of the others."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping

import click

__all__ = ["LateCommands"]


class LateCommands(MutableMapping[str, click.Command]):
    """The commands of a group by name; each is made when it is first asked for."""

    def __init__(self, names: Iterable[str], make: Callable[[str], click.Command]) -> None:
        self._made: dict[str, click.Command | None] = dict.fromkeys(names)
        self._make = make

    def __getitem__(self, name: str) -> click.Command:
        made = self._made[name]
        if made is None:
            made = self._made[name] = self._make(name)
        return made

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)
