"""The shared generator's rows as files that `guanxi import` takes: the same rows, with ids made from their numbers."""

import csv
from pathlib import Path
from types import ModuleType

__all__ = ["own_rows", "write_rows"]


def write_rows(gen: ModuleType, peer: ModuleType, folder: Path) -> None:
    """Write users.csv, accounts.csv and opportunities.csv for the platform."""
    _write(folder / "users.csv", ({"login": _login(number)} for number in range(1, gen.N_USERS + 1)))
    accounts = ({**row, "number": row["id"], "id": peer.account_id(row["id"])} for row in gen.accounts())
    _write(folder / "accounts.csv", accounts)
    opportunities = ({**row, "id": peer.id_of(row["id"]), "owner": _login(row["owner"])} for row in gen.opportunities())
    _write(folder / "opportunities.csv", opportunities)


def own_rows(gen: ModuleType, owner: int) -> int:
    """Return how many opportunities the owner has."""
    return sum(row["owner"] == owner for row in gen.opportunities())


def _login(number: int) -> str:
    return f"rep{number:02d}"


def _write(path: Path, rows: object) -> None:
    with path.open("w", newline="", encoding="utf-8") as target:
        writer: csv.DictWriter[str] | None = None
        for row in rows:  # type: ignore[attr-defined]
            if writer is None:
                writer = csv.DictWriter(target, list(row))
                writer.writeheader()
            writer.writerow(row)
