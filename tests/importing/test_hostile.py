"""Files that somebody else wrote, some of them to break what reads them."""

import json
import random
import unicodedata
from pathlib import Path

from guanxi.errors import Invalid
from guanxi.importing.source import open_source
from guanxi.workspace.workspace import Workspace

from tests.support.importing import imported, mapping_of, stored, system, write_csv

PIECES = [
    b'"', b",", b";", b"\n", b"\r", b"\r\n", b"a", b"1", b"\0", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\t", b"|",
    "é".encode(), "中".encode("gbk"), "中".encode(), b"\xe9", "\u2028".encode(), b"\x85", b"\x1a",
]  # fmt: skip


def test_any_bytes_are_read_or_refused(tmp_path: Path) -> None:
    dice, path = random.Random(7), tmp_path / "a.csv"
    for turn in range(600):
        count = dice.choice([1, 3, 10, 60])
        path.write_bytes(b"".join(dice.choices(PIECES, k=count)) if turn % 3 else dice.randbytes(count))
        encoding = dice.choice([None, None, "utf-8", "utf-16", "gbk", "latin-1", "utf-7", "big5"])
        try:
            source = open_source(path, encoding=encoding, delimiter=None, columns=frozenset())
        except Invalid:
            continue
        assert all(len(row) == len(source.header) for chunk in source.chunks() for place, row in enumerate(chunk.rows)
                   if place not in chunk.broken)  # fmt: skip


def test_the_edge_cases_of_csv_are_read(shared_data: Path) -> None:
    folder = shared_data / "csv_spectrum"
    # The expected file of this one tells another telephone number than its CSV.
    files = [path for path in sorted((folder / "csvs").glob("*.csv")) if path.stem != "location_coordinates"]
    for path in files:
        source = open_source(path, encoding=None, delimiter=None, columns=frozenset())
        rows = [dict(zip(source.header, row, strict=True)) for chunk in source.chunks() for row in chunk.rows]
        expected = (folder / "json" / f"{path.stem}.json").read_text().replace("\\r\\n", "\\n")
        assert rows == json.loads(expected), path.name
    assert len(files) > 10


def test_hostile_texts_are_kept_as_they_are_or_refused(workspace: Workspace, tmp_path: Path, shared_data: Path) -> None:
    texts = [*json.loads((shared_data / "naughty_strings" / "blns_A.json").read_text("utf-8"))]
    for path in (shared_data / "injection_payloads").glob("*.txt"):
        texts += path.read_text("utf-8").splitlines()
    texts = list(dict.fromkeys(text for text in texts if text.strip() and "\0" not in text))
    rows = [{"name": text, "number": f"N{index}"} for index, text in enumerate(texts)]
    context, path = system(workspace), tmp_path / "a.csv"
    mapping = mapping_of("product", {"code": "number", "description": "name", "name": "number"}, match="code")
    write_csv(path, rows)
    found = imported(context, path, mapping, mode="partial", errors=tmp_path / "errors.csv")
    assert found.counts["created"] > 400
    assert {problem["code"] for problem in found.problems} <= {"bad_text", "max_length"}
    kept = dict(stored(context, "product", "code", "description"))
    assert len(kept) == min(found.counts["created"], 200)
    for number, text in kept.items():
        assert text is None or text.strip() == unicode_form(texts[int(number[1:])])


def unicode_form(text: str) -> str:
    """Return the form in which texts are stored."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
