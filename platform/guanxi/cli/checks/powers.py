"""A package with code says so, and one without claims no powers."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.load import MANIFEST

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.manifest is None:
        return
    powers = subject.package.manifest.powers
    if subject.hooks.is_file() and "hooks" not in powers:
        mend = partial(_declare, subject.folder / MANIFEST) if "powers" not in subject.manifest.body else None
        yield Fault(subject.at_manifest("plugin_power_missing", "powers", power="hooks"), mend)
    if powers and not subject.hooks.is_file():
        yield Fault(subject.at_manifest("plugin_power_idle", "powers", powers=", ".join(sorted(powers))))


def _declare(file: Path) -> None:
    file.write_text(file.read_text("utf-8").rstrip("\n") + "\npowers: [hooks]\n", "utf-8")


RULE = Rule("powers", _find)
