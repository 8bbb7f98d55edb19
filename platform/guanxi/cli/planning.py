"""What the commands that change metadata share: reading paths, showing a plan, asking, doing the builds."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from guanxi.automation.worker import Worker
from guanxi.change.apply import Applied
from guanxi.change.plan import Plan
from guanxi.change.wanted import Wanted
from guanxi.cli.handlers import HANDLERS
from guanxi.cli.terminal import PARTLY, REFUSED, Terminal
from guanxi.errors import Invalid
from guanxi.metadata.load import MANIFEST, read_loose, read_package
from guanxi.text.messages import message as message_of

__all__ = ["MESSAGE", "NO_WAIT", "YES", "finish", "refuse_faults", "settle", "show_plan", "wanted_of"]

MESSAGE = click.option("-m", "--message", default="", help="Why, for the history.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")
NO_WAIT = click.option("--no-wait", is_flag=True, help="Leave builds to workers instead of doing them now.")


def wanted_of(paths: tuple[Path, ...], *, blanked: tuple[str, ...] = ()) -> Wanted:
    """Read what the paths hold: folders with a plugin.yaml are whole packages, everything else loose documents."""
    packages = tuple(read_package(path) for path in paths if (path / MANIFEST).is_file())
    documents, findings = read_loose(path for path in paths if not (path / MANIFEST).is_file())
    if not (packages or documents or findings):
        raise click.UsageError("There is no document in " + ", ".join(str(path) for path in paths) + ".")
    return Wanted(packages, documents=tuple(documents), findings=tuple(findings), blanked=frozenset(blanked))


def refuse_faults(made: Plan) -> None:
    """Raise Invalid with the findings that forbid to apply a plan."""
    if made.errors:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])


def settle(terminal: Terminal, made: Plan, *, yes: bool) -> None:
    """Refuse a plan with faults, show it, and on a terminal ask whether to go on."""
    refuse_faults(made)
    if not terminal.as_json:
        show_plan(terminal, made)
    if not _agreed(terminal, made, yes=yes):
        raise SystemExit(REFUSED)


def show_plan(terminal: Terminal, made: Plan) -> None:
    """Write a plan: one line per change, its effects below."""
    told = made.as_json(terminal.language)
    if terminal.as_json:
        terminal.answer(told)
        return
    if not told["changes"]:
        terminal.say("Nothing would change.", "没有需要变更的内容。")
    signs = {"add": "+", "change": "~", "remove": "-", "rename": ">", "purge": "x"}
    for change in told["changes"]:
        path = "".join(f" · {step}" for step in change["path"])
        mark = " !" if change["destructive"] else ""
        click.echo(f"{signs[change['action']]} {change['kind']}/{change['name']}{path}{mark}")
        for effect in change["effects"]:
            click.echo(f"    {effect['message']}")
            for example in effect["examples"]:
                value = "" if example["value"] in (None, example["name"]) else f" · {example['value']}"
                click.echo(f"      {example['object']} {example['id']} {example['name']}{value}")
        if change["lock"]["class"] != "none":
            click.echo(f"    {change['lock']['message']}")
    for finding in made.findings:
        click.echo(finding.text(terminal.language), err=True)


def _agreed(terminal: Terminal, made: Plan, *, yes: bool) -> bool:
    """Ask a person before data goes out of sight; scripts are not asked."""
    if yes or terminal.as_json or not made.changes or not sys.stdin.isatty():
        return True
    return click.confirm("应用这些变更？" if terminal.language == "zh" else "Apply these changes?")


def finish(terminal: Terminal, done: Applied, *, no_wait: bool) -> None:
    """Do the builds of a change and say what stands now."""
    failed: list[Mapping[str, Any]] = []
    worker = Worker(terminal.workspace, HANDLERS)
    waiting = [] if no_wait else list(done.jobs)
    while waiting:
        terminal.say("Building over the records that are there …", "正在处理已有记录……")
        job = worker.work_off(waiting.pop(0))
        waiting += (job.result or {}).get("jobs", ())  # what a change of type leaves to be built
        if job.state != "done":
            failed += (job.result or {}).get("failed") or [{"job": job.id, "state": job.state, "error": job.error}]
    revision = terminal.workspace.database.revision() if done.jobs else done.revision
    if terminal.as_json:
        terminal.answer({**done.as_json(terminal.language), "revision": revision, "failed": failed})
    elif done.changed:
        terminal.say(f"Revision {revision} stands.", f"已生效，修订号 {revision}。")
    else:
        terminal.say(f"Nothing to change; revision {revision} stands.", f"无需变更，当前修订号 {revision}。")
    for entry in failed:
        for line in _failure(entry, terminal.language):
            click.echo(line, err=True)
    if failed:
        raise SystemExit(PARTLY)


def _failure(entry: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield the words for a build that failed, with samples of what stands against it."""
    if "job" in entry:
        yield f"{entry['job']}: {entry['state']}: {entry['error']}"
        return
    yield f"{entry['object']}.{entry['name']}: {message_of(entry['code'], {}, language=language)}"
    for sample in entry["samples"]:
        yield f"  {', '.join(sample['values'])} × {sample['count']}"
