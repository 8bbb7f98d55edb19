"""One keep-alive connection to a running server, for tests that count every answer."""

import http.client
import json
import time
import urllib.parse
from typing import Any

__all__ = ["Caller"]


IDLE = 10.0  # seconds after which a server may have closed a connection that nobody used


class Caller:
    """Calls the API as one principal."""

    def __init__(self, base: str, token: str) -> None:
        place = urllib.parse.urlsplit(base)
        self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        self._token = token
        self._used = time.monotonic()

    def __call__(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, str], Any]:
        """Return status, headers (names in lower case) and the JSON body."""
        headers = {"Authorization": f"Bearer {self._token}"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if time.monotonic() - self._used > IDLE:
            self._connection.close()  # the request opens it anew
        self._connection.request(method, f"/api/v1/{path}", body=data, headers=headers)
        answer = self._connection.getresponse()
        text = answer.read()
        self._used = time.monotonic()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, named, json.loads(text) if text else None

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
