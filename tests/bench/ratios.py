"""Ratios of the platform to the hand-written application: medians over pairs of the same round."""

import json
import statistics
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

__all__ = ["TARGETS", "Ratio", "ratios", "table"]

# What the platform promises, by database and operation.
TARGETS = {
    "postgresql": {
        "list50": 1.5,
        "expand": 1.5,
        "get_one": 1.3,
        "aggregate": 1.2,
        "update": 0.8,
        "create": 0.8,
        "search": 0.8,
        "search_all": 0.8,
    },
    "sqlite": {
        "list50": 1.0,
        "expand": 1.0,
        "get_one": 1.0,
        "aggregate": 1.0,
        "update": 0.7,
        "create": 0.7,
        "search": 0.8,
        "search_all": 0.8,
    },
}
BASES = {"postgresql": "baseline1", "sqlite": "baselinesqlite"}


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the table."""

    database: str
    operation: str
    ratio: float
    requests: float
    base: float
    bad: int
    target: float

    @property
    def holds(self) -> bool:
        """Whether the promise is kept, and every answer was good."""
        return self.ratio >= self.target and self.bad == 0


def ratios(raw: Path) -> list[Ratio]:
    """Read the driver's file and compare rounds."""
    rounds: dict[tuple[str, str], dict[int, dict[str, float]]] = defaultdict(dict)
    for line in raw.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rounds[row["peer"], row["op"]][row["round"]] = row
    found = []
    for database, targets in TARGETS.items():
        for operation, target in targets.items():
            ours = rounds.get((f"guanxi-{database}", operation), {})
            base = rounds.get((BASES[database], operation), {})
            pairs = [(ours[number]["rps"], base[number]["rps"]) for number in sorted(ours.keys() & base.keys())]
            if not pairs:
                continue
            found.append(
                Ratio(
                    database,
                    operation,
                    statistics.median(mine / other for mine, other in pairs),
                    statistics.median(mine for mine, _ in pairs),
                    statistics.median(other for _, other in pairs),
                    int(sum(row["bad"] + row["sock"] for row in ours.values())),
                    target,
                )
            )
    return found


def table(found: list[Ratio]) -> str:
    """Return the ratios as a table for people."""
    lines = [f"{'database':<11} {'operation':<10} {'ratio':>6} {'target':>7} {'req/s':>8} {'base':>8}"]
    for row in found:
        verdict = "" if row.holds else "  below" if row.bad == 0 else f"  {row.bad} bad answers"
        lines.append(
            f"{row.database:<11} {row.operation:<10} {row.ratio:>6.2f} {row.target:>7.1f} "
            f"{row.requests:>8.0f} {row.base:>8.0f}{verdict}"
        )
    return "\n".join(lines)
