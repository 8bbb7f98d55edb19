"""Commands that run the product: init, migrate, serve, worker, seed, doctor."""

import signal
import threading
from dataclasses import replace

import click

from guanxi.automation.service import Service
from guanxi.change.install import initialise
from guanxi.cli.doctor import findings_of
from guanxi.cli.handlers import HANDLERS
from guanxi.cli.rooms import rooms
from guanxi.cli.seeding import seed_command
from guanxi.cli.terminal import PARTLY, Terminal, answering

__all__ = ["COMMANDS"]


@click.command("init")
@answering
def init(terminal: Terminal) -> None:
    """Create the database with core and base; harmless when it is there."""
    done = initialise(terminal.workspace)
    if terminal.as_json:
        terminal.answer({"revision": done.revision})
    terminal.say(f"The database is ready at revision {done.revision}.", f"数据库已就绪，修订号 {done.revision}。")


@click.command("migrate")
@answering
def migrate_command(terminal: Terminal) -> None:
    """Bring the database, with core and base in it, to what this version needs."""
    done = initialise(terminal.workspace)
    if terminal.as_json:
        terminal.answer({"migrated": True, "revision": done.revision})
    revision = done.revision
    terminal.say(f"The database is up to date at revision {revision}.", f"数据库已是最新，修订号 {revision}。")


@click.command("serve")
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option("--workers", type=click.IntRange(1, 256), help="Web processes.")
@answering
def serve_command(terminal: Terminal, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve pages and the API, and work on jobs."""
    from guanxi.web.serve import serve

    given = terminal.settings
    settings = replace(
        given,
        host=host or given.host,
        port=given.port if port is None else port,
        workers=workers or given.workers,
    )
    with terminal.workspace.database.read():
        terminal.close()  # an absent database is told here, not by every worker in turn
    serve(settings, HANDLERS, rooms)


@click.command("worker")
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 64), help="Jobs at a time.")
@answering
def worker(terminal: Terminal, threads: int) -> None:
    """Work on jobs, number events and hand them on, until stopped."""
    service, stopped = Service(terminal.workspace, HANDLERS), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    service.start(job_threads=threads)
    terminal.say("The worker is at work; stop it with Ctrl-C.", "后台进程已启动，按 Ctrl-C 停止。")
    stopped.wait()
    service.stop()


@click.command("doctor")
@answering
def doctor(terminal: Terminal) -> None:
    """Look for what needs an operator: failed builds and jobs, rows not sealed, plugins that did not load."""
    found = findings_of(terminal.workspace)
    if terminal.as_json:
        terminal.answer({"findings": [item.as_json(terminal.language) for item in found]})
    else:
        for item in found:
            click.echo(item.text(terminal.language))
        if not found:
            terminal.say("Nothing needs attention.", "一切正常。")
    if found:
        raise SystemExit(PARTLY)


COMMANDS = (init, migrate_command, serve_command, worker, seed_command, doctor)
