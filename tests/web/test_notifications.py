"""The inbox over HTTP: in the caller's language, by pages, with nothing it may not see, marked as read by its owner."""

import uuid
from collections.abc import Callable

from guanxi.notifications.inbox import Notice, put
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, told


def test_a_notice_is_told_in_the_language_of_its_reader_and_names_only_what_it_may_see(
    sales: Workspace, admin: Client, person: Callable[..., Client]
) -> None:
    rep = person("rep", "sales_rep")
    mine = rep.post("/records/account", {"name": "Acme"})["data"]["id"]
    hidden = admin.post("/records/account", {"name": "Concealed"})["data"]["id"]
    with sales.database.write() as connection:
        put(connection, [Notice(rep.user_id, "owner_given", {"by": admin.user_id}, "account", hidden)])
        put(connection, [Notice(rep.user_id, "owner_given", {"by": admin.user_id}, "account", mine)])
        put(connection, [Notice(rep.user_id, "owner_given_many", {"by": str(uuid.uuid4()), "count": 7}, "account")])
    many, seen, unseen = rep.get("/notifications", Accept_Language="zh")["data"]
    assert many["text"] == "有人将 7 条记录交给了您：客户。"
    assert (seen["text"], seen["record"]) == (
        "Admin将客户“Acme”交给了您。", {"object": "account", "id": mine, "name": "Acme"},
    )  # fmt: skip
    assert (unseen["text"], unseen["record"]) == ("Admin将一条记录交给了您。", None)
    assert rep.get("/notifications", Accept_Language="en")["data"][1]["text"] == "Admin gave you Account “Acme”."
    assert admin.get("/notifications") == {"data": [], "page": {"next": None}, "unread": 0}


def test_the_end_of_an_import_is_told_by_its_file(sales: Workspace, person: Callable[..., Client]) -> None:
    rep = person("rep", "sales_rep")
    with sales.database.write() as connection:
        for kind, params in (("import_done", {"file": "deals.csv"}), ("import_failed", {})):  # older ones name none
            put(connection, [Notice(rep.user_id, kind, params, "account")])
    texts = {
        language: [row["text"] for row in rep.get("/notifications", Accept_Language=language)["data"]]
        for language in ("zh", "en")
    }
    assert texts == {
        "zh": ["您的文件未能导入。", "“deals.csv”已导入。"],
        "en": ["Your file could not be imported.", "“deals.csv” is imported."],
    }


def test_notices_come_by_pages_and_are_marked_as_read_by_nobody_else(
    sales: Workspace, admin: Client, person: Callable[..., Client]
) -> None:
    rep = person("rep", "sales_rep")
    with sales.database.write() as connection:
        put(connection, [Notice(rep.user_id, "import_done", {"job": str(number)}) for number in range(5)])
    first = rep.get("/notifications?limit=2")
    second = rep.get(f"/notifications?limit=2&cursor={first['page']['next']}")
    assert [row["params"]["job"] for row in (*first["data"], *second["data"])] == ["4", "3", "2", "1"]
    ids = [row["id"] for row in first["data"]]
    assert told(admin("POST", "/notifications/read", {"ids": ids}), 200) == {"unread": 0}
    assert told(rep("POST", "/notifications/read", {"ids": ids}), 200) == {"unread": 3}
    assert [row["params"]["job"] for row in rep.get("/notifications?unread=true")["data"]] == ["2", "1", "0"]
    assert told(rep("POST", "/notifications/read", {}), 200) == {"unread": 0}
    for wrong in ("cursor=x", "limit=none", f"unread=true&cursor={first['page']['next']}"):
        assert rep("GET", f"/notifications?{wrong}").status_code == 400
    assert rep("POST", "/notifications/read", {"ids": ["x"]}).status_code == 422
