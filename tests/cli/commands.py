"""Calls of the executable in the tests' own process."""

import json
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner, Result
from guanxi.cli import main

__all__ = ["answer", "call", "write"]

SETTINGS = ("GUANXI_DATABASE_URL", "GUANXI_LANGUAGE", "GUANXI_PLUGINS", "LANG", "LC_ALL", "LC_MESSAGES")


def call(url: str, *arguments: str, **settings: str) -> Result:
    """Run a command to its end; settings are variables of the environment."""
    surroundings = dict.fromkeys(SETTINGS) | {"GUANXI_DATABASE_URL": url, **settings}
    return CliRunner().invoke(main, arguments, env=surroundings)


def answer(url: str, *arguments: str, **settings: str) -> Any:
    """Run a command that must succeed, with --json, and return what it answers."""
    done = call(url, *arguments, "--json", **settings)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def write(path: Path, *documents: dict[str, Any]) -> str:
    """Write documents as YAML and return the name of the file."""
    path.write_text(yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return str(path)
