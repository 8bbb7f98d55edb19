"""The bench compares rounds, not sums, and does not call a wrong answer fast."""

import json
from pathlib import Path

from tests.bench.ratios import ratios, table


def record(peer: str, number: int, speed: float, bad: int = 0) -> str:
    return json.dumps({"peer": peer, "op": "list50", "round": number, "rps": speed, "bad": bad, "sock": 0})


def write(folder: Path, lines: list[str]) -> Path:
    raw = folder / "raw.jsonl"
    raw.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return raw


def test_the_ratio_is_the_median_over_pairs_of_the_same_round(tmp_path: Path) -> None:
    # A machine that is slow for one round is slow for both sides.
    speeds = [(300.0, 100.0), (10.0, 10.0), (400.0, 200.0)]
    lines = [
        record(peer, number, pair[side])
        for number, pair in enumerate(speeds)
        for side, peer in enumerate(("guanxi-postgresql", "baseline1"))
    ]
    (row,) = ratios(write(tmp_path, lines))
    assert (row.ratio, row.requests, row.base, row.holds) == (2.0, 300.0, 100.0, True)


def test_a_bad_answer_breaks_the_promise(tmp_path: Path) -> None:
    lines = [record("guanxi-postgresql", 0, 900.0, bad=1), record("baseline1", 0, 100.0)]
    (row,) = ratios(write(tmp_path, lines))
    assert not row.holds
    assert "1 bad answers" in table([row])
