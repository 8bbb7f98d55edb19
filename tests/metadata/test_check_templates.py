"""Assignments and templates: what is wrong with them is told with its place, and renames reach what they name."""

import pytest
from guanxi.change.apply import apply
from guanxi.change.revisions import revisions, undoing
from guanxi.metadata.references import mentions
from guanxi.metadata.structure import Structure
from guanxi.workspace.stored import stored_layers
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, put, visit
from tests.metadata.test_check import SHOP
from tests.support.packages import codes, documents, layer

ASSIGNMENT = "kind: assignment\nname: a\nobject: shop_order\nlabel: {en: A, zh: 分配}\nentries: [{name: one, to: {"
TEMPLATE = "kind: template\nname: t\nobject: shop_order\nlabel: {en: T, zh: 模板}\n"


@pytest.mark.parametrize("text, place, code", [
    (ASSIGNMENT + "field: ownr}}]", "assignment/a/entries/one/to/field", "unknown_field"),
    (ASSIGNMENT + "field: stage}}]", "assignment/a/entries/one/to/field", "assigns_no_user"),
    (ASSIGNMENT + "field: created_by}, how: in_turn}]", "assignment/a/entries/one/how", "assigns_one"),
    (ASSIGNMENT + "team: East}, when: stag = 'open'}]", "assignment/a/entries/one/when", "formula"),
    (ASSIGNMENT.replace("shop_order", "shop_item") + "team: East}}]", "assignment/a/object", "assigns_ownerless"),
    (TEMPLATE + "format: mail\ntext: {en: Hello}", "template/t/subject", "subject_of_mail"),
    (TEMPLATE + "format: message\nsubject: {en: Hi}\ntext: {en: Hello}", "template/t/subject", "subject_of_mail"),
    (TEMPLATE + "format: message\ntext: {zh: '你好 {{ nmae }}'}", "template/t/text/zh", "formula"),
    (TEMPLATE + "format: message\ntext: {en: 'Hello {{ name }'}", "template/t/text/en", "stray_braces"),
], ids=[
    "path", "no-user", "one", "condition", "no-owner", "no-subject", "subject", "merge-field", "braces",
])  # fmt: skip
def test_what_is_refused(text: str, place: str, code: str) -> None:
    assert (code, place) in codes(layer(f"{SHOP}---\n{text}"))


def test_sound_ones_pass_and_mention_what_they_name() -> None:
    text = "format: mail\nsubject: {en: 'Order {{name}}'}\ntext: {en: 'Dear {{ owner.name }}: {{ total * 2 }}'}"
    assigned = ASSIGNMENT + "queue: Desk}, how: least_loaded, when: stage = 'done'}, "
    assigned += "{name: b, to: {field: created_by}}]"
    whole = f"{SHOP}---\n{TEMPLATE}{text}\n---\n{assigned}"
    assert codes(layer(whole)) == []
    found = documents(whole, "shop")
    structure = Structure(found)
    told = [
        (mention.name, document.body["text"]["en"][mention.start : mention.end])
        for document in found if document.kind == "template"
        for mention in mentions(document, structure) if mention.path == ("text", "en")
    ]  # fmt: skip
    assert told == [("owner", "owner"), ("name", "name"), ("total", "total")]
    named = {mention.name for one in found if one.kind == "assignment" for mention in mentions(one, structure)}
    assert {"stage", "done", "created_by"} <= named


def stored(workspace: Workspace) -> dict[str, dict[str, object]]:
    with workspace.database.read() as connection:
        layers = stored_layers(connection)
    kinds = {"assignment", "template"}
    return {one.kind: one.body for layer in layers for one in layer.documents if one.kind in kinds}


def test_they_are_stored_renamed_through_and_rolled_back(workspace: Workspace) -> None:
    words = {"en": "Words", "zh": "文字"}
    template = {
        "kind": "template", "name": "thanks", "object": "visit", "label": words, "format": "message",
        "text": {"en": "{{ place }} and {{UPPER(place)}}", "zh": "{{ place }}"},
    }  # fmt: skip
    entry = {"name": "near", "when": "place = 'Lyon'", "to": {"team": "East"}, "how": "in_turn"}
    assignment = {"kind": "assignment", "name": "near", "object": "visit", "label": words, "entries": [entry]}
    put(workspace, visit(a_field("place"), owned=True))
    put(workspace, template, assignment)
    number = revisions(workspace)[0].number
    put(workspace, visit(a_field("city", renamed_from="place"), owned=True))
    assert stored(workspace)["template"]["text"] == {"en": "{{ city }} and {{UPPER(city)}}", "zh": "{{ city }}"}
    assert stored(workspace)["assignment"]["entries"] == [{**entry, "when": "city = 'Lyon'"}]
    apply(workspace, undoing(workspace, number), author=ADMIN, message="back")
    assert stored(workspace) == {}
