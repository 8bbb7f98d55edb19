"""People for tests: users made through the import, with API tokens."""

import json
from pathlib import Path

from tests.support.server import guanxi

__all__ = ["succeed", "token_of"]


def succeed(url: str, *arguments: str, settings: dict[str, str] | None = None) -> dict[str, object]:
    """Run a command that must succeed and return its JSON answer."""
    done = guanxi(url, *arguments, "--json", settings=settings)
    assert done.returncode == 0, f"guanxi {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    answer: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else {}
    return answer


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
