"""The processor that the threads of a process share."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from guanxi.web.processor import Processor


def allowed_after(*steps: Callable[[], None]) -> set[int]:
    """The processors on which a new thread may run once it has done the steps."""
    with ThreadPoolExecutor(1) as pool:
        for step in steps:
            pool.submit(step).result(10)
        return pool.submit(os.sched_getaffinity, 0).result(10)


def test_a_thread_that_stays_keeps_to_one_processor_and_one_that_roams_to_none() -> None:
    processor = Processor(0)
    assert allowed_after() == processor.every
    assert allowed_after(processor.stay) == processor.one
    assert len(processor.one) == 1
    assert allowed_after(processor.stay, processor.roam) == processor.every
    assert allowed_after(processor.stay, processor.roam, processor.stay) == processor.one


def test_workers_take_the_processors_in_turn() -> None:
    count = len(os.sched_getaffinity(0))
    taken = [Processor(number).one for number in range(7, 7 + count)]
    assert frozenset[int]().union(*taken) == os.sched_getaffinity(0)
