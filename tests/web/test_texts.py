"""The texts of all items over HTTP: as they are written, drafts included, beside what translations say of them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.client import Client, told

OBJECT = {"label": {"en": "Site visit", "zh": "拜访"}, "fields": [{"name": "name", "type": "text"}]}
FRENCH = {"language": "fr", "texts": [{"item": "object/account/label", "text": "Compte"}]}


def texts(client: Client, language: str = "fr") -> dict[str, dict[str, Any]]:
    """Return all texts by what translations name them."""
    found = client.get(f"/metadata/texts?language={language}")["data"]
    return {text["item"]: text for item in found for text in item["texts"]}


def test_a_text_stands_beside_its_translations_and_knows_its_package(admin: Client) -> None:
    documents = [{"kind": "translation", "name": "french", **FRENCH}]
    admin.post("/metadata/apply", {"documents": documents, "message": "French"}, 200)
    found = texts(admin)["object/account/label"]
    assert (found["package"], found["said"]) == ("base", ["en", "zh"])
    assert found["told"] == [{"translation": "french", "text": "Compte"}]
    assert texts(admin, "de")["object/account/label"]["told"] == []
    assert "object/account/fields/name/label" in texts(admin)


def test_what_is_a_draft_can_be_translated_and_a_faulty_draft_hides_nothing(admin: Client) -> None:
    told(admin("PUT", "/metadata/drafts/object/visit", {"item": OBJECT, "base": None}), 200)
    told(admin("PUT", "/metadata/drafts/translation/french", {"item": FRENCH, "base": None}), 200)
    broken = {"label": {"en": "Broken", "zh": "坏"}, "fields": [{"name": "name", "type": "no such"}]}
    told(admin("PUT", "/metadata/drafts/object/broken", {"item": broken, "base": None}), 200)
    found = texts(admin)
    assert (found["object/visit/label"]["en"], found["object/visit/label"]["package"]) == ("Site visit", "workspace")
    assert [said["text"] for said in found["object/account/label"]["told"]] == ["Compte"]
    assert found["object/broken/label"]["zh"] == "坏"


def test_what_is_about_an_object_stands_behind_it(admin: Client) -> None:
    items = [(item["kind"], item["name"]) for item in admin.get("/metadata/texts?language=fr")["data"]]
    about = [item["object"] or item["name"] for item in admin.get("/metadata/texts?language=fr")["data"]]
    first = items.index(("object", "account"))
    behind = [name for name in about[first:] if name == "account"]
    assert about[first : first + len(behind)] == behind
    assert len(behind) == about.count("account") > 1


def test_a_translation_is_told_to_those_who_ask_for_a_language_that_people_may_have(admin: Client) -> None:
    label_of_french = {"en": "French", "zh": "法语"}
    spoken = {"kind": "picklist", "name": "language", "values": [{"name": "fr", "label": label_of_french}]}
    documents = [{"kind": "translation", "name": "french", **FRENCH}]
    admin.post("/metadata/apply", {"documents": documents, "message": "French"}, 200)

    def label(asked: str) -> Any:
        return admin.get("/objects/account", Accept_Language=asked)["label"]

    assert label("fr, zh;q=0.5") == "客户"
    admin.post("/metadata/apply", {"documents": [spoken], "message": "French people"}, 200)
    assert [label(asked) for asked in ("fr, zh;q=0.5", "fr-CA", "zh, fr;q=0.5")] == ["Compte", "Compte", "客户"]
    refused = told(admin("GET", "/objects/nothing", Accept_Language="fr"), 404)
    assert refused["title"] == told(admin("GET", "/objects/nothing", Accept_Language="en"), 404)["title"]


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ("", "language", "required"), ("?language=Fr!", "language", "pattern"),
        ("?language=fr&kind=x", "kind", "unknown_argument"),
    ],
    ids=["no-language", "bad-language", "unknown"],
)  # fmt: skip
def test_a_question_that_names_no_language_is_refused(admin: Client, asked: str, field: str, code: str) -> None:
    problem = told(admin("GET", f"/metadata/texts{asked}"), 400)
    assert [(entry["field"], entry["code"]) for entry in problem["errors"]] == [(field, code)]


def test_only_builders_read_all_texts(person: Callable[..., Client]) -> None:
    assert told(person("clerk", "sales_rep")("GET", "/metadata/texts?language=fr"), 403)["code"] == "denied"
