"""The command that fills a workspace with demo data and tells how to sign in."""

import os
from pathlib import Path

import click

from guanxi.cli.people import give_password
from guanxi.cli.terminal import Terminal, answering
from guanxi.errors import Conflict

__all__ = ["seed_command"]

LOGINS = Path("var/demo_logins.txt")


@click.command("seed")
@click.option(
    "--profile", type=click.Choice(["tiny", "demo", "large"]), default="demo", show_default=True, help="How much data."
)
@answering
def seed_command(terminal: Terminal, profile: str) -> None:
    """Load demo data and print the demo sign-ins; harmless when it is there."""
    from guanxi_seed import DEMO_LOGINS, NEEDS, load

    context = terminal.context()
    if not any(item.package == NEEDS and item.state != "hidden" for item in context.catalog.objects.values()):
        raise Conflict(reason="demo_needs_package", name=NEEDS)
    with terminal.progress("Demo data", "演示数据", None) as progress:
        fresh = load(context, profile, progress)
    kept = LOGINS
    if fresh or not kept.is_file():
        lines = [
            f"{role}\t{login}\t{give_password(terminal, terminal.user(login).user_id, must_change=False)}"
            for role, login in DEMO_LOGINS
        ]
        _keep(kept, "\n".join(lines) + "\n")
    rows = [
        dict(zip(("role", "login", "password"), line.split("\t"), strict=True))
        for line in kept.read_text("utf-8").splitlines()
    ]
    terminal.answer({"logins": rows, "kept_in": str(kept)}) if terminal.as_json else terminal.table(rows)


def _keep(path: Path, text: str) -> None:
    """Write the passwords so that nobody but the owner of the file reads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
