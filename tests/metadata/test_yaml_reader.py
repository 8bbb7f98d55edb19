"""YAML without its traps, with a line for every fault."""

import pytest
from guanxi.metadata.yaml_reader import read_yaml
from hypothesis import given
from hypothesis import strategies as st


def faults(text: str) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.line) for finding in read_yaml(text.encode(), "x.yaml")[1]]


def value(text: str) -> object:
    documents, findings = read_yaml(text.encode(), "x.yaml")
    assert findings == []
    return documents[0][0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: NO", [("yaml_word", 1)]),
        ("a:\n  - on", [("yaml_word", 2)]),
        ("a: True", [("yaml_word", 1)]),
        ("on: x", [("yaml_word", 1)]),
        ("1: x", [("yaml_key", 1)]),
        ("true: x", [("yaml_key", 1)]),
        ("a: 1\nb: 2\na: 3", [("duplicate_key", 3)]),
        ("a: &x [1]\nb: *x", [("yaml_alias", 2)]),
        ("a: !!python/object:os.system x", [("yaml_tag", 1)]),
        ("? [a]\n: b", [("yaml_key", 1)]),
        ("a: [", [("yaml_syntax", 2)]),
        ("a: b: c", [("yaml_syntax", 1)]),
        ("[" * 100_000, [("yaml_depth", 1)]),
        ("a:\n" + "\n".join(" " * n + "a:" for n in range(1, 60)), [("yaml_depth", 41)]),
    ],
    ids=[
        "bare-no", "bare-on", "capital-true", "key-on", "key-number", "key-true", "key-twice", "alias", "tag",
        "key-list", "unclosed", "two-colons", "flow-depth", "block-depth",
    ],
)  # fmt: skip
def test_trap_is_reported_with_its_line(text: str, found: list[tuple[str, int | None]]) -> None:
    assert faults(text) == found


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a: 'NO'", "NO"), ("a: \"on\"", "on"), ("a: 007", "007"), ("a: 0x10", "0x10"), ("a: 12:30:45", "12:30:45"),
        ("a: 2024-01-02", "2024-01-02"), ("a: 1_000", "1_000"), ("a: .inf", ".inf"), ("a: 1e5", "1e5"), ("a: 12", 12),
        ("a: -1.50", -1.5), ("a: ~", None), ("a:", None), ("a: true", True), ("a: 1.0.0", "1.0.0"),
        ("a: no way", "no way"),
    ],
)  # fmt: skip
def test_plain_text_stays_text(text: str, read: object) -> None:
    assert value(text) == {"a": read}


def test_every_node_knows_its_line() -> None:
    documents, _ = read_yaml(b"kind: x\nfields:\n  - {name: a,\n     type: b}\n  - name: c\n", "x.yaml")
    source = documents[0][1]

    assert [source.line(path) for path in (("kind",), ("fields", 0, "type"), ("fields", 1), ("fields", 9, "x"))] == [
        1,
        4,
        5,
        3,
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: " + b"x" * 3_000_000])
def test_bytes_that_are_no_document_are_refused(content: bytes) -> None:
    documents, findings = read_yaml(content, "x.yaml")

    assert documents == []
    assert [finding.code for finding in findings] in (["not_utf8"], ["file_too_large"])


@given(st.text(alphabet=st.sampled_from("abno:-[]{}&*!?|>'\"#% \n\t,1.~"), max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    documents, findings = read_yaml(text.encode(), "x.yaml")

    assert isinstance(documents, list)
    assert all(finding.code for finding in findings)
