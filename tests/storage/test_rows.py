"""Rows of system tables by equality."""

from typing import Any

from guanxi.storage import Database

from tests.storage.people import NOW, identity


def job(number: int, **values: Any) -> dict[str, Any]:
    blank = {"lease_until": None, "dedup_key": None}
    fixed = {
        "kind": "import",
        "queue": "main",
        "principal": {},
        "state": "queued",
        "run_at": NOW,
        "attempts": 0,
        "max_attempts": 3,
    }
    return {
        "id": identity(number),
        **blank,
        **fixed,
        "payload": {"b": number, "a": ["数"]},
        "created_at": NOW,
        **values,
    }


def test_rows_go_in_and_come_out_with_their_types(database: Database) -> None:
    with database.write() as transaction:
        assert transaction.insert("gx_job", job(1)) == 1
        assert transaction.insert("gx_job", [job(2), job(3, dedup_key="x")]) == 2
        assert transaction.insert("gx_job", []) == 0
        transaction.insert("gx_layer", {"package": "sales", "version": "1", "position": 1, "enabled": False, "at": NOW})
    with database.read() as connection:
        (row,) = connection.select("gx_job", ("id", "payload", "run_at", "lease_until", "attempts"), {"dedup_key": "x"})
        assert row == (identity(3), {"b": 3, "a": ["数"]}, NOW, None, 0)
        assert list(row[1]) == ["b", "a"]
        assert connection.select("gx_layer", ("enabled",)) == [(False,)]


def test_conditions_know_blanks_and_lists(database: Database) -> None:
    with database.write() as transaction:
        transaction.insert("gx_job", [job(1), job(2, dedup_key="x"), job(3, state="done")])
    with database.read() as connection:

        def ids(**where: Any) -> list[str]:
            return [row[0][-1] for row in connection.select("gx_job", ("id",), where, order=("id",))]

        assert ids() == ["1", "2", "3"]
        assert ids(dedup_key=None) == ["1", "3"]
        assert ids(dedup_key=None, state="queued") == ["1"]
        assert ids(id=(identity(2), identity(3)), run_at=NOW) == ["2", "3"]
        assert ids(state={"done"}) == ["3"]
        assert [
            row[0][-1] for row in connection.select("gx_job", ("id",), order=("id",), descending=True, limit=2)
        ] == ["3", "2"]


def test_updates_and_deletes_say_how_many_rows_they_touched(database: Database) -> None:
    with database.write() as transaction:
        transaction.insert("gx_job", [job(1), job(2), job(3)])
        assert (
            transaction.update(
                "gx_job",
                {"state": "running", "lease_until": NOW},
                {"id": [identity(1), identity(2)], "state": "queued"},
            )
            == 2
        )
        assert transaction.update("gx_job", {"state": "done"}, {"state": "running", "owner": "me"}) == 0
        assert transaction.update("gx_job", {"state": "done"}, {"state": "running"}) == 2
        assert transaction.select("gx_job", ("state",), {"id": identity(3)}, lock="update") == [("queued",)]
        assert transaction.delete("gx_job", {"state": "done"}) == 2
        assert transaction.delete("gx_job", {}) == 1


def test_an_upsert_replaces_what_is_there(database: Database) -> None:
    with database.write() as transaction:
        transaction.upsert("gx_counter", {"name": "a", "value": 1}, ("name",))
        transaction.upsert("gx_counter", [{"name": "a", "value": 2}, {"name": "b", "value": 3}], ("name",))
        transaction.upsert(
            "gx_membership",
            {"user_id": identity(1), "grantee_id": identity(2), "via": "team"},
            ("user_id", "grantee_id", "via"),
        )
        transaction.upsert(
            "gx_membership",
            {"user_id": identity(1), "grantee_id": identity(2), "via": "team"},
            ("user_id", "grantee_id", "via"),
        )
    with database.read() as connection:
        assert connection.select("gx_counter", ("name", "value"), order=("name",)) == [("a", 2), ("b", 3)]
        assert len(connection.select("gx_membership", ("via",))) == 1
