"""Commands whose `--help` comes in the language of the terminal."""

import copy
import inspect
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import click

from guanxi.cli.late import LateCommands
from guanxi.cli.terminal import Terminal
from guanxi.errors import GuanxiError
from guanxi.text.help_words import COMMAND_WORDS, GROUP_WORDS, OPTION_WORDS

__all__ = ["BilingualGroup", "in_chinese"]

Command = TypeVar("Command", bound=click.Command)
_HEADINGS = {"Options": "选项", "Commands": "命令"}


class ChineseFormatter(click.HelpFormatter):
    """Writes the frame of a help text in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is spelled."""
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write the title of a list."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list; the sentence of `--help` is the library's own."""
        super().write_dl([(name, OPTION_WORDS.get(text, text)) for name, text in rows], col_max, col_spacing)


class ChineseContext(click.Context):
    """The context of a call whose help is Chinese."""

    formatter_class = ChineseFormatter


class BilingualGroup(click.Group):
    """The group of all commands, in Chinese on a Chinese terminal."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as the library declares it
        """Run the command line."""
        return click.Group.main(in_chinese(self) if _speaks_chinese() else self, *args, **kwargs)


def in_chinese(command: Command) -> Command:
    """Return a copy of a command, with all below it, whose help is Chinese."""
    found = copy.copy(command)
    found.context_class = ChineseContext
    words: Mapping[str, str] = GROUP_WORDS if isinstance(command, click.Group) else COMMAND_WORDS
    found.help = words.get(inspect.cleandoc(command.help or ""), command.help)
    found.params = [_parameter(one) for one in command.params]
    if isinstance(found, click.Group):
        english = found.commands
        found.commands = LateCommands(english, lambda name: in_chinese(english[name]))
    return found


def _parameter(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    found = copy.copy(parameter)
    found.help = OPTION_WORDS.get(parameter.help or "", parameter.help)
    return found


def _speaks_chinese() -> bool:
    """Whether the terminal does; a faulty setting is told by the command that needs it, not by its help."""
    try:
        return Terminal().language == "zh"
    except GuanxiError:
        return False
