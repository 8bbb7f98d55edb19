"""Commands about packages: what there is, putting them in, switching them off and on, taking them out."""

import click

from guanxi.change.apply import apply
from guanxi.change.install import (
    bringing,
    disable,
    disabled,
    enable,
    installed,
    installing,
    package_of,
    purging,
    uninstall,
    upgrading,
)  # fmt: skip
from guanxi.change.known_packages import known_packages
from guanxi.change.plan import plan
from guanxi.change.wanted import Wanted
from guanxi.cli.authoring import plugin_check, plugin_new
from guanxi.cli.planning import MESSAGE, NO_WAIT, YES, finish, settle
from guanxi.cli.terminal import Terminal, answering, as_user
from guanxi.errors import Missing

__all__ = ["COMMANDS"]


@click.group("plugin")
def plugin() -> None:
    """Packages of metadata and hooks."""


@plugin.command("list")
@answering
def plugin_list(terminal: Terminal) -> None:
    """List packages that are installed or could be."""
    rows = [
        {
            "name": state.name, "version": state.version, "installed": state.installed, "disabled": state.disabled,
            "failed": state.failed, "powers": ", ".join(state.powers) if state.version is not None else None,
        }
        for state in known_packages(terminal.workspace)
    ]  # fmt: skip
    terminal.answer({"data": rows}) if terminal.as_json else terminal.table(rows)


@plugin.command("install")
@click.argument("names", nargs=-1, required=True)
@click.option("--upgrade", is_flag=True, help="Take those that are installed to the versions that are here.")
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def plugin_install(
    terminal: Terminal, names: tuple[str, ...], message: str, *, upgrade: bool, yes: bool, no_wait: bool
) -> None:
    """Install packages with what they depend on; what is installed already stays as it is."""
    for name in names:
        package_of(terminal.workspace, name)
    wanted = (bringing if upgrade else installing)(terminal.workspace, *names)
    if upgrade:
        settle(terminal, plan(terminal.workspace, wanted), yes=yes)
    _show_powers(terminal, wanted)
    done = apply(
        terminal.workspace, wanted, author=terminal.principal, message=message or f"install {', '.join(names)}"
    )
    finish(terminal, done, no_wait=no_wait)


@plugin.command("upgrade")
@click.argument("names", nargs=-1, required=True)
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def plugin_upgrade(terminal: Terminal, names: tuple[str, ...], message: str, *, yes: bool, no_wait: bool) -> None:
    """Take packages to the versions that are here; the workspace's own changes stay over them."""
    wanted = upgrading(terminal.workspace, *names)
    settle(terminal, plan(terminal.workspace, wanted), yes=yes)
    _show_powers(terminal, wanted)
    done = apply(
        terminal.workspace, wanted, author=terminal.principal, message=message or f"upgrade {', '.join(names)}"
    )
    finish(terminal, done, no_wait=no_wait)


@plugin.command("disable")
@click.argument("name")
@MESSAGE
@YES
@answering
@as_user
def plugin_disable(terminal: Terminal, name: str, message: str, *, yes: bool) -> None:
    """Switch a package off; its documents and data stay for `enable`."""
    _present(terminal, name)
    settle(terminal, plan(terminal.workspace, Wanted(asleep=frozenset({name}))), yes=yes)
    finish(terminal, disable(terminal.workspace, name, author=terminal.principal, message=message), no_wait=False)


@plugin.command("enable")
@click.argument("name")
@MESSAGE
@answering
@as_user
def plugin_enable(terminal: Terminal, name: str, message: str) -> None:
    """Switch a package on again."""
    finish(terminal, enable(terminal.workspace, name, author=terminal.principal, message=message), no_wait=False)


@plugin.command("uninstall")
@click.argument("name")
@click.option("--keep/--purge", default=True, help="Whether its data stays hidden, or is dropped for ever.")
@MESSAGE
@YES
@answering
@as_user
def plugin_uninstall(terminal: Terminal, name: str, message: str, *, keep: bool, yes: bool) -> None:
    """Take a package out; `--purge` also drops the data of one that was taken out before."""
    if keep or name in {*installed(terminal.workspace), *disabled(terminal.workspace)}:
        _present(terminal, name)
        settle(terminal, plan(terminal.workspace, Wanted(dropped=frozenset({name}))), yes=yes)
        done = uninstall(terminal.workspace, name, author=terminal.principal, message=message)
    if not keep:
        wanted = purging(terminal.workspace, name)
        settle(terminal, plan(terminal.workspace, wanted), yes=yes)
        done = apply(terminal.workspace, wanted, author=terminal.principal, message=message or f"purge {name}")
    finish(terminal, done, no_wait=False)


def _show_powers(terminal: Terminal, wanted: Wanted) -> None:
    """Say what the code of packages does before it is trusted."""
    for head in (package.manifest for package in wanted.packages if package.manifest.powers):
        powers, label = ", ".join(sorted(head.powers)), head.label
        terminal.say(
            f"{label.get('en', head.name)} {head.version} has code that uses: {powers}.",
            f"{label.get('zh', head.name)} {head.version} 含有代码，使用：{powers}。",
        )


def _present(terminal: Terminal, name: str) -> None:
    """Refuse a package that is not there before its change is planned, which would find nothing to do."""
    if name not in installed(terminal.workspace) and name not in disabled(terminal.workspace):
        raise Missing(kind="package", name=name)


plugin.add_command(plugin_new)
plugin.add_command(plugin_check)

COMMANDS = (plugin,)
