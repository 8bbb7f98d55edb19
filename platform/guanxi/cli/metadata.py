"""Commands that change metadata: plan, apply, revisions, rollback, and packages."""

import sys
from pathlib import Path

import click

from guanxi.automation.worker import Worker
from guanxi.change.apply import Applied, apply
from guanxi.change.install import install, installed, package_of, uninstall
from guanxi.change.plan import Plan, plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.cli.handlers import HANDLERS
from guanxi.cli.terminal import PARTLY, REFUSED, Terminal, answering, as_user
from guanxi.errors import Invalid
from guanxi.metadata.load import MANIFEST, read_loose, read_package

__all__ = ["COMMANDS"]


def wanted_of(paths: tuple[Path, ...]) -> Wanted:
    """Read what the paths hold: folders with a plugin.yaml are whole packages, everything else loose documents."""
    packages = tuple(read_package(path) for path in paths if (path / MANIFEST).is_file())
    documents, findings = read_loose(path for path in paths if not (path / MANIFEST).is_file())
    return Wanted(packages, documents=tuple(documents), findings=tuple(findings))


PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
MESSAGE = click.option("-m", "--message", default="", help="Why, for the history.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")
NO_WAIT = click.option("--no-wait", is_flag=True, help="Leave builds to workers instead of doing them now.")


@click.command("plan")
@PATHS
@answering
def plan_command(terminal: Terminal, paths: tuple[Path, ...]) -> None:
    """Show what applying packages or documents would do."""
    made = plan(terminal.workspace, wanted_of(paths))
    if made.errors:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])
    show_plan(terminal, made)


@click.command("apply")
@PATHS
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def apply_command(terminal: Terminal, paths: tuple[Path, ...], message: str, *, yes: bool, no_wait: bool) -> None:
    """Apply packages or documents, all or nothing."""
    wanted = wanted_of(paths)
    made = plan(terminal.workspace, wanted)
    if made.errors:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])
    if not terminal.as_json:
        show_plan(terminal, made)
    if not _agreed(terminal, made, yes=yes):
        raise SystemExit(REFUSED)
    done = apply(terminal.workspace, wanted, author=terminal.principal, message=message, plan_id=made.id)
    finish(terminal, done, no_wait=no_wait)


@click.command("revisions")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
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
@click.argument("target", metavar="N|KIND/NAME@N")
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def rollback_command(terminal: Terminal, target: str, message: str, *, yes: bool, no_wait: bool) -> None:
    """Undo a revision, or one item of it, by a new change."""
    place, _, number = target.rpartition("@")
    kind, _, name = place.partition("/")
    if not number.isdigit() or (place and not name):
        raise click.BadParameter("expected a revision number or KIND/NAME@NUMBER", param_hint="TARGET")
    wanted = undoing(terminal.workspace, int(number), item=(kind, name) if place else None)
    made = plan(terminal.workspace, wanted)
    if made.errors:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])
    if not terminal.as_json:
        show_plan(terminal, made)
    if not _agreed(terminal, made, yes=yes):
        raise SystemExit(REFUSED)
    text = message or f"undo {target}"
    finish(terminal, apply(terminal.workspace, wanted, author=terminal.principal, message=text), no_wait=no_wait)


@click.group("plugin")
def plugin() -> None:
    """Packages of metadata and hooks."""


@plugin.command("list")
@answering
def plugin_list(terminal: Terminal) -> None:
    """List packages that are installed or could be."""
    present, failed = installed(terminal.workspace), terminal.workspace.plugins.failed
    rows = [
        {"name": name, "version": source.manifest.version, "installed": present.get(name), "failed": failed.get(name)}
        for name, source in terminal.workspace.sources.items()
    ]
    terminal.answer({"data": rows}) if terminal.as_json else terminal.table(rows)


@plugin.command("install")
@click.argument("names", nargs=-1, required=True)
@MESSAGE
@NO_WAIT
@answering
@as_user
def plugin_install(terminal: Terminal, names: tuple[str, ...], message: str, *, no_wait: bool) -> None:
    """Install packages with what they depend on; what is installed already stays as it is."""
    for name in names:
        package_of(terminal.workspace, name)
    done = install(terminal.workspace, *names, author=terminal.principal, message=message)
    finish(terminal, done, no_wait=no_wait)


@plugin.command("uninstall")
@click.argument("name")
@MESSAGE
@YES
@answering
@as_user
def plugin_uninstall(terminal: Terminal, name: str, message: str, *, yes: bool) -> None:
    """Take a package out; its data stays hidden in the database."""
    made = plan(terminal.workspace, Wanted(dropped=frozenset({name})))
    if not terminal.as_json and not made.errors:
        show_plan(terminal, made)
    if not _agreed(terminal, made, yes=yes):
        raise SystemExit(REFUSED)
    finish(terminal, uninstall(terminal.workspace, name, author=terminal.principal, message=message), no_wait=False)


COMMANDS = (plan_command, apply_command, revisions_command, rollback_command, plugin)


def show_plan(terminal: Terminal, made: Plan) -> None:
    """Write a plan: one line per change, its effects below."""
    told = made.as_json(terminal.language)
    if terminal.as_json:
        terminal.answer(told)
        return
    if not told["changes"]:
        terminal.say("Nothing would change.", "没有需要变更的内容。")
    signs = {"add": "+", "change": "~", "remove": "-"}
    for change in told["changes"]:
        path = "".join(f" · {step}" for step in change["path"])
        mark = " !" if change["destructive"] else ""
        click.echo(f"{signs[change['action']]} {change['kind']}/{change['name']}{path}{mark}")
        for effect in change["effects"]:
            click.echo(f"    {effect['message']}")
    for finding in made.findings:
        click.echo(finding.text(terminal.language), err=True)


def _agreed(terminal: Terminal, made: Plan, *, yes: bool) -> bool:
    """Ask a person before data goes out of sight; scripts are not asked."""
    if yes or terminal.as_json or not made.changes or not sys.stdin.isatty():
        return True
    return click.confirm("应用这些变更？" if terminal.language == "zh" else "Apply these changes?")


def finish(terminal: Terminal, done: Applied, *, no_wait: bool) -> None:
    """Do the builds of a change and say what stands now."""
    failed = []
    if done.jobs and not no_wait:
        worker = Worker(terminal.workspace, HANDLERS)
        for job_id in done.jobs:
            job = worker.work_off(job_id)
            if job.state != "done":
                failed.append({"job": job.id, "state": job.state, "error": job.error})
    if terminal.as_json:
        changes = done.plan.as_json(terminal.language)["changes"]
        terminal.answer({"revision": done.revision, "changes": changes, "jobs": list(done.jobs), "failed": failed})
    elif done.changed:
        terminal.say(f"Revision {done.revision} stands.", f"已生效，修订号 {done.revision}。")
    else:
        terminal.say(f"Nothing to change; revision {done.revision} stands.", f"无需变更，当前修订号 {done.revision}。")
    for entry in failed:
        click.echo(f"{entry['job']}: {entry['state']}: {entry['error']}", err=True)
    if failed:
        raise SystemExit(PARTLY)
