"""Commands about the keys of encrypted fields."""

import click

from guanxi.cli.terminal import PARTLY, Terminal, answering
from guanxi.records.rotation import rotate, sealed_fields
from guanxi.sealing import new_keys

__all__ = ["COMMANDS"]


@click.group("keys")
def keys() -> None:
    """The keys of encrypted fields."""


@keys.command("new")
@answering
def keys_new(terminal: Terminal) -> None:
    """Print GUANXI_KEYS with a new key in front of those that are there; nothing is kept."""
    made = new_keys(terminal.settings.keys)
    if terminal.as_json:
        terminal.answer({"keys": made})
    else:
        click.echo(made)


@keys.command("rotate")
@answering
def keys_rotate(terminal: Terminal) -> None:
    """Seal every value of encrypted fields by the first key; after that the other keys may go."""
    told, lost = [], 0
    for member in sealed_fields(terminal.workspace):
        sealed, unopened = rotate(terminal.workspace, member)
        name, lost = f"{member.object}.{member.name}", lost + unopened
        told.append({"field": name, "sealed": sealed, "unopened": unopened})
        terminal.say(
            f"{name}: {sealed} sealed anew, {unopened} that no key opens.",
            f"{name}：重新加密 {sealed} 个，{unopened} 个无密钥可解。",
        )
    if terminal.as_json:
        terminal.answer({"fields": told})
    if lost:
        raise SystemExit(PARTLY)


COMMANDS = (keys,)
