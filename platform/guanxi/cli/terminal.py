"""What every command shares: the open workspace, who acts, the language, and how answers and failures leave."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import update_wrapper
from pathlib import Path
from typing import Any, TypeVar, cast

import click
import orjson

from guanxi import clock
from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.errors import GuanxiError, Misconfigured, Problem
from guanxi.logs import configure_logs_when_used
from guanxi.settings import Settings, load_settings
from guanxi.storage.failures import CatalogStale
from guanxi.storage.versions import schema_version
from guanxi.text.messages import detail, message
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace, open_workspace

__all__ = ["Terminal", "answering", "as_user", "failure_lines", "pass_terminal", "problem_text"]

REFUSED, USAGE, PARTLY = 1, 2, 3
_UNTOLD = frozenset({"reason", "trace_id", "kind", "nearest"})
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(slots=True)
class Terminal:
    """One call of the executable."""

    database_url: str | None = None
    as_json: bool = False
    login: str | None = None
    _workspace: Workspace | None = None
    _settings: Settings | None = field(default=None, repr=False)

    @property
    def settings(self) -> Settings:
        """Return the settings of the environment, with the database that `--database` names."""
        if self._settings is None:
            loaded = load_settings()
            self._settings = loaded if self.database_url is None else replace(loaded, database_url=self.database_url)
        return self._settings

    @property
    def language(self) -> str:
        """Return the language of the words on this terminal: GUANXI_LANGUAGE, else the locale's."""
        if "GUANXI_LANGUAGE" in os.environ:
            return self.settings.language
        locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
        return "zh" if locale.lower().startswith("zh") else "en"

    @property
    def workspace(self) -> Workspace:
        """Return the workspace, opened when first needed."""
        if self._workspace is None:
            configure_logs_when_used(self.settings.log_level, lasting=False)
            _make_folder(self.settings.database_url)
            self._workspace = open_workspace(self.settings)
        return self._workspace

    @property
    def principal(self) -> Principal:
        """Return who acts: the user of `--as`, else the platform itself for the command line."""
        return Principal.system("cli") if self.login is None else self.user(self.login)

    def user(self, login: str) -> Principal:
        """Return the principal of a user by sign-in name."""
        with self.workspace.database.read() as connection:
            return Authenticator(self.workspace.snapshot().catalog).by_login(connection, login)

    def context(self) -> Context:
        """Return the context of this call."""
        return self.workspace.context(self.principal, language=self.language)

    def say(self, en: str, zh: str) -> None:
        """Write a line for people; scripts that asked for JSON do not get it."""
        if not self.as_json:
            click.echo(zh if self.language == "zh" else en)

    def secret(self, en: str, zh: str, *, twice: bool = False) -> str:
        """Ask a person for a text that is not shown while it is typed."""
        chinese = self.language == "zh"
        again = "再次输入" if chinese else "Repeat for confirmation"
        told: str = click.prompt(zh if chinese else en, hide_input=True, confirmation_prompt=again if twice else False)
        return told

    def answer(self, value: object) -> None:
        """Write an answer as JSON."""
        click.echo(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode())

    def table(self, rows: Sequence[Mapping[str, object]], columns: Sequence[str] | None = None) -> None:
        """Write rows as a table of plain text."""
        names = list(columns or (rows[0] if rows else ()))
        cells = [[_cell(row.get(name)) for name in names] for row in rows]
        widths = [max([_width(name), *(_width(line[index]) for line in cells)]) for index, name in enumerate(names)]
        for line in [names, *cells]:
            padded = (text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True))
            click.echo("  ".join(padded).rstrip())

    @contextmanager
    def progress(self, en: str, zh: str, total: int | None) -> Iterator[Callable[[int], None]]:
        """Show a bar on a terminal and plain lines elsewhere; the function given takes how much is done by now."""
        label = zh if self.language == "zh" else en
        if self.as_json:
            yield lambda done: None
        elif sys.stderr.isatty():
            with click.progressbar(length=total or 0, label=label, file=sys.stderr) as bar:
                yield lambda done: bar.update(done - bar.pos)
        else:
            yield _plain_progress(label, total)

    def close(self) -> None:
        """Close what was opened."""
        if self._workspace is not None:
            self._workspace.close()


def _make_folder(url: str) -> None:
    """Make the folder of a database file, so that the first command on a new machine finds it."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).absolute().parent.mkdir(parents=True, exist_ok=True)


def _plain_progress(label: str, total: int | None) -> Callable[[int], None]:
    last = clock.monotonic()

    def show(done: int) -> None:
        nonlocal last
        if clock.monotonic() - last >= 1 or done == total:
            last = clock.monotonic()
            click.echo(f"{label}: {done}{'' if total is None else f' / {total}'}", err=True)

    return show


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _cell(value.get("name") or value.get("id"))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return " ".join(value.splitlines())
    return json.dumps(value, ensure_ascii=False, default=str)


def _width(text: str) -> int:
    """Return how many columns a text takes on a terminal, where a Chinese character takes two."""
    return sum(2 if "\u1100" <= character <= "\uffdc" else 1 for character in text)


def problem_text(problem: Problem, language: str) -> str:
    """Return a problem in words: an administrator's own where there are any."""
    own = problem.message or {}
    return own.get(language) or own.get("en") or message(problem.code, problem.params, language=language)


def failure_lines(error: GuanxiError, language: str) -> list[str]:
    """Return a failure in words: what failed, then every problem with its place."""
    lines = [_sentence(error, language)]
    for problem in error.problems:
        place = [str(part) for part in (problem.params.get("file"), problem.params.get("line")) if part is not None]
        row = [] if problem.row is None else [f"#{problem.row + 1}"]
        where = ":".join(place) or " ".join([*row, *([problem.field] if problem.field else [])])
        words = problem_text(problem, language)
        fix = problem.params.get("fix") or problem.params.get("nearest")
        hint = "" if fix is None or str(fix) in words else f" → {fix}"
        lines.append(f"  {where}: {words}{hint}" if where else f"  {words}{hint}")
    return lines


def _sentence(error: GuanxiError, language: str) -> str:
    """Return what failed, and beside it whatever is known that the words do not tell."""
    words = detail(error.code, error.params, language=language) or message(error.code, error.params, language=language)
    unsaid = [
        f"{name}={value}"
        for name, value in error.params.items()
        if name not in _UNTOLD and value is not None and str(value) not in words
    ]
    hint = "" if error.params.get("nearest") is None else f" → {error.params['nearest']}"
    return " ".join([words, ", ".join(unsaid)]).rstrip() + hint


def answering(command: Command) -> Command:
    """Give a command `--json` and the shared way to fail: words on standard error and a code that scripts can test."""

    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
    @click.pass_obj
    def run(terminal: Terminal, /, *args: object, as_json: bool, **options: object) -> None:
        terminal.as_json = as_json
        try:
            command(terminal, *args, **options)
        except GuanxiError as error:
            _fail(terminal, _plainer(terminal, error))
        finally:
            terminal.close()

    return _with_options_of(run, command)


def _with_options_of(run: Callable[..., object], command: Command) -> Command:
    """Give the wrapper the name and words of the command, and the options of both."""
    options = [*getattr(run, "__click_params__", ()), *getattr(command, "__click_params__", ())]
    update_wrapper(run, command)
    run.__click_params__ = options  # type: ignore[attr-defined]  # where click looks for them
    return cast("Command", run)


def _plainer(terminal: Terminal, error: GuanxiError) -> GuanxiError:
    """Return what a person needs to hear: that a table is absent means, in a new database, that it was not made yet."""
    if isinstance(error, CatalogStale) and schema_version(terminal.workspace.database) is None:
        return Misconfigured(reason="not_initialised")
    return error


def _fail(terminal: Terminal, error: GuanxiError) -> None:
    try:
        language = terminal.language
    except Misconfigured:
        language = "en"  # the settings themselves are at fault, the language among them
    if terminal.as_json:
        terminal.answer(_document(error, language))
    for line in failure_lines(error, language):
        click.echo(line, err=True)
    raise SystemExit(REFUSED)


def _document(error: GuanxiError, language: str) -> dict[str, object]:
    """Return a failure as scripts read it: what the API says of it, without what belongs to a request."""
    told: dict[str, object] = {"title": message(error.code, error.params, language=language), "code": error.code}
    if (words := detail(error.code, error.params, language=language)) is not None:
        told["detail"] = words
    problems = [
        {
            "field": item.field, "code": item.code, "message": problem_text(item, language),
            "params": dict(item.params), "row": item.row,
        }
        for item in error.problems
    ]  # fmt: skip
    return {**told, "params": error.params, "errors": problems}


def as_user(command: Command) -> Command:
    """Give a command `--as USER`: what it reads and writes is then cut to that user's rights."""

    @click.option(
        "--as", "login", metavar="USER", help="Act as this user (sign-in name) instead of the platform itself."
    )
    def run(terminal: Terminal, /, *args: object, login: str | None, **options: object) -> None:
        terminal.login = login
        command(terminal, *args, **options)

    return _with_options_of(run, command)


pass_terminal = click.pass_obj
