"""The command that shares one record by hand."""

from typing import TYPE_CHECKING

import click

from guanxi.cli.terminal import Terminal, answering, as_user
from guanxi.records.share_rows import Share, grantee_of
from guanxi.records.sharing import change_shares, shares_of

if TYPE_CHECKING:
    from guanxi.access.vocabulary import Level

__all__ = ["COMMANDS"]


@click.command("share")
@click.argument("object_name", metavar="OBJECT")
@click.argument("record_id", metavar="ID")
@click.option("--read", "readers", metavar="GRANTEE", multiple=True, help="Who may see it from now on, by id.")
@click.option("--write", "writers", metavar="GRANTEE", multiple=True, help="Who may change it from now on, by id.")
@click.option("--take", "taken", metavar="GRANTEE", multiple=True, help="From whom it is taken back, by id.")
@click.option("--team", is_flag=True, help="Those it is given to become the record's team.")
@answering
@as_user
def share(
    terminal: Terminal, object_name: str, record_id: str, readers: tuple[str, ...], writers: tuple[str, ...],
    taken: tuple[str, ...], *, team: bool,
) -> None:  # fmt: skip
    """Show with whom a record is shared by hand, or share it."""
    levels: tuple[tuple[Level, tuple[str, ...]], ...] = (("read", readers), ("write", writers))
    given = [Share(grantee_of(grantee), level, team) for level, grantees in levels for grantee in grantees]
    context = terminal.context()
    changed = given or taken
    shares = (
        change_shares(context, object_name, record_id, given=given, taken=[grantee_of(one) for one in taken])
        if changed
        else shares_of(context, object_name, record_id)
    )
    if terminal.as_json:
        terminal.answer({"data": [one.as_json() for one in shares]})
        return
    if not shares:
        terminal.say("It is shared with nobody by hand.", "未手动共享给任何人。")
        return
    terminal.table([
        {"grantee": one.name or one.grantee, "kind": one.kind, "level": one.level, "team": one.team} for one in shares
    ])  # fmt: skip


COMMANDS = (share,)
