"""Many writers at once on one database: nobody is told of a lock, nothing is lost."""

import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.support.calls import Caller
from tests.support.databases import Databases
from tests.support.people import succeed, token_of
from tests.support.server import UNPACED, served

SECONDS = 60
WRITERS = 8


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_eight_writers_for_a_minute_all_succeed(databases: Databases, tmp_path: Path) -> None:
    url = databases.fresh()
    succeed(url, "init")
    token = token_of(url, "writer", "administrator", tmp_path)
    answers: Counter[int] = Counter()
    texts: list[str] = []
    with served(url, tmp_path / "server.log", "--workers", "2", settings=UNPACED) as base:
        end = time.monotonic() + SECONDS
        threads = [threading.Thread(target=write, args=(base, token, n, end, answers, texts)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        caller = Caller(base, token)
        status, _, page = caller("GET", "records/team?count=exact&limit=1")
        caller.close()
    assert set(answers) == {201}, (answers, texts[:3])
    assert status == 200
    assert page["count"] == answers[201]


def write(base: str, token: str, number: int, end: float, answers: Counter[int], texts: list[str]) -> None:
    caller = Caller(base, token)
    turn = 0
    while time.monotonic() < end:
        turn += 1
        status, _, body = caller("POST", "records/team", {"name": f"soak {number} {turn}"})
        answers[status] += 1
        if status != 201:
            texts.append(str(body))
    caller.close()
