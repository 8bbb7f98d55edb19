"""The documentation is fresh, complete and without dead links."""

import re
from pathlib import Path

import pytest

from docs.generate import PAGES, REFERENCE, main

ROOT = Path(__file__).resolve().parents[2]
PAGES_OF_TEXT = [
    *(path for path in sorted((ROOT / "docs").rglob("*.md"))),
    ROOT / "README.md",
    ROOT / "README.zh.md",
]


def test_the_reference_is_what_the_code_says() -> None:
    assert main(["--check"]) == 0


def test_every_page_of_the_reference_is_made_from_code() -> None:
    assert {path.name.removesuffix(".md") for path in REFERENCE.glob("*.md")} == PAGES.keys()


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in PAGES_OF_TEXT])
def test_every_relative_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    dead = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert dead == []


def test_the_index_lists_every_page_of_the_reference_and_every_decision() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [name for name in PAGES if f"reference/{name}.md" not in index] == []
    decisions = (ROOT / "docs" / "decisions" / "index.md").read_text(encoding="utf-8")
    written = [path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]
    assert [name for name in written if name not in decisions] == []


def test_the_chinese_index_leads_to_the_same_pages_in_chinese_where_there_are_any() -> None:
    docs = ROOT / "docs"
    english, chinese = (
        re.findall(r"\]\(([^)]+\.md)\)(（英文）)?", (docs / name).read_text(encoding="utf-8"))
        for name in ("index.md", "index.zh.md")
    )
    plain = [link for link, _ in english if not link.endswith(".zh.md")]
    translated = [(link.replace(".md", ".zh.md"), link) for link in plain]
    wanted = [(zh, "") if (docs / zh).is_file() else (link, "（英文）") for zh, link in translated]
    assert [link for link in chinese if link[0] != "index.md"] == wanted
    every = {str(path.relative_to(docs)) for path in docs.rglob("*.zh.md")} - {"index.zh.md"}
    assert every <= {link for link, _ in chinese}
    assert "](docs/index.zh.md)" in (ROOT / "README.zh.md").read_text(encoding="utf-8")


def test_the_about_page_links_only_to_pages_that_are_there() -> None:
    page = (ROOT / "ui" / "src" / "views" / "about" / "AboutPage.tsx").read_text(encoding="utf-8")
    links = re.findall(r'(?:href|zh): "/docs/([^"]*)"', page)
    missing = [
        link for link in links
        if not any((ROOT / "docs" / link / f"{name}.md").is_file() for name in ("index", "README"))
        and not (ROOT / "docs" / f"{link}.md").is_file()
    ]  # fmt: skip
    assert links
    assert missing == []


def pairs() -> list[Path]:
    """Return the Chinese how-to pages."""
    return sorted((ROOT / "docs" / "how-to").glob("*.zh.md"))


def frame(path: Path) -> tuple[list[str], list[str], int]:
    """Return what two languages of a page share: the levels of headings, the commands, the rows of tables."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^(#+) ", prose, re.MULTILINE), blocks, len(re.findall(r"^\|", prose, re.MULTILINE))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in pairs()])
def test_a_chinese_page_says_as_much_as_the_english_one(path: Path) -> None:
    english = path.with_name(path.name.replace(".zh.md", ".md"))
    assert frame(path) == frame(english)
    assert f"[English]({english.name})" in path.read_text(encoding="utf-8")
    assert f"[中文]({path.name})" in english.read_text(encoding="utf-8")
    assert f"how-to/{path.name}" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
