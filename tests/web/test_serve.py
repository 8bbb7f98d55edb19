"""Serving in processes of their own."""

import gc
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from guanxi.feed.watch import MOST_OF_ONE
from guanxi.web.serve import _PATIENCE, _preload
from guanxi.workspace.workspace import Workspace

from tests.support.calls import Caller
from tests.support.databases import Databases
from tests.support.people import token_of
from tests.support.server import COMMAND, environment_of, free_port, guanxi, served

pytestmark = pytest.mark.processes


@pytest.fixture
def made(workspace: Workspace) -> str:
    """The URL of a database with core and base."""
    return workspace.settings.database_url


def test_workers_answer_with_the_headers_of_every_answer(made: str, tmp_path: Path) -> None:
    with served(made, tmp_path / "log", "--workers", "2") as base:
        with urllib.request.urlopen(f"{base}/healthz") as answer:
            assert json.load(answer)["status"] == "ok"
            assert answer.headers["X-Request-Id"]
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        for _ in range(20):
            with urllib.request.urlopen(f"{base}/readyz") as answer:
                assert json.load(answer)["status"] == "ready"
        with urllib.request.urlopen(f"{base}/metrics") as answer:
            text = answer.read().decode()
        counted = [float(line.split()[-1]) for line in text.splitlines() if line.startswith("guanxi_requests_total{")]
        assert sum(counted) >= 21  # those of both workers


def test_a_port_that_is_taken_is_told_in_one_sentence(made: str, tmp_path: Path) -> None:
    with served(made, tmp_path / "log") as base:
        port = base.rpartition(":")[2]
        done = guanxi(made, "serve", "--port", port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_database_the_server_lives_and_says_what_to_do(databases: Databases, tmp_path: Path) -> None:
    port = free_port()
    command = [*COMMAND, "serve", "--port", str(port)]
    with (tmp_path / "log").open("ab") as log:
        process = subprocess.Popen(
            command, env=environment_of(databases.fresh()), stdout=log, stderr=log, start_new_session=True
        )
    try:
        status, told = first_answer(port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    assert status == 503
    assert "guanxi init" in told["reasons"][0]


def first_answer(port: int) -> tuple[int, dict[str, Any]]:
    for _ in range(1200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            return answer.status, json.load(answer)
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise AssertionError("no answer")


def test_what_arrives_in_pieces_or_lies_about_its_length_harms_nobody(made: str, tmp_path: Path) -> None:
    host = tmp_path / "log"
    with served(made, host) as base:
        port = int(base.rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        pieces = iter([b'{"login": "a", ', b'"password": "b"}'])
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/api/v1/auth/login", body=pieces, headers=headers, encode_chunked=True)
        assert connection.getresponse().status == 401
        connection.close()
        for length, body, wanted in ((5, b'{"login": "a"}', {400}), (40 * 2**20, b"{}", {400, 413})):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.putrequest("POST", "/api/v1/auth/login")
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(length))
            with suppress(http.client.HTTPException, OSError):  # hung up on, which is an answer too
                connection.endheaders(body)
                if length > len(body):
                    connection.sock.shutdown(socket.SHUT_WR)
                assert connection.getresponse().status in wanted
            connection.close()
        with urllib.request.urlopen(f"{base}/healthz") as answer:
            assert answer.status == 200


def test_live_connections_take_no_lane_of_requests_and_end_with_the_server(made: str, tmp_path: Path) -> None:
    token = token_of(made, "admin", "administrator", tmp_path)
    with ExitStack() as open_ones:
        with served(made, tmp_path / "log", settings={"GUANXI_THREADS": "1"}) as base:
            call = Caller(base, token)
            live = [open_ones.enter_context(listened(base, token)) for _ in range(MOST_OF_ONE - 1)]
            with listened(base, token) as last, listened(base, token) as one_more:
                assert [answer.status for answer in (*live, last, one_more)] == [200] * MOST_OF_ONE + [429]
            with listened(base, token) as in_its_place:  # of the one whose window has gone
                assert in_its_place.status == 200
            status, _, created = call("POST", "records/currency", {"code": "XTS", "name": "Testing"})
            call.close()
            assert status == 201
            for answer in live:
                lines = iter(answer.readline, b"")
                told = (json.loads(line[6:]) for line in lines if line.startswith(b'data: {"object"'))
                # What the server's first start made may still be told before.
                assert next(change["change"] for change in told if change["id"] == created["data"]["id"]) == "created"
            stopping = time.monotonic()
        assert time.monotonic() - stopping < _PATIENCE  # which running requests get at most


@contextmanager
def listened(base: str, token: str) -> Iterator[http.client.HTTPResponse]:
    """Give a live answer to a bearer of a token, and end both it and its connection."""
    with closing(http.client.HTTPConnection("127.0.0.1", int(base.rpartition(":")[2]), timeout=20)) as connection:
        connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {token}"})
        with connection.getresponse() as answer:
            yield answer


def test_stopping_ends_every_process(made: str, tmp_path: Path) -> None:
    before = {os.getsid(0), *below().values()}  # browsers of other tests have children that come and go
    with served(made, tmp_path / "log", "--workers", "2"):
        children: list[psutil.Process] = []
        while len(children) < 3:
            children = [process for process, session in below().items() if session not in before]
            time.sleep(0.01)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_a_server_that_is_told_to_stop_while_it_starts_stops_at_once(made: str, tmp_path: Path) -> None:
    command = [*COMMAND, "serve", "--port", str(free_port()), "--workers", "2"]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment_of(made), stdout=log, stderr=log)
    with server:
        workers: list[psutil.Process] = []
        while len(workers) < 2 and server.poll() is None:
            workers = psutil.Process(server.pid).children()
            time.sleep(0.001)
        server.terminate()
        _, alive = psutil.wait_procs(workers, timeout=_PATIENCE)  # after which those that hear of nothing are killed
    assert (server.returncode, len(workers), alive) == (0, 2, [])


def test_a_worker_keeps_to_one_processor_but_for_its_jobs(made: str, tmp_path: Path) -> None:
    known = set(psutil.Process().children(recursive=True))
    every = os.sched_getaffinity(0)
    with served(made, tmp_path / "log"):
        begun = [process for process in psutil.Process().children(recursive=True) if process not in known]
        (worker,) = [process for process in begun if process.parent() in begun]
        allowed = [os.sched_getaffinity(thread.id) for thread in worker.threads()]
    assert os.sched_getaffinity(0) == every
    assert sum(one == every for one in allowed) == (1 if len(every) > 1 else len(allowed))
    assert all(len(one) == 1 for one in allowed if one != every)


def test_what_a_server_has_loaded_is_not_searched_for_garbage() -> None:
    loaded: list[object] = []
    assert any(one is loaded for one in gc.get_objects())
    _preload(tuple)
    assert not any(one is loaded for one in gc.get_objects())


def below() -> dict[psutil.Process, int]:
    """Return the processes below this one, each with the number of its session."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        with suppress(ProcessLookupError):  # it has ended meanwhile
            found[process] = os.getsid(process.pid)
    return found
