"""Documents that anybody may send: whatever they hold, the check answers with findings and never fails."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from guanxi.metadata.check import check_layers
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.document import Document, Manifest
from guanxi.metadata.findings import errors_of
from guanxi.metadata.layers import Layer
from guanxi.metadata.load import WORKSPACE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.metadata.test_compile import FRENCH, SHOP
from tests.support.kinds import CASES, LEVEL, SCHEMA, declaration
from tests.support.packages import CORE, documents, layer

SOUND = [document.body for document in layer(SHOP + "---" + FRENCH).documents]
EXTENSION = {
    "kind": "extension",
    "name": "e",
    "object": "user",
    "fields": [{"name": "shoe", "type": "text"}],
    "rules": [{"name": "rr", "when": "shoe = 'x'", "message": {"en": "a", "zh": "b"}}],
}
PATCH = {"kind": "object", "name": "user", "label": {"en": "Person"}, "fields": [{"name": "email", "after": "^"}]}
BODIES = [*SOUND, EXTENSION, PATCH]
WORDS = st.sampled_from([
    "name", "user", "shop_order", "total", "$roles", "*", "", "object", "text", "formula", "rollup", "a" * 60, "x__y",
    "\x00", "-name", "master_detail", "order", "1 +", "SUM(items.price)", "total > 1", "a.b.c", "and", "hidden",
])  # fmt: skip
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 10**20), st.floats(), WORDS, st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all nodes below the root."""
    found = []
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        found += [(*path, key), *places(value, (*path, key))]
    return found


def broken(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a body with another value at a path."""
    out = deepcopy(body)
    node = out
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return out


@pytest.mark.parametrize("package", ["shop", WORKSPACE])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_document_with_anything_in_any_place_is_only_reported(package: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(BODIES) - 1))
    body = BODIES[index]
    for _ in range(data.draw(st.integers(1, 2))):
        body = broken(body, data.draw(st.sampled_from(places(body))), data.draw(ANYTHING))
    bodies = [*BODIES[:index], body, *BODIES[index + 1 :]]
    documents = tuple(
        Document(str(BODIES[n]["kind"]), str(part.get("name")), package, part) for n, part in enumerate(bodies)
    )
    merged, findings = check_layers([CORE, Layer(Manifest(package, "1.0.0"), documents)], trusted=frozenset({"core"}))

    assert all(finding.text("zh") for finding in findings)
    if not errors_of(findings):
        catalog = compile_catalog(merged)
        for item in catalog.objects.values():
            for member in item.declared:
                if member.formula is not None:
                    catalog.formulas.field(item.name, member.name)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.dictionaries(WORDS, ANYTHING, max_size=4), kind=st.sampled_from(["object", "role", "extension"]))
def test_document_of_nonsense_is_only_reported(body: dict[str, Any], kind: str) -> None:
    documents = (Document(kind, "n", WORKSPACE, {**body, "kind": kind, "name": "n"}),)
    _, findings = check_layers([CORE, Layer(Manifest(WORKSPACE, "0.0.0"), documents)], trusted=frozenset({"core"}))

    assert isinstance(findings, tuple)


KIND_WORDS = st.sampled_from([
    "x-list", "x-ref", "x-of", "x-formula", "$ref", "#/$defs/promise", "common.schema.json#/$defs/label", "properties",
    "items", "required", "enum", "keyed(priority)", "keyed()", "set", "array", "object", "string", "(a+)+", "value",
    "field", "sla_policy", "kind", "$defs", "hidden", "after", "promises",
])  # fmt: skip
OF_KINDS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 10**18), KIND_WORDS, st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KIND_WORDS, inner, max_size=4),
    max_leaves=6,
)


@pytest.mark.parametrize("place", ["kind", "item", "both"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_kind_and_items_with_anything_in_any_place_are_only_reported(place: str, data: st.DataObject) -> None:
    schema: Any = SCHEMA
    case, level = documents(f"{CASES}---{LEVEL}", "desk")
    if place != "item":
        schema = broken(schema, data.draw(st.sampled_from(places(schema))), data.draw(OF_KINDS))
    if place != "kind":
        kept = [path for path in places(level.body) if path not in {("kind",), ("name",)}]
        level = replace(level, body=broken(level.body, data.draw(st.sampled_from(kept)), data.draw(OF_KINDS)))
    patch = Document("sla_policy", "basic", WORKSPACE, {"kind": "sla_policy", "name": "basic", "follows": "basic"})
    layers = [
        CORE, Layer(Manifest("desk", "1.0.0"), (declaration(schema), case, level)),
        Layer(Manifest(WORKSPACE, "0.0.0"), (patch,)),
    ]  # fmt: skip
    merged, findings = check_layers(layers, trusted=frozenset({"core"}))

    assert all(finding.text("zh") for finding in findings)
    if not errors_of(findings):
        assert "basic" in compile_catalog(merged).items("sla_policy")
