"""After an apply has returned, no process answers from an older catalog."""

import threading
from pathlib import Path

import pytest

from tests.support.calls import Caller
from tests.support.databases import Databases
from tests.support.people import succeed, token_of
from tests.support.server import UNPACED, served

PROCESSES = 4
REQUESTS = 10_000
READERS = 8
FIELDS = 12

PACKAGE = """name: soak
label: {en: Soak, zh: 耐久}
version: 1.0.%(version)d
depends: [core]
prefix: ""
"""
OBJECT = """kind: object
name: soak_item
label: {en: Item, zh: 条目}
fields:
  - {name: name, label: {en: Name, zh: 名称}, type: text}
"""


def write_package(folder: Path, fields: int) -> str:
    (folder / "objects").mkdir(parents=True, exist_ok=True)
    (folder / "plugin.yaml").write_text(PACKAGE % {"version": fields}, encoding="utf-8")
    lines = [
        f"  - {{name: extra_{number}, label: {{en: Extra {number}, zh: 附加 {number}}}, type: text}}\n"
        for number in range(fields)
    ]
    (folder / "objects" / "soak_item.yaml").write_text(OBJECT + "".join(lines), encoding="utf-8")
    return str(folder)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_no_request_after_an_apply_is_answered_from_an_older_catalog(databases: Databases, tmp_path: Path) -> None:
    url = databases.fresh()
    succeed(url, "init")
    package = tmp_path / "soak"
    succeed(url, "apply", write_package(package, 0))
    token = token_of(url, "reader", "administrator", tmp_path)
    applied = [0]  # how many extra fields the last apply that returned has made
    older: list[str] = []
    with served(url, tmp_path / "server.log", "--workers", str(PROCESSES), settings=UNPACED) as base:
        threads = [threading.Thread(target=read, args=(base, token, applied, older)) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        for fields in range(1, FIELDS + 1):
            succeed(url, "apply", write_package(package, fields))
            applied[0] = fields
        for thread in threads:
            thread.join()
    assert older == []


def read(base: str, token: str, applied: list[int], older: list[str]) -> None:
    caller = Caller(base, token)
    for turn in range(REQUESTS // READERS):
        known = applied[0]
        field = f"extra_{known - 1}" if known else "name"
        status, headers, body = caller("GET", f"records/soak_item?fields={field}&limit=1")
        if status != 200:
            revision = headers.get("x-catalog-revision")
            older.append(f"turn {turn}: {field} is known, answered {status} in {revision}: {body}")
        if turn % 50 == 0:  # let the kernel give the connection to another process
            caller.close()
    caller.close()
