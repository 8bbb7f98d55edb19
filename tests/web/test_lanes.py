"""Requests that are worked on at a time: one after the other on SQLite, until one waits or takes long."""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from guanxi.web.lanes import Lanes
from guanxi.web.live import LIVE
from guanxi.web.processor import Processor

Start = Callable[..., Any]


class Work:
    """An application whose requests note how many are at work, and last until they are let go."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.running, self.most = 0, 0
        self.allowed: list[set[int]] = []  # on which processors each request may run
        self.begun, self.go = threading.Semaphore(0), threading.Event()
        self.lanes: Lanes | None = None
        self._counting = threading.Lock()

    def __call__(self, environment: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Work, and step aside first where the path says so."""
        del start
        self.allowed.append(os.sched_getaffinity(0))
        if environment["PATH_INFO"] == "/waits" and self.lanes is not None:
            self.lanes.step_aside()
        with self._counting:
            self.running += 1
            self.most = max(self.most, self.running)
        self.begun.release()
        self.go.wait(environment.get("seconds", 10))
        with self._counting:
            self.running -= 1
        return [b"done"]


def test_quick_requests_go_one_after_the_other() -> None:
    work = Work()
    lanes = Lanes(work, patience=10, processor=Processor(0))
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(lanes, {"PATH_INFO": "/", "seconds": 0.01}, lambda *_: None) for _ in range(12)]
        assert [list(one.result(10)) for one in asked] == [[b"done"]] * 12
    assert work.most == 1


def test_nobody_waits_long_for_a_request_that_takes_long() -> None:
    work, processor = Work(), Processor(0)
    lanes = Lanes(work, patience=0.01, processor=processor)
    with ThreadPoolExecutor(2) as pool:
        long = pool.submit(lanes, {"PATH_INFO": "/"}, lambda *_: None)
        assert work.begun.acquire(timeout=10)
        other = pool.submit(lanes, {"PATH_INFO": "/", "seconds": 0}, lambda *_: None)
        assert list(other.result(10)) == [b"done"]
        assert not long.done()
        assert work.allowed == [processor.one, processor.every]  # it works beside the long one
        work.go.set()
        assert list(long.result(10)) == [b"done"]


def test_who_steps_aside_lets_others_work_at_once() -> None:
    work = Work()
    work.lanes = lanes = Lanes(work, patience=10, processor=Processor(0))
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(lanes, {"PATH_INFO": "/waits"}, lambda *_: None) for _ in range(4)]
        for _ in waiting:
            assert work.begun.acquire(timeout=10)
        work.go.set()
        for one in waiting:
            one.result(10)
    assert work.most == 4


def test_live_connections_need_no_lane() -> None:
    work = Work()
    lanes = Lanes(work, patience=10, processor=Processor(0))
    with ThreadPoolExecutor(3) as pool:
        live = [pool.submit(lanes, {"PATH_INFO": LIVE}, lambda *_: None) for _ in range(3)]
        for _ in live:
            assert work.begun.acquire(timeout=10)
        work.go.set()
        for one in live:
            one.result(10)
    assert work.most == 3
