"""Reading files of rows: encodings, delimiters, and rows that cannot be read."""

from pathlib import Path

import pytest
from guanxi.errors import Invalid
from guanxi.importing.source import Chunk, Source, open_source


def opened(path: Path, content: bytes, **stated: str) -> Source:
    path.write_bytes(content)
    return open_source(path, encoding=stated.get("encoding"), delimiter=stated.get("delimiter"), columns=frozenset())


def chunks(source: Source, **options: int) -> list[Chunk]:
    return list(source.chunks(**options))


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("gbk", "gb18030"), ("gb18030", "gb18030"),
    ],
)  # fmt: skip
def test_encodings_are_found_out(tmp_path: Path, written: str, named: str) -> None:
    text = "名称,城市\r\n北京华远科技有限公司,北京\r\n上海浦江贸易,上海\r\n"
    source = opened(tmp_path / "a.csv", text.encode(written))
    assert source.encoding == named
    assert source.header == ("名称", "城市")
    assert chunks(source)[0].rows == [["北京华远科技有限公司", "北京"], ["上海浦江贸易", "上海"]]


def test_bytes_that_may_be_several_encodings_are_not_guessed(tmp_path: Path) -> None:
    content = "name,city\nSociété Générale,Orléans\n".encode("latin-1")
    with pytest.raises(Invalid) as caught:
        opened(tmp_path / "a.csv", content)
    assert [problem.code for problem in caught.value.problems] == ["encoding_ambiguous"]
    stated = opened(tmp_path / "a.csv", content, encoding="latin-1")
    assert chunks(stated)[0].rows == [["Société Générale", "Orléans"]]


def test_a_stated_encoding_that_is_wrong_is_reported(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        opened(tmp_path / "a.csv", b"name\n\xff\xfe\xfa\n", encoding="utf-8")
    assert [problem.code for problem in caught.value.problems] == ["encoding_wrong"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_out(tmp_path: Path, delimiter: str) -> None:
    text = f'name{delimiter}note\nA{delimiter}"x{delimiter}y"\n'
    source = opened(tmp_path / "a.csv", text.encode())
    assert source.delimiter == delimiter
    assert chunks(source)[0].rows == [["A", f"x{delimiter}y"]]


def test_delimiters_that_both_fit_are_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        opened(tmp_path / "a.csv", b"a,b;c\n1,2;3\n")
    assert [problem.code for problem in caught.value.problems] == ["delimiter_ambiguous"]
    assert opened(tmp_path / "a.csv", b"a,b;c\n1,2;3\n", delimiter=";").header == ("a,b", "c")


def test_columns_of_the_mapping_tell_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b;c\n1,2;3\n")
    assert open_source(path, encoding=None, delimiter=None, columns=frozenset({"c"})).delimiter == ";"


def test_broken_rows_are_findings_and_the_others_are_read(tmp_path: Path) -> None:
    source = opened(tmp_path / "a.csv", b'a,b\n1,2\n3\n\n4,5,6\n7,"8"x\n9,10\n')
    (chunk,) = chunks(source)
    assert [chunk.rows[place] for place in range(len(chunk.rows)) if place not in chunk.broken] == [
        ["1", "2"],
        ["9", "10"],
    ]
    assert {place: problem.code for place, problem in chunk.broken.items()} == {
        1: "row_cells", 2: "row_cells", 3: "row_malformed",
    }  # fmt: skip
    assert chunk.broken[2].params == {"line": 5, "expected": 2, "found": 3}


def test_a_quote_that_is_never_closed_is_one_broken_row(tmp_path: Path) -> None:
    (chunk,) = chunks(opened(tmp_path / "a.csv", b'a,b\n1,2\n3,"4\n5,6\n'))
    assert len(chunk.rows) == 2
    assert chunk.broken[1].code == "row_malformed"


def test_chunks_keep_the_numbers_of_their_rows(tmp_path: Path) -> None:
    source = opened(tmp_path / "a.csv", b"a\n" + b"".join(b"%d\n" % number for number in range(7)))
    found = chunks(source, size=3)
    assert [(chunk.first, len(chunk.rows)) for chunk in found] == [(0, 3), (3, 3), (6, 1)]
    assert [chunk.first for chunk in chunks(source, size=3, skip=2)] == [6]
    assert source.count() == 7


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        opened(tmp_path / "a.csv", content)
    assert [problem.code for problem in caught.value.problems] == ["file_empty"]
