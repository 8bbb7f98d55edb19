"""The command that exports records."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click

from guanxi import clock
from guanxi.access.audit import write_audit
from guanxi.automation.exports import export_entry
from guanxi.cli.terminal import Terminal, answering, as_user
from guanxi.exporting.order import ExportFormat, Naming, order_from
from guanxi.exporting.run import run_export

__all__ = ["COMMANDS"]

_NAMING = click.Choice(get_args(Naming))


@click.command("export")
@click.argument("object_name", metavar="OBJECT")
@click.option("--filter", "filter_", metavar="FORMULA", help="Which records, such as \"stage = 'won'\".")
@click.option("--search", metavar="TEXT", help="Words that the name or another searchable field must hold.")
@click.option("--view", metavar="NAME", help="A view that says what the other options do not.")
@click.option("--fields", help="Fields and paths with commas between them; without them all.")
@click.option("--sort", help="Fields, each with - in front for descending order.")
@click.option("--format", "format_", type=click.Choice(get_args(ExportFormat)), help="The kind of file (csv).")
@click.option("--headers", type=_NAMING, help="Titles: names of fields, as import reads them, or labels.")
@click.option("--values", type=_NAMING, help="Picklist values by name and records by id, or both as people know them.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the file goes; else OBJECT.FORMAT."
)
@answering
@as_user
def export_command(
    terminal: Terminal, object_name: str, filter_: str | None, search: str | None, view: str | None,
    fields: str | None, sort: str | None, format_: str | None, headers: str | None, values: str | None,
    output: Path | None,
) -> None:  # fmt: skip
    """Export records as a file."""
    given = {
        "filter": filter_, "search": search, "view": view, "fields": fields, "sort": sort, "format": format_,
        "headers": headers, "values": values,
    }  # fmt: skip
    context = terminal.context()
    order = order_from(context, object_name, {name: value for name, value in given.items() if value is not None})
    path = output or Path(f"{order.object}.{order.format}")
    with terminal.workspace.database.write() as connection:
        write_audit(connection, context.principal, [export_entry(order, file=path.name)], now=clock.now())
    with terminal.progress(f"Exporting {order.object}", f"正在导出 {order.object}", None) as show:
        exported = run_export(order, terminal.context, path, progress=_shown(show))
    if terminal.as_json:
        terminal.answer({**asdict(exported), "file": str(path)})
    else:
        terminal.say(f"{exported.rows} rows in {path}.", f"已导出 {exported.rows} 行到 {path}。")


def _shown(show: Callable[[int], None]) -> Callable[[int, int | None], None]:
    return lambda done, total: show(done)


COMMANDS = (export_command,)
