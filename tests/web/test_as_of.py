"""Records as they were: later changes taken back, with nothing that the reader may not see."""

from collections.abc import Callable
from typing import Any

from tests.web.client import Client, told


def moment_of(client: Client, path: str, body: dict[str, Any]) -> str:
    """Change a record and return when that was."""
    return str(told(client("PATCH", path, body), 200)["data"]["updated_at"])


def test_a_record_is_told_as_it_was_at_each_moment(admin: Client, person: Callable[..., Client]) -> None:
    rep = person("rep", "sales_rep")
    made = admin.post("/records/account", {"name": "Acme", "city": "Suzhou", "employees": 5})["data"]
    path = f"/records/account/{made['id']}"
    first = moment_of(admin, path, {"city": "Lyon"})
    second = moment_of(admin, path, {"city": None, "name": "Acme Ltd"})
    third = moment_of(admin, path, {"owner": rep.user_id, "employees": 6})
    wanted = [
        (made["created_at"], ("Acme", "Suzhou", 5, "Admin")), (first, ("Acme", "Lyon", 5, "Admin")),
        (second, ("Acme Ltd", None, 5, "Admin")), (third, ("Acme Ltd", None, 6, "Rep")),
    ]  # fmt: skip
    for at, values in wanted:
        past = admin.get(f"{path}/as_of?at={at}")["data"]
        assert (past["name"], past["city"], past["employees"], past["owner"]["name"]) == values
        assert "version" not in past
    assert admin("GET", f"{path}/as_of?at=2020-01-01T00:00:00Z").status_code == 404
    for wrong in ("", "at=yesterday", "at=2026-01-01T00:00:00", "at=0001-01-01T00:00:00Z", "at=2026-01-01Z&x=1"):
        assert admin("GET", f"{path}/as_of?{wrong}").status_code == 400
    task = {"name": "Call", "about": {"type": "account", "id": made["id"]}}
    pointing = admin.post("/records/activity", task)["data"]
    moment_of(admin, f"/records/activity/{pointing['id']}", {"about": None})
    past = admin.get(f"/records/activity/{pointing['id']}/as_of?at={pointing['created_at']}")["data"]
    assert past["about"]["id"] == made["id"]


def test_fields_without_history_and_hidden_ones_are_not_told(admin: Client, person: Callable[..., Client]) -> None:
    grants = [{"object": "account", "rights": ["read", "create"], "fields": {"read": ["name"], "write": ["name"]}}]
    names = {"en": "Clerk", "zh": "文员"}
    role = {"kind": "role", "name": "clerk", "label": names, "audience": "staff", "objects": grants}
    admin.post("/metadata/apply", {"documents": [role], "message": "clerk"}, 200)
    clerk = person("clerk", "clerk")
    made = clerk.post("/records/account", {"name": "Acme"})["data"]
    path = f"/records/account/{made['id']}"
    moment_of(admin, path, {"city": "Hidden town"})
    moment_of(admin, path, {"city": None})
    answer = clerk("GET", f"{path}/as_of?at={made['created_at']}")
    assert answer.status_code == 200
    assert "Hidden" not in answer.get_data(as_text=True)
    assert "city" not in answer.get_json()["data"]
    book = admin.post("/records/price_book", {"name": "List"})["data"]
    assert "entry_count" in admin.get(f"/records/price_book/{book['id']}/as_of?at=2999-01-01T00:00:00Z")["unknown"]
    hidden = admin.post("/records/account", {"name": "Other"})["data"]["id"]
    assert clerk("GET", f"/records/account/{hidden}/as_of?at=2999-01-01T00:00:00Z").status_code == 404
