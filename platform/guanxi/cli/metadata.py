"""Commands that change metadata: plan, apply, revisions, rollback, and what looks over all of it."""

from pathlib import Path

import click

from guanxi.change.apply import apply
from guanxi.change.dictionary import as_csv, as_markdown, dictionary
from guanxi.change.hints import hints_of
from guanxi.change.naming import Naming
from guanxi.change.plan import plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.uses import uses
from guanxi.change.wanted import Wanted
from guanxi.change.wording import wording
from guanxi.cli.planning import MESSAGE, NO_WAIT, YES, finish, refuse_faults, settle, show_plan, wanted_of
from guanxi.cli.terminal import Terminal, answering, as_user
from guanxi.metadata.layers import merge
from guanxi.workspace.stored import stored_layers

__all__ = ["COMMANDS"]

BLANK = click.option(
    "--blank", "blank", multiple=True, metavar="OBJECT.FIELD",
    help="Let values of this field become blank where they do not fit its new type.",
)  # fmt: skip
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))


@click.command("plan")
@PATHS
@BLANK
@answering
def plan_command(terminal: Terminal, paths: tuple[Path, ...], blank: tuple[str, ...]) -> None:
    """Show what applying packages or documents would do."""
    made = plan(terminal.workspace, wanted_of(paths, blanked=blank), reader=terminal.principal)
    refuse_faults(made)
    show_plan(terminal, made)


@click.command("apply")
@PATHS
@BLANK
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def apply_command(
    terminal: Terminal, paths: tuple[Path, ...], blank: tuple[str, ...], message: str, *, yes: bool, no_wait: bool
) -> None:
    """Apply packages or documents, all or nothing."""
    wanted = wanted_of(paths, blanked=blank)
    made = plan(terminal.workspace, wanted, reader=terminal.principal)
    settle(terminal, made, yes=yes)
    done = apply(terminal.workspace, wanted, author=terminal.principal, message=message, plan_id=made.id)
    finish(terminal, done, no_wait=no_wait)


@click.command("revisions")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many revisions at most."
)
@answering
def revisions_command(terminal: Terminal, limit: int) -> None:
    """List the newest changes of the metadata."""
    found = [item.as_json() for item in revisions(terminal.workspace, limit=limit)]
    if terminal.as_json:
        terminal.answer({"data": found})
        return
    for row in found:
        names = ", ".join(f"{change['kind']}/{change['name']}" for change in row["changes"][:5])
        more = f" … (+{len(row['changes']) - 5})" if len(row["changes"]) > 5 else ""
        click.echo(f"{row['number']:>5}  {row['at']}  {row['message']}  {names}{more}")


@click.command("rollback")
@click.argument("target", metavar="N|KIND/NAME[/PATH]@N")
@BLANK
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def rollback_command(
    terminal: Terminal, target: str, blank: tuple[str, ...], message: str, *, yes: bool, no_wait: bool
) -> None:
    """Undo a revision, one item of it or one property, by a new change."""
    place, _, number = target.rpartition("@")
    kind, _, rest = place.partition("/")
    name, *path = rest.split("/")
    if not number.isdigit() or (place and not name):
        raise click.BadParameter("expected a revision number or KIND/NAME@NUMBER", param_hint="TARGET")
    item = (kind, name) if place else None
    wanted = undoing(terminal.workspace, int(number), item=item, path=path, blanked=frozenset(blank))
    made = plan(terminal.workspace, wanted, reader=terminal.principal)
    settle(terminal, made, yes=yes)
    done = apply(
        terminal.workspace, wanted, author=terminal.principal, message=message or f"undo {target}", plan_id=made.id
    )
    finish(terminal, done, no_wait=no_wait)


@click.command("purge")
@click.argument("names", nargs=-1, required=True, metavar="OBJECT|OBJECT.FIELD …")
@MESSAGE
@YES
@answering
@as_user
def purge_command(terminal: Terminal, names: tuple[str, ...], message: str, *, yes: bool) -> None:
    """Drop hidden objects and fields with their values, for ever."""
    _carried_out(terminal, Wanted(purged=frozenset(names)), message or f"purge {', '.join(names)}", yes=yes)


@click.command("where-used")
@click.argument("target", metavar="OBJECT[.FIELD|.record_type.TYPE]|KIND/NAME[.PART]")
@answering
def where_used_command(terminal: Terminal, target: str) -> None:
    """List what names an item, a field, a record type or a value."""
    kind, _, rest = target.rpartition("/")
    name, _, part = rest.partition(".")
    found = [use.as_json() for use in uses(terminal.workspace, kind or "object", name, part=part or None)]
    if terminal.as_json:
        terminal.answer({"data": found})
        return
    for row in found:
        click.echo(f"{row['kind']}/{row['name']}{''.join(f' · {step}' for step in row['path'])}  ({row['package']})")
    if not found:
        terminal.say("Nothing uses it.", "没有内容使用它。")


@click.command("dictionary")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "markdown"]),
    default="markdown",
    show_default=True,
    help="How it is written.",
)
@answering
def dictionary_command(terminal: Terminal, form: str) -> None:
    """Write all objects and fields with their types, labels, helps and readers."""
    entries = dictionary(terminal.workspace.snapshot().policy)
    if terminal.as_json:
        terminal.answer({"data": [entry.as_json() for entry in entries]})
    else:
        click.echo(as_csv(entries) if form == "csv" else as_markdown(entries, terminal.language), nl=False)


@click.command("texts")
@click.argument("language", metavar="LANGUAGE")
@click.option("--missing", is_flag=True, help="Only those that nothing says in that language.")
@answering
def texts_command(terminal: Terminal, language: str, *, missing: bool) -> None:
    """List every text that people read with what translations say in a language, such as fr."""
    with terminal.workspace.database.read() as connection:
        merged = merge(stored_layers(connection))
    texts = [text for item in wording(merged, language) for text in item.texts if not missing or text.missing(language)]
    if terminal.as_json:
        terminal.answer({"data": [text.as_json() for text in texts]})
        return
    for text in texts:
        own = text.text.zh if terminal.language == "zh" else text.text.en
        click.echo(" · ".join((text.item, own, *(told for _, told in text.told[-1:]))))
    if not texts:
        terminal.say("Nothing is missing.", "没有缺失的翻译。")


@click.command("hints")
@answering
def hints_command(terminal: Terminal) -> None:
    """Tell what of the metadata nobody needs, or costs too much."""
    found = hints_of(terminal.workspace)
    naming = Naming((terminal.workspace.snapshot().catalog,), terminal.language)
    if terminal.as_json:
        terminal.answer({"data": [hint.as_json(naming) for hint in found]})
        return
    for hint in found:
        click.echo(f"{hint.kind}/{hint.name}  {hint.text(naming)}")
    if not found:
        terminal.say("Nothing is worth a look.", "没有需要留意的内容。")


@click.command("retire")
@click.argument(
    "names", nargs=-1, required=True, metavar="OBJECT|OBJECT.FIELD|OBJECT.record_type.TYPE|PICKLIST.VALUE …"
)
@MESSAGE
@YES
@answering
@as_user
def retire_command(terminal: Terminal, names: tuple[str, ...], message: str, *, yes: bool) -> None:
    """Let former names answer no longer, so that they can be used anew."""
    _carried_out(terminal, Wanted(retired=frozenset(names)), message or f"retire {', '.join(names)}", yes=yes)


def _carried_out(terminal: Terminal, wanted: Wanted, message: str, *, yes: bool) -> None:
    """Plan, ask and apply what needs no builds."""
    made = plan(terminal.workspace, wanted, reader=terminal.principal)
    settle(terminal, made, yes=yes)
    done = apply(terminal.workspace, wanted, author=terminal.principal, message=message, plan_id=made.id)
    finish(terminal, done, no_wait=True)


COMMANDS = (
    plan_command, apply_command, revisions_command, rollback_command, purge_command, retire_command, where_used_command,
    dictionary_command, texts_command, hints_command,
)  # fmt: skip
