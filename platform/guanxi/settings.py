"""Settings: one table of rows, read from the environment once, with all faults reported together.

No other module reads the environment. Every row has a name, a type, a default and one line of help; the reference
page and the start-up check are made from the same rows.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guanxi.errors import Misconfigured, Problem
from guanxi.sealing import Keyring, read_keys

__all__ = ["ROWS", "SettingRow", "Settings", "asset_path", "load_settings"]

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; every attribute is a row of ROWS."""

    database_url: str = "sqlite:///var/guanxi.db"
    plugins: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 0
    streams: int = 64
    job_threads: int = 1
    zone: str = "UTC"
    language: str = "en"
    sqlite_synchronous: str = "full"
    log_level: str = "info"
    session_idle_minutes: int = 480
    view_as_minutes: int = 30
    session_days: int = 14
    statement_seconds: int = 30
    portal_statement_seconds: int = 10
    requests_per_minute: int = 6000
    portal_requests_per_minute: int = 3000
    secure_cookies: bool = False
    text_limit_mb: int = 32
    files: str = "var/files"
    keep_jobs_days: int = 30
    keep_events_days: int = 30
    keep_exports_hours: int = 72
    keys: Keyring = field(default_factory=Keyring)

    @property
    def lanes(self) -> int:
        """Return how many requests a process works on at a time.

        What waits for PostgreSQL leaves Python to others. On SQLite those that write wait for each other, and more of
        them share a commit; but a request that waits in the server costs nothing, and one that begins takes Python
        from the others.
        """
        return self.threads or (6 if self.database_url.startswith("sqlite") else 4)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: its attribute, how its text is read, and what it is for."""

    name: str
    read: Callable[[str], object]
    expects: str
    help: str
    secret: bool = False  # its text is never told

    @property
    def variable(self) -> str:
        """Return the environment variable that carries the setting."""
        return f"GUANXI_{self.name.upper()}"


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def _flag(text: str) -> bool:
    return {"1": True, "true": True, "0": False, "false": False}[text.lower()]


ROWS: tuple[SettingRow, ...] = (
    SettingRow("database_url", str, "URL", "Where the data is: sqlite:///FILE or postgresql://USER@HOST/NAME."),
    SettingRow("plugins", str, "folder", "A further folder in which plugin packages are looked for."),
    SettingRow("host", str, "address", "The address that `guanxi serve` listens on."),
    SettingRow("port", _between(0, 65535), "0 to 65535", "The port that `guanxi serve` listens on."),
    SettingRow("workers", _between(1, 256), "1 to 256", "Web processes of `guanxi serve`."),
    SettingRow(
        "threads",
        _between(0, 256),
        "0 to 256",
        "Requests that one web process works on at a time; 0 is 4 on PostgreSQL and 6 on SQLite.",
    ),
    SettingRow(
        "streams",
        _between(0, 1024),
        "0 to 1024",
        "Live connections of one web process, beside the requests that it works on.",
    ),
    SettingRow(
        "job_threads", _between(0, 64), "0 to 64", "Job threads in `guanxi serve`; 0 leaves jobs to `guanxi worker`."
    ),
    SettingRow(
        "zone", str, "IANA zone", "The zone of TODAY() and of days in filters until the workspace says otherwise."
    ),
    SettingRow("language", _one_of("en", "zh"), "en or zh", "The language of messages for callers who name none."),
    SettingRow(
        "sqlite_synchronous", _one_of("full", "normal"), "full or normal", "How often SQLite waits for the disk."
    ),
    SettingRow(
        "log_level",
        _one_of("debug", "info", "warning", "error"),
        "a level",
        "The least important log lines that are written.",
    ),
    SettingRow(
        "session_idle_minutes", _between(1, 100_000), "minutes", "A session ends after this time without a request."
    ),
    SettingRow("view_as_minutes", _between(1, 480), "minutes", "Looking as somebody else ends after this time."),
    SettingRow("session_days", _between(1, 3650), "days", "A session ends after this time in any case."),
    SettingRow(
        "statement_seconds", _between(1, 3600), "seconds", "A question to the database is given up after this time."
    ),
    SettingRow(
        "portal_statement_seconds",
        _between(1, 3600),
        "seconds",
        "A question of a portal user to the database is given up after this time.",
    ),
    SettingRow(
        "requests_per_minute",
        _between(0, 1_000_000),
        "0 to 1,000,000",
        "Requests that one server, with all its workers, answers a user or a token within a minute; 0 for any number.",
    ),
    SettingRow(
        "portal_requests_per_minute",
        _between(0, 1_000_000),
        "0 to 1,000,000",
        "The same for one portal user.",
    ),
    SettingRow("secure_cookies", _flag, "true or false", "Whether cookies are sent over HTTPS only."),
    SettingRow("text_limit_mb", _between(1, 1024), "megabytes", "The largest request body."),
    SettingRow("files", str, "folder", "Where files that are sent are kept; all processes must reach it."),
    SettingRow(
        "keep_jobs_days",
        _between(1, 36_500),
        "days",
        "Finished jobs, and imports with the files that were sent, are removed after this time.",
    ),
    SettingRow("keep_events_days", _between(1, 36_500), "days", "How far back the change feed reaches."),
    SettingRow("keep_exports_hours", _between(1, 876_000), "hours", "Exported files are given and kept for this time."),
    SettingRow(
        "keys",
        read_keys,
        "NAME:KEY pairs, one named index",
        "What encrypted fields are sealed with, as `guanxi keys new` prints it; the first key writes.",
        secret=True,
    ),
)


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read all settings from the environment; a Misconfigured error lists every faulty one."""
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    problems = []
    for row in ROWS:
        text = source.get(row.variable)
        if text is None or not text.strip():
            continue
        try:
            values[row.name] = row.read(text.strip())
        except (ValueError, KeyError):
            shown = "****" if row.secret else text
            problems.append(Problem(row.variable, "setting_value", {"expects": row.expects, "value": shown}))
    known = {row.variable for row in ROWS}
    problems += [
        Problem(name, "setting_unknown") for name in source if name.startswith("GUANXI_") and name not in known
    ]
    if problems:
        raise Misconfigured(problems=problems)
    return Settings(**values)


def asset_path(name: str) -> Path:
    """Return the folder of shipped assets, `metadata` or `ui`: in the repository if there is one, else the package."""
    repository = PACKAGE.parent.parent
    if (repository / "pyproject.toml").is_file() and (repository / "metadata").is_dir():
        return repository / ("ui/dist" if name == "ui" else name)
    return PACKAGE / "_assets" / name
