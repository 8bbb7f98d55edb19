"""What mostly waits leaves the threads of the server: live connections, and answers of many pieces."""

import threading
from collections.abc import Iterable, Iterator
from typing import Any

from guanxi.web.live import LIVE, Headers, apart


class Sent:
    """An answer that notes what is sent, and from which threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.whole: bytes | None = None
        self.pieces: list[bytes] = []
        self.threads: set[threading.Thread] = set()
        self.ended = threading.Event()

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Note a whole answer."""
        self.whole = body
        self.threads.add(threading.current_thread())
        self.ended.set()

    def response_iter(self, status: int, headers: Headers, body: Iterator[bytes]) -> None:
        """Note pieces until they end, as the server sends them."""
        self.threads.add(threading.current_thread())
        self.pieces.extend(body)
        self.ended.set()


class Body:
    """Pieces of an answer."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Take the pieces."""
        self._pieces = iter(pieces)
        self.closed = threading.Event()

    def __next__(self) -> bytes:
        """Return the next piece."""
        return next(self._pieces)

    def close(self) -> None:
        """Note that nobody reads on."""
        self.closed.set()


def answered(body: Body) -> Sent:
    sent = Sent()
    apart(lambda answer, _: answer.response_iter(200, [], body))(sent, {"PATH_INFO": "/"})
    return sent


def test_an_answer_of_one_piece_is_sent_at_once_and_closed() -> None:
    for pieces in ([], [b"all"]):
        body = Body(pieces)
        sent = answered(body)
        assert sent.whole == b"".join(pieces)
        assert sent.threads == {threading.current_thread()}
        assert body.closed.is_set()


def test_an_answer_without_pieces_that_cannot_be_closed_is_sent() -> None:
    class Nothing(Body):
        def close(self) -> None:
            raise AttributeError("close")  # as a tuple's in the server's own body

    assert answered(Nothing([])).whole == b""


def test_a_slow_reader_of_many_pieces_holds_no_thread_of_the_server() -> None:
    go_on = threading.Event()

    def pieces() -> Iterator[bytes]:
        yield b"1"
        yield b"2"
        go_on.wait(10)
        yield b"3"

    body = Body(pieces())
    sent = answered(body)  # comes back although the answer waits
    assert not sent.ended.is_set()
    go_on.set()
    assert sent.ended.wait(10)
    assert sent.pieces == [b"1", b"2", b"3"]
    assert threading.current_thread() not in sent.threads
    assert body.closed.wait(10)


def test_a_live_connection_leaves_the_thread_of_the_server_before_it_is_answered() -> None:
    go_on, threads = threading.Event(), list[threading.Thread]()

    def call(answer: Any, asked: dict[str, Any]) -> None:
        threads.append(threading.current_thread())
        go_on.wait(10)
        answer.response_bytes(200, [], b"")

    sent = Sent()
    apart(call)(sent, {"PATH_INFO": LIVE})
    assert not sent.ended.is_set()
    go_on.set()
    assert sent.ended.wait(10)
    assert threading.current_thread() not in threads
