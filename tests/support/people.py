"""People for tests: users made through the import, with API tokens."""

from pathlib import Path

from tests.cli.commands import answer

__all__ = ["succeed", "token_of"]


def succeed(url: str, *arguments: str, settings: dict[str, str] | None = None) -> dict[str, object]:
    """Run a command that must succeed, in this process, and return its JSON answer."""
    told: dict[str, object] = answer(url, *arguments, **(settings or {}))
    return told


def token_of(url: str, login: str, role: str, folder: Path, settings: dict[str, str] | None = None) -> str:
    """Make a staff user with that role and return an API token of theirs."""
    rows, mapping = folder / f"{login}.csv", folder / f"{login}.yaml"
    rows.write_text(f"login\n{login}\n", encoding="utf-8")
    mapping.write_text(
        "object: user\nmatch: login\nfields:\n  - {field: login, column: login}\n  - {field: name, column: login}\n"
        f"  - {{field: roles, value: [{role}]}}\n",
        encoding="utf-8",
    )
    succeed(url, "import", "user", str(rows), "--map", str(mapping), settings=settings)
    return str(succeed(url, "token", "add", login, settings=settings)["token"])
