"""Commands about formulas: check one against an object, measure a collection."""

from pathlib import Path

import click

from guanxi.catalog.scope import ObjectScope
from guanxi.cli.terminal import REFUSED, Terminal, answering
from guanxi.formula import FormulaInvalid, FormulaSyntax, caret, check, corpus, describe

__all__ = ["COMMANDS"]


@click.group("formula")
def formula() -> None:
    """The formula language."""


@formula.command("check")
@click.option("--object", "object_name", required=True, metavar="OBJECT", help="The object the formula is about.")
@click.argument("text")
@answering
def formula_check(terminal: Terminal, object_name: str, text: str) -> None:
    """Say the type of a formula, or what is wrong with it and where."""
    catalog = terminal.workspace.snapshot().catalog
    try:
        checked = check(text, ObjectScope(catalog, catalog.object(object_name).name))
    except (FormulaSyntax, FormulaInvalid) as error:
        if terminal.as_json:
            problems = [
                {
                    "code": found.code, "message": describe(found, terminal.language),
                    "start": found.start, "end": found.end,
                }
                for found in error.found
            ]  # fmt: skip
            terminal.answer({"valid": False, "problems": problems})
            raise SystemExit(REFUSED) from error
        for found in error.found:
            click.echo(describe(found, terminal.language), err=True)
            click.echo(caret(text, found), err=True)
        raise SystemExit(REFUSED) from error
    told = {"valid": True, "type": checked.type.value, "filterable": checked.filterable}
    terminal.answer(told) if terminal.as_json else click.echo(checked.type.value)


@formula.command("corpus")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@answering
def formula_corpus(terminal: Terminal, file: Path) -> None:
    """Measure how many formulas of a JSON lines file parse and type-check; needs no database."""
    del terminal
    with file.open(encoding="utf-8") as lines:
        click.echo(corpus(lines).to_json())


COMMANDS = (formula,)
