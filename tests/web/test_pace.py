"""How often one caller may ask."""

import fcntl
import http.client
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from guanxi import clock
from guanxi.errors import TooMany
from guanxi.web.app import create_app
from guanxi.web.pace import Pace
from guanxi.web.tally import Tally
from guanxi.workspace.workspace import Workspace

from tests.support.people import token_of
from tests.support.server import served
from tests.web.client import Client, client_of

ONE_DATABASE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def test_a_minutes_worth_may_come_at_once_and_then_comes_back_evenly(pass_time: Callable[[float], None]) -> None:
    pace = Pace(6, Tally())
    for _ in range(6):
        pace.spend("lin")
    with pytest.raises(TooMany) as refused:
        pace.spend("lin")
    assert refused.value.params == {"retry_after": 10, "limit": 6}
    pace.spend("another")
    pass_time(10)
    pace.spend("lin")
    pass_time(3600)
    for _ in range(6):
        pace.spend("lin")
    with pytest.raises(TooMany):
        pace.spend("lin")


def test_no_limit_is_no_limit() -> None:
    pace, answered = Pace(0, Tally()), 0
    for _ in range(100):
        pace.spend("lin")
        answered += 1
    assert answered == 100


@ONE_DATABASE
def test_who_asks_too_often_is_told_when_to_ask_again(sales: Workspace, pass_time: Callable[[float], None]) -> None:
    settings = replace(sales.settings, requests_per_minute=2, portal_requests_per_minute=1)
    app = create_app(replace(sales, settings=settings))
    staff, other = client_of(app, sales, "rep", "sales_rep"), client_of(app, sales, "two", "sales_rep")
    guest: Client = client_of(app, sales, "guest", "portal_user", audience="portal")
    assert [staff("GET", "/me").status_code for _ in range(2)] == [200, 200]
    refused = staff("GET", "/me", Accept_Language="zh")
    assert (refused.status_code, refused.headers["Retry-After"], refused.get_json()["code"]) == (429, "30", "too_many")
    assert other("GET", "/me").status_code == 200
    assert [guest("GET", "/me").status_code for _ in range(2)] == [200, 429]
    pass_time(30)
    assert staff("GET", "/me").status_code == 200


def test_a_process_that_is_killed_while_it_counts_stops_nobody() -> None:
    tally, (hearing, telling) = Tally(), os.pipe()
    with closing(os.fdopen(hearing, "rb")) as told:

        def hold() -> None:
            fcntl.lockf(tally._file, fcntl.LOCK_EX)
            os.write(telling, b"!")
            time.sleep(600)

        holder = multiprocessing.get_context("fork").Process(target=hold)
        holder.start()
        assert told.read(1) == b"!"
        counted = threading.Event()
        waiting = threading.Thread(target=lambda: (Pace(1, tally).spend("lin"), counted.set()))
        waiting.start()
        assert not counted.wait(0.2)
        os.kill(holder.pid or 0, signal.SIGKILL)
        assert counted.wait(20)
        waiting.join()
        holder.join()
    os.close(telling)


def test_who_has_spent_least_is_forgotten_where_places_are_few() -> None:
    tally = Tally(buckets=1)
    for number in range(8):
        assert tally.spend(f"caller {number}", now=100.0, cost=10.0 + number, most=60) == 0
    tally.spend("one more", now=100.0, cost=30.0, most=60)
    assert tally.spend("caller 7", now=100.0, cost=50.0, most=60) == 7
    assert tally.spend("caller 0", now=100.0, cost=60.0, most=60) == 0


@pytest.mark.processes
@ONE_DATABASE
def test_workers_of_one_server_count_together(workspace: Workspace, tmp_path: Path) -> None:
    url, limit = workspace.settings.database_url, 20
    token = token_of(url, "lin", "administrator", tmp_path)
    settings = {"GUANXI_REQUESTS_PER_MINUTE": str(limit)}
    with served(url, tmp_path / "log", "--workers", "2", settings=settings) as base:
        begun, codes = time.monotonic(), list[int]()
        for _ in range(3 * limit):  # each by a connection of its own, so that both workers are asked
            with closing(http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)) as connection:
                connection.request("GET", "/api/v1/me", headers={"Authorization": f"Bearer {token}"})
                codes.append(connection.getresponse().status)
        back = int((time.monotonic() - begun) * limit / 60) + 1
    assert set(codes) == {200, 429}
    assert limit <= codes.count(200) <= limit + back
