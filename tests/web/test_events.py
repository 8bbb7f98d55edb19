"""The change feed: every committed change once and in order, resumable, cut to what its reader sees when it reads."""

from collections.abc import Callable
from typing import Any

import pytest
from guanxi.access.principal import SYSTEM_USER_ID, Principal
from guanxi.automation.sequencer import seal_pending
from guanxi.errors import TooMany
from guanxi.feed.watch import MOST_OF_ONE, Watch
from guanxi.notifications.inbox import Notice, put
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, told


def followed(client: Client, after: str = "", limit: int = 100) -> tuple[list[dict[str, Any]], str]:
    """Return all changes after a cursor, and the cursor after them."""
    entries: list[dict[str, Any]] = []
    while True:
        page = client.get(f"/events/changes?limit={limit}" + (f"&after={after}" if after else ""))
        entries += page["data"]
        after = page["page"]["next"]
        if not page["page"]["more"]:
            return entries, after


def present(workspace: Workspace, client: Client) -> str:
    """Return the cursor after everything that is committed."""
    seal_pending(workspace.database)
    return str(client.get("/events/changes?after=now")["page"]["next"])


def written(workspace: Workspace, object_name: str, *rows: dict[str, Any], operation: Any = "create") -> list[str]:
    done = save(workspace.context(Principal.system("test")), object_name, rows, operation=operation)
    seal_pending(workspace.database)
    return [str(result.id) for result in done.results]


def test_changes_come_once_and_in_order_from_any_cursor(sales: Workspace, admin: Client) -> None:
    start = present(sales, admin)
    many = written(sales, "account", *({"name": f"Account {number}"} for number in range(600)))  # one event in bulk
    one = written(sales, "contact", {"name": "Li Na"})
    written(sales, "account", {"id": many[0], "city": "Suzhou"}, operation="update")
    written(sales, "contact", {"id": one[0]}, operation="delete")
    whole, end = followed(admin, start, 500)
    assert [entry["id"] for entry in whole] == [*many, *one, many[0], *one]
    assert [entry["change"] for entry in whole[-3:]] == ["created", "updated", "deleted"]
    assert (whole[-2]["fields"], whole[-2]["version"]) == (["city"], 2)
    assert followed(admin, start, 77)[0] == whole
    assert followed(admin, end)[0] == []
    for wrong in ("after=x", "limit=0", "since=1"):
        assert admin("GET", f"/events/changes?{wrong}").status_code == 400


def test_a_reader_is_told_of_what_it_sees_and_of_what_was_taken_from_it(
    sales: Workspace, admin: Client, person: Callable[..., Client]
) -> None:
    grants = [{"object": "account", "rights": ["read"], "fields": {"read": ["name"]}}]
    names = {"en": "Clerk", "zh": "文员"}
    role = {"kind": "role", "name": "clerk", "label": names, "audience": "staff", "objects": grants}
    admin.post("/metadata/apply", {"documents": [role], "message": "clerk"}, 200)
    clerk, rep = person("clerk", "clerk"), person("rep", "sales_rep")
    start = present(sales, clerk)
    mine = written(sales, "account", {"name": "Mine", "owner": clerk.user_id})[0]
    written(sales, "account", {"name": "Hidden", "owner": rep.user_id})
    written(sales, "contact", {"name": "Hidden", "owner": clerk.user_id})
    written(sales, "account", {"id": mine, "name": "Ours", "city": "Hidden"}, operation="update")
    seen, middle = followed(clerk, start)
    assert [(entry["id"], entry["change"], entry["fields"]) for entry in seen] == [
        (mine, "created", []), (mine, "updated", ["name"]),
    ]  # fmt: skip
    written(sales, "account", {"id": mine, "owner": rep.user_id}, operation="update")
    assert followed(clerk, middle)[0] == [{"object": "account", "id": mine, "change": "gone"}]
    assert [entry["change"] for entry in followed(clerk, start)[0]] == ["gone"]  # what it sees is decided when it reads
    assert told(rep("GET", f"/events/changes?after={start}"), 400)["code"] == "cursor_expired"  # another reader's


def test_live_changes_come_with_cursors_and_end_with_the_right_to_them(sales: Workspace, admin: Client) -> None:
    seal_pending(sales.database)
    answer = admin.flask.get("/api/v1/events", headers={"Authorization": f"Bearer {admin.token}"}, buffered=False)
    assert answer.mimetype == "text/event-stream"
    sent = answer.iter_encoded()
    assert next(sent) == b"retry: 3000\n\n"
    assert next(sent) == b'event: notifications\ndata: {"unread":0}\n\n'
    assert next(sent).startswith(b":")
    made = written(sales, "account", {"name": "Acme"})
    event = next(sent).decode()
    assert event.startswith("id: ")
    assert f'"id":"{made[0]}","change":"created"' in event
    mark = event.split()[1]
    answer.close()
    written(sales, "account", {"name": "Later"})
    headers = {"Authorization": f"Bearer {admin.token}", "Last-Event-ID": mark}
    again = admin.flask.get("/api/v1/events", headers=headers, buffered=False)
    sent = again.iter_encoded()
    assert [next(sent), b"created" in next(sent)] == [b"retry: 3000\n\n", True]
    next(sent), next(sent)
    with sales.database.write() as connection:
        connection.delete("gx_token", {"user_id": admin.user_id})
    written(sales, "account", {"name": "Not for it any more"})
    assert list(sent) == []
    again.close()


def test_live_readers_are_told_to_read_anew_when_what_they_belong_to_changes(
    sales: Workspace, admin: Client, person: Callable[..., Client]
) -> None:
    rep = person("rep", "sales_rep")
    team = written(sales, "team", {"name": "Blue"})[0]
    after = present(sales, rep)
    written(sales, "team_member", {"team": team, "user": rep.user_id})
    answer = rep.flask.get(
        f"/api/v1/events?after={after}", headers={"Authorization": f"Bearer {rep.token}"}, buffered=False
    )
    sent = answer.iter_encoded()
    assert [next(sent), next(sent).decode().split("\n")[1:3]] == [
        b"retry: 3000\n\n", ["event: change", 'data: {"object":null,"change":"reset"}'],
    ]  # fmt: skip
    answer.close()


def test_connections_are_counted_by_user_and_in_all(workspace: Workspace) -> None:
    watch = Watch(workspace.database, limit=MOST_OF_ONE + 1)
    for _ in range(MOST_OF_ONE):
        watch.enter("one")
    with pytest.raises(TooMany):
        watch.enter("one")
    watch.enter("other")
    with pytest.raises(TooMany):
        watch.enter("third")
    watch.leave("one")
    watch.enter("third")


def test_whoever_waits_is_woken_by_a_notice_that_comes_after_its_event(workspace: Workspace) -> None:
    watch = Watch(workspace.database, limit=1)
    known = watch.newest()
    with workspace.database.write() as connection:
        put(connection, [Notice(SYSTEM_USER_ID, "mentioned")])
    assert watch.wait(known, seconds=30) != known
