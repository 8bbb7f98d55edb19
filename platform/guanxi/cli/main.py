"""The executable: one group of commands, each in the module of its concept."""

from importlib import import_module

import click

from guanxi import __version__
from guanxi.cli.language import BilingualGroup
from guanxi.cli.late import LateCommands
from guanxi.cli.terminal import Terminal

__all__ = ["MODULES", "main"]

MODULES = {
    "operation": ("init", "migrate", "serve", "worker", "seed", "doctor"),
    "metadata": (
        "plan",
        "apply",
        "revisions",
        "rollback",
        "purge",
        "retire",
        "where-used",
        "dictionary",
        "texts",
        "hints",
    ),
    "packages": ("plugin",),
    "records": ("query", "aggregate", "action", "composite", "explain"),
    "bulk": ("bulk",),
    "sharing": ("share",),
    "importing": ("import", "import-undo"),
    "exporting": ("export",),
    "people": ("user", "token"),
    "formulas": ("formula",),
    "auditing": ("audit",),
    "keys": ("keys",),
}
"""The names of the commands by the module of this package that has them as its COMMANDS."""

_PLACES = {name: module for module, names in MODULES.items() for name in names}


def _command(name: str) -> click.Command:
    commands: tuple[click.Command, ...] = import_module(f"guanxi.cli.{_PLACES[name]}").COMMANDS
    return next(command for command in commands if command.name == name)


@click.group(cls=BilingualGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guanxi")
@click.option(
    "--database", "database_url", metavar="URL", help="The database; else GUANXI_DATABASE_URL, else var/guanxi.db."
)
@click.pass_context
def main(context: click.Context, database_url: str | None) -> None:
    """Guanxi 关系: a low-code CRM platform.

    Exit codes: 0 done, 1 refused, 2 wrong use of the command line, 3 done in part.
    """
    context.obj = Terminal(database_url)


main.commands = LateCommands(_PLACES, _command)
