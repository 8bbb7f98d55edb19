"""Commands about the audit trail."""

import click

from guanxi.automation.sequencer import seal_pending, verify_chain
from guanxi.cli.terminal import REFUSED, Terminal, answering

__all__ = ["COMMANDS"]


@click.group("audit")
def audit() -> None:
    """The audit trail."""


@audit.command("verify")
@answering
def audit_verify(terminal: Terminal) -> None:
    """Seal what waits and check the chain of hashes from its first link to its last."""
    seal_pending(terminal.workspace.database)
    count, broken = verify_chain(terminal.workspace.database)
    if terminal.as_json:
        terminal.answer({"rows": count, "broken_at": broken})
    elif broken is None:
        terminal.say(f"{count} rows, the chain is whole.", f"共 {count} 行，链条完整。")
    else:
        terminal.say(f"The chain is broken at row {broken}.", f"链条在第 {broken} 行断裂。")
    if broken is not None:
        raise SystemExit(REFUSED)


COMMANDS = (audit,)
