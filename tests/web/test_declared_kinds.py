"""Kinds of packages over HTTP: taken in with the package, told to editors, drafted, published and undone."""

import io
import json
import zipfile
from typing import Any

import yaml

from tests.support.kinds import CASES, LEVEL, MANIFEST, SCHEMA
from tests.web.client import API, Client, told

GOLD: dict[str, Any] = {
    **yaml.safe_load(LEVEL.replace("object: case", "object: user").replace("when: urgent", "when: active")),
    "watched": ["login"], "label": {"en": "Gold", "zh": "金牌"},
}  # fmt: skip


def desk(**more: str) -> bytes:
    """Return the package that declares service levels as a zip file."""
    files = {"plugin.yaml": MANIFEST, "kinds/sla_policy.schema.json": json.dumps(SCHEMA), **more}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"desk/{name}", text)
    return content.getvalue()


def take_in(client: Client, archive: bytes, status: int = 200) -> Any:
    headers = {"Authorization": f"Bearer {client.token}"}

    def send(**form: str) -> Any:
        body = {"file": (io.BytesIO(archive), "desk.zip"), **form}
        return client.flask.post(f"{API}/packages", data=body, headers=headers, content_type="multipart/form-data")

    planned = send(plan="true").get_json()
    return told(send(plan_id=planned.get("plan_id", "")), status)


def kind_in(client: Client) -> Any:
    kinds = client.get("/metadata/vocabulary")["kinds"]
    return next((kind for kind in kinds if kind["name"] == "sla_policy"), None)


def test_a_kind_is_told_to_editors_from_the_moment_its_package_is_there(admin: Client) -> None:
    assert kind_in(admin) is None
    take_in(admin, desk())

    found = kind_in(admin)
    assert (found["package"], found["package_label"], found["label"]) == (
        "desk", {"en": "Desk", "zh": "服务台"}, {"en": "Service level", "zh": "服务级别"},
    )  # fmt: skip
    assert list(found["schema"]["properties"])[:5] == ["kind", "name", "renamed_from", "label", "object"]
    assert "$ref" not in json.dumps(found["schema"])
    assert "kind" not in {kind["name"] for kind in admin.get("/metadata/vocabulary")["kinds"]}

    told(admin("POST", "/packages/desk/uninstall", {"plan_id": plan_of(admin, "uninstall")}), 200)
    assert kind_in(admin) is None


def plan_of(client: Client, action: str) -> str:
    return str(client.get(f"/packages/desk/plan?action={action}")["plan_id"])


def test_items_are_drafted_published_listed_and_undone(admin: Client) -> None:
    take_in(admin, desk(**{"objects/case.yaml": CASES, "sla_policies/basic.yaml": LEVEL}))
    told(admin("PUT", "/metadata/drafts/sla_policy/gold", {"item": GOLD, "base": None}), 200)
    planned = admin.get("/metadata/drafts/plan")
    assert [(change["kind"], change["name"], change["action"]) for change in planned["changes"]] == [
        ("sla_policy", "gold", "add"),
    ]  # fmt: skip
    done = told(admin("POST", "/metadata/drafts/publish", {"plan_id": planned["plan_id"]}), 200)

    items = [item for item in admin.get("/metadata")["data"] if item["kind"] == "sla_policy"]
    assert [(item["name"], item["package"], item["object"]) for item in items] == [
        ("basic", "desk", "case"), ("gold", "workspace", "user"),
    ]  # fmt: skip
    assert admin.get("/metadata/sla_policy/gold")["data"]["body"]["promises"][0]["minutes"] == 30
    assert [use["name"] for use in admin.get("/metadata/object/user/uses")["data"] if use["kind"] == "sla_policy"]

    told(admin("POST", f"/metadata/revisions/{done['revision']}/rollback", {}), 200)
    assert admin("GET", "/metadata/sla_policy/gold").status_code == 404


def test_every_fault_of_an_item_is_told_at_once(admin: Client) -> None:
    take_in(admin, desk())
    promises = [{"priority": "high", "minutes": 0}, {"priority": "low", "minutes": 9}]
    wrong = {**GOLD, "colour": 1, "object": "nobody", "promises": promises}
    answer = told(admin("POST", "/metadata/plan", {"documents": [{**wrong, "name": "gold"}]}), 422)

    assert {(error["field"], error["code"]) for error in answer["errors"]} >= {
        ("sla_policy/gold/colour", "unknown_key"),
        ("sla_policy/gold/promises/0/minutes", "schema"), ("sla_policy/gold/object", "unknown_object"),
    }  # fmt: skip


def test_a_kind_cannot_be_declared_or_drafted_by_hand(admin: Client) -> None:
    body = {"kind": "kind", "name": "mine", **SCHEMA}
    answer = told(admin("POST", "/metadata/apply", {"documents": [body]}), 422)

    assert "kind_of_packages" in {error["code"] for error in answer["errors"]}
    assert admin("PUT", "/metadata/drafts/kind/mine", {"item": body, "base": None}).status_code == 404
    assert admin("PUT", "/metadata/drafts/sla_policy/gold", {"item": GOLD, "base": None}).status_code == 404


def test_a_draft_whose_kind_has_gone_is_told_of_and_dropped(admin: Client) -> None:
    take_in(admin, desk())
    told(admin("PUT", "/metadata/drafts/sla_policy/gold", {"item": GOLD, "base": None}), 200)
    told(admin("POST", "/packages/desk/uninstall", {"plan_id": plan_of(admin, "uninstall")}), 200)

    assert [finding["code"] for finding in admin.get("/metadata/drafts/plan")["findings"]] == ["unknown_kind"]
    assert admin("DELETE", "/metadata/drafts/sla_policy/gold").status_code == 204


def test_a_package_with_a_faulty_kind_is_refused_with_lines(admin: Client) -> None:
    broken = json.dumps({**SCHEMA, "oneOf": []}, indent=1)
    answer = take_in(admin, desk(**{"kinds/sla_policy.schema.json": broken, "kinds/more.txt": "?"}), 422)

    assert {(error["code"], error["params"].get("line")) for error in answer["errors"]} >= {
        ("unknown_key", broken[: broken.index('"oneOf"')].count("\n") + 1),
    }  # fmt: skip
    assert kind_in(admin) is None
