"""A package with code for the server or the browser says so, and one without claims no powers."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.load import MANIFEST
from guanxi.metadata.packages import HOOKS, SCREENS

__all__ = ["RULE"]

_SIGNS = {"hooks": HOOKS, "screens": SCREENS}
_OF_HOOKS = frozenset({"jobs", "network", "files"})


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.manifest is None:
        return
    powers = subject.package.manifest.powers
    used = {power for power, file in _SIGNS.items() if (subject.folder / file).is_file()}
    if lacking := sorted(used - powers):
        said = "powers" in subject.manifest.body
        mend = None if said else partial(_declare, subject.folder / MANIFEST, lacking)
        yield Fault(subject.at_manifest("plugin_power_missing", "powers", power=", ".join(lacking)), mend)
    idle = powers - used - (_OF_HOOKS if "hooks" in used else frozenset())
    if idle:
        yield Fault(subject.at_manifest("plugin_power_idle", "powers", powers=", ".join(sorted(idle))))


def _declare(file: Path, powers: list[str]) -> None:
    file.write_text(f"{file.read_text('utf-8').rstrip()}\npowers: [{', '.join(powers)}]\n", "utf-8")


RULE = Rule("powers", _find)
