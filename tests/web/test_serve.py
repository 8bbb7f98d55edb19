"""Serving in processes of their own."""

import http.client
import json
import os
import signal
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.databases import Databases
from tests.support.people import succeed
from tests.support.server import COMMAND, environment_of, free_port, guanxi, served


@pytest.fixture
def made(databases: Databases) -> str:
    url = databases.fresh()
    succeed(url, "init")
    return url


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
    for _ in range(400):
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
            connection.endheaders(body)
            if length > len(body):
                connection.sock.shutdown(1)
            with suppress(http.client.HTTPException):  # hung up on, which is an answer too
                assert connection.getresponse().status in wanted
            connection.close()
        with urllib.request.urlopen(f"{base}/healthz") as answer:
            assert answer.status == 200


def test_stopping_ends_every_process(made: str, tmp_path: Path) -> None:
    with served(made, tmp_path / "log", "--workers", "2"):
        below = psutil.Process(os.getpid()).children(recursive=True)
        children = [process for process in below if "serve" in process.cmdline()]
        assert len(children) >= 3
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
