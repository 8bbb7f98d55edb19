"""The page of commands."""

from collections.abc import Iterator

import click
from guanxi.cli.main import main

from docs.generator.markdown import code, first_sentence, table

__all__ = ["commands"]

_SHARED = frozenset({"help", "as_json"})


def commands() -> str:
    """Return the page."""
    head = (
        "# Command line\n\n"
        "In a clone the executable is `.venv/bin/guanxi`; put its folder on the path with\n"
        '`export PATH="$PWD/.venv/bin:$PATH"`. Every command takes `--help` and `--json`, which answers in JSON on\n'
        "standard output. The database is named by `GUANXI_DATABASE_URL`, or before the command:\n"
        "`guanxi --database URL COMMAND`. Words come in Chinese where the locale is Chinese, else in English.\n\n"
        "Exit codes: 0 done, 1 refused, 2 wrong use of the command line, 3 done in part.\n"
    )
    return head + "\n".join(_section(name, command) for name, command in _walk("guanxi", main))


def _walk(name: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for part, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _walk(f"{name} {part}", command)
        else:
            yield f"{name} {part}", command


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    own = [one for one in command.params if isinstance(one, click.Option) and one.name not in _SHARED]
    rows = [(code(" ".join(_spelled(option))), option.help or "", _default(option)) for option in own]
    options = f"\n{table(['option', 'what it does', 'default'], rows)}\n" if rows else ""
    return f"\n## {name}\n\n`{f'{name} {usage}'.strip()}`\n\n{first_sentence(command.help)}\n{options}"


def _spelled(option: click.Option) -> list[str]:
    takes = [] if option.is_flag else [option.metavar or _taken(option)]
    return [" / ".join(option.opts), *takes]


def _taken(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.type.name.upper().replace(" RANGE", "")


def _default(option: click.Option) -> str:
    given = option.default
    return code(given) if given and isinstance(given, str | int) and not option.is_flag else ""
