"""Descriptions of objects, cut to the caller."""

from collections.abc import Callable

from tests.web.client import Client


def test_an_object_is_described_with_fields_states_and_relations(admin: Client) -> None:
    told = admin.get("/objects/opportunity")
    fields = {field["name"]: field for field in told["fields"]}
    assert fields["account"]["to"] == "account"
    assert fields["name"]["writable"]
    assert fields["stage"]["values"][0]["name"] == "prospecting"
    assert told["states"]["field"] == "stage"
    assert "update" in told["rights"]
    assert {child["object"] for child in told["children"]} == {
        "opportunity_line", "opportunity_competitor", "lead",
    }  # fmt: skip


def test_objects_whose_records_belong_to_others_are_told(admin: Client) -> None:
    child = {item["name"]: item["child"] for item in admin.get("/objects")["data"]}
    assert (child["opportunity_line"], child["comment"], child["note"]) == (True, True, True)
    assert (child["opportunity"], child["account"]) == (False, False)


def test_labels_come_in_the_language_of_the_caller(admin: Client) -> None:
    assert admin.get("/objects/account", Accept_Language="zh")["label"] == "客户"
    assert admin.get("/objects/account", Accept_Language="de, en;q=0.5")["label"] == "Account"


def test_a_description_is_kept_until_revision_or_reader_change(admin: Client, person: Callable[..., Client]) -> None:
    tag = admin("GET", "/objects/account").headers["ETag"]
    assert admin("GET", "/objects/account", If_None_Match=tag).status_code == 304
    other = person("rep", "sales_rep")
    assert other("GET", "/objects/account").headers["ETag"] != tag
    assert other("GET", "/objects/account", If_None_Match=tag).status_code == 200
    field = {"name": "extra", "type": "text", "label": {"en": "Extra", "zh": "附加"}}
    document = {"kind": "extension", "name": "account_extra", "object": "account", "fields": [field]}
    admin.post("/metadata/apply", {"documents": [document], "message": "a field"}, 200)
    assert admin("GET", "/objects/account", If_None_Match=tag).status_code == 200


def test_objects_without_any_right_are_not_listed_and_not_there(person: Callable[..., Client]) -> None:
    guest = person("guest", "portal_user", audience="portal")
    assert guest.get("/objects") == {"data": []}
    assert guest("GET", "/objects/account").status_code == 404
    missing, hidden = (
        {**guest("GET", f"/objects/{name}").get_json(), "trace_id": ""} for name in ("nothing", "account")
    )
    assert hidden["detail"] == "There is no object “account”."
    assert {**missing, "params": {}, "detail": ""} == {**hidden, "params": {}, "detail": ""}
