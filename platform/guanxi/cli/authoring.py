"""Commands for those who write packages: make one, check one."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import click

from guanxi.cli.checks import RULES, Fault, read_subject
from guanxi.cli.terminal import REFUSED, Terminal, answering
from guanxi.errors import Conflict, Misconfigured, Problem
from guanxi.metadata.packages import discover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["plugin_check", "plugin_new"]

_NAME = re.compile(r"[a-z][a-z0-9]{1,23}")
_ENDING = ".tmpl"


@click.command("new")
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default=".", help="The folder around it.")
@answering
def plugin_new(terminal: Terminal, name: str, into: Path) -> None:
    """Make the folder of a new package: an object, a rule, a role, a hook and a test that passes."""
    if not _NAME.fullmatch(name):
        raise Misconfigured(problems=[Problem("name", "plugin_name", {"name": name[:60]})])
    folder = into / name
    if folder.exists():
        raise Conflict(reason="folder_taken", folder=str(folder))
    words = {"name": name, "title": name.capitalize()}
    for source, target in _template(files("guanxi.cli").joinpath("scaffold"), folder):
        place = Path(Template(str(target)).substitute(words))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(Template(source.read_text("utf-8")).substitute(words), "utf-8")
    faults = list(_faults(terminal, folder))
    _report(terminal, faults, mended=0, made=str(folder))


def _template(source: Traversable, target: Path) -> "Iterator[tuple[Traversable, Path]]":
    for entry in source.iterdir():
        if entry.is_dir():
            yield from _template(entry, target / entry.name)
        elif entry.name.endswith(_ENDING):
            yield entry, target / entry.name.removesuffix(_ENDING)


@click.command("check")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what a program can mend.")
@answering
def plugin_check(terminal: Terminal, folder: Path, *, fix: bool) -> None:
    """Say what is wrong with a package folder, each fault with its file and line."""
    faults, mended = list(_faults(terminal, folder)), 0
    if fix:
        for fault in faults:
            if fault.mend is not None:
                fault.mend()
                mended += 1
        faults = list(_faults(terminal, folder))
    _report(terminal, faults, mended=mended)


def _faults(terminal: Terminal, folder: Path) -> "Iterator[Fault]":
    setting = terminal.settings.plugins
    subject = read_subject(folder, discover(Path(setting) if setting else None))
    exempt = _exemptions({} if subject.manifest is None else subject.manifest.body)
    for rule in RULES:
        if rule.name not in exempt:
            yield from rule.find(subject)


def _exemptions(manifest: "Mapping[str, object]") -> frozenset[str]:
    """Return the rules from which plugin.yaml exempts, each with a reason that its schema asks for."""
    entries = manifest.get("exemptions", ())
    found = entries if isinstance(entries, list) else []
    return frozenset(str(entry.get("rule")) for entry in found if isinstance(entry, dict))


def _report(terminal: Terminal, faults: list[Fault], *, mended: int, made: str | None = None) -> None:
    if terminal.as_json:
        findings = [
            {
                "code": fault.finding.code, "file": fault.finding.file, "line": fault.finding.line,
                "path": fault.finding.path, "message": fault.finding.text(terminal.language),
                "mendable": fault.mend is not None,
            }
            for fault in faults
        ]  # fmt: skip
        terminal.answer({"findings": findings, "mended": mended, "folder": made})
    else:
        if made is not None:
            terminal.say(f"{made} is ready; `make test` there tests it.", f"{made} 已生成，在其中运行 make test 测试。")
        for fault in faults:
            click.echo(fault.finding.text(terminal.language))
        if mended:
            terminal.say(f"{mended} faults mended.", f"已修复 {mended} 处。")
        if not faults:
            terminal.say("Nothing is wrong.", "没有问题。")
    if faults:
        raise SystemExit(REFUSED)
