"""The platform as a peer of the shared driver: `platform_peer:postgresql` and `platform_peer:sqlite`.

The driver finds this module, `common` and `gen` on its path. Addresses and tokens come from the environment.
"""

import json
import os
import sqlite3
import uuid
from typing import Any
from urllib.parse import quote

import common
import psycopg

# Method, path, body and user.
Request = tuple[str, str, bytes | None, str]
OBJECT = "bench_opportunity"
FIELDS = ",".join(common.LIST_FIELDS)
WORD = "zephyr"  # what the other side searches for in descriptions
# Loaded rows have ids made from their numbers; what a server makes carries the time in front.
FIRST_CREATED = "01000000-0000-7000-8000-000000000000"


def id_of(number: int) -> str:
    """Return the id of a loaded row."""
    return str(uuid.UUID(int=number | 7 << 76 | 2 << 62))


def account_id(number: int) -> str:
    """Return the id of a loaded account."""
    return id_of(number | 1 << 80)


class Adapter:
    """One server of the platform; the name says which database it stands on."""

    def __init__(self, database: str = "postgresql") -> None:
        self.name = f"guanxi-{database}"
        self.database = database
        self.base = os.environ[f"BENCH_BASE_{database.upper()}"]
        self.tokens = json.loads(os.environ[f"BENCH_TOKENS_{database.upper()}"])

    def headers(self, user: str) -> dict[str, str]:
        """Return the headers of the representative or the administrator."""
        return {"Authorization": f"Bearer {self.tokens[user]}"}

    def request(self, op: str, i: int) -> Request | None:
        """Return method, path, body and user of the i-th request of an operation; None where there is none."""
        path = f"/api/v1/records/{OBJECT}"
        stage = common.stage(i)
        listing = f"{path}?filter={quote(f'stage = {chr(39)}{stage}{chr(39)}')}&sort=-close_date&limit=50&fields="
        one = f"{path}/{id_of(common.MINE[i % 400])}"
        if op in ("list50", "list50_all"):
            return "GET", listing + FIELDS, None, "admin" if op.endswith("all") else "rep"
        if op in ("search", "search_all"):
            found = f"{path}?search={WORD}&sort=-close_date&limit=50&fields={FIELDS}"
            return "GET", found, None, "admin" if op.endswith("all") else "rep"
        if op == "expand":
            return "GET", listing + FIELDS + ",account.name", None, "rep"
        if op == "get_one":
            return "GET", one, None, "rep"
        if op == "update":
            return "PATCH", one, common.dump({"probability": i % 20 * 5, "next_step": f"call {i}"}), "rep"
        if op == "create":
            row = common.new_row(i)
            return "POST", path, common.dump({**row, "account": account_id(row["account"])}), "rep"
        if op in ("aggregate", "aggregate_all"):
            question = {"group_by": ["stage"], "measures": ["sum:amount", "count"]}
            user = "admin" if op.endswith("all") else "rep"
            return "POST", f"/api/v1/aggregate/{OBJECT}", common.dump(question), user
        return None

    def check(self, op: str, status: int, body: Any) -> None:
        """Raise AssertionError unless the answer is the right one."""
        assert status < 300, status
        data = body if op in ("get_one", "update", "create") and "data" not in body else body["data"]
        if op in ("list50", "expand"):
            assert len(data) == 50
            assert len({str(row["owner"]) for row in data}) == 1
            assert all(len(row) >= len(common.LIST_FIELDS) for row in data)
        if op == "list50_all":
            assert len(data) == 50
            assert len({str(row["owner"]) for row in data}) > 10
        if op == "search":
            assert 1 <= len(data) <= 20
        if op == "search_all":
            assert len(data) == 50
        if op == "create":
            self.clean()  # the row of the check would be one too many in the check of the aggregate
        if op == "expand":
            assert all(row["account"]["name"].startswith("Account") for row in data)
        if op.startswith("aggregate"):
            assert len(data) == 8
            own = int(os.environ["BENCH_OWN"])
            assert sum(row["count"] for row in data) == (100_000 if op.endswith("all") else own)

    def clean(self) -> None:
        """Delete the rows that creates left."""
        statement = f"DELETE FROM {OBJECT} WHERE id >= '{FIRST_CREATED}'"
        address = os.environ[f"BENCH_DATABASE_{self.database.upper()}"]
        if self.database == "sqlite":
            with sqlite3.connect(address, timeout=30) as connection:
                connection.execute(statement)
            connection.close()
            return
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)
            connection.execute(f"VACUUM ANALYZE {OBJECT}")
