"""The executable: one group of commands, each in the module of its concept."""

import click

from guanxi import __version__
from guanxi.cli import (
    auditing,
    bulk,
    exporting,
    formulas,
    importing,
    keys,
    metadata,
    operation,
    packages,
    people,
    records,
)
from guanxi.cli.language import BilingualGroup
from guanxi.cli.terminal import Terminal

__all__ = ["main"]


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


for module in (operation, metadata, packages, records, bulk, importing, exporting, people, formulas, auditing, keys):
    for command in module.COMMANDS:
        main.add_command(command)
