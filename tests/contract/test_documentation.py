"""The documentation is fresh, complete and without dead links."""

import re
from pathlib import Path

import pytest

from docs.generate import PAGES, REFERENCE, main
from tests.support.openapi import mark

ROOT = Path(__file__).resolve().parents[2]
PAGES_OF_TEXT = [
    *(path for path in sorted((ROOT / "docs").rglob("*.md"))),
    ROOT / "README.md",
    ROOT / "README.zh.md",
]


def test_the_reference_is_what_the_code_says() -> None:
    assert main(["--check"]) == 0


def test_the_types_of_the_pages_are_what_the_api_says() -> None:
    written = (ROOT / "ui" / "src" / "core" / "openapi.d.ts").read_text(encoding="utf-8")
    noted = re.findall(r"^// Written by make/api-types from the document (\w+)\.$", written, re.MULTILINE)
    assert noted == [mark()], "run make/api-types"


def test_every_page_of_the_reference_is_made_from_code() -> None:
    assert {path.name.removesuffix(".md") for path in REFERENCE.glob("*.md")} == PAGES.keys()


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in PAGES_OF_TEXT])
def test_every_relative_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    dead = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert dead == []


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as `anchor` in ui/documentation.ts makes them."""
    prose = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in PAGES_OF_TEXT])
def test_every_link_to_a_part_of_a_page_leads_to_its_heading(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s:]*)#([^)]*)\)", path.read_text(encoding="utf-8"))
    assert [f"{page}#{part}" for page, part in links if part not in anchors(path.parent / page if page else path)] == []


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


def written_pages() -> list[Path]:
    """Return the English pages that are written by hand for users: how-to guides and tutorials."""
    pages = [*(ROOT / "docs" / "how-to").glob("*.md"), *(ROOT / "docs" / "tutorial").rglob("*.md")]
    return sorted(path for path in pages if not path.name.endswith(".zh.md"))


def chinese_pages() -> list[Path]:
    """Return every Chinese page but the indexes, which have tests of their own."""
    return sorted(path for path in (ROOT / "docs").rglob("*.zh.md") if path.name != "index.zh.md")


_COMMENT = re.compile(r"(?:(?<=\s)|^)# (?!\S+\.\w+$).*$", re.MULTILINE)  # but for the name of the file that a block is


def frame(path: Path) -> tuple[list[str], list[str], int]:
    """Return what two languages of a page share: levels of headings, code without its comments, rows of tables."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    code = [_COMMENT.sub("", block) for block in blocks]
    return re.findall(r"^(#+) ", prose, re.MULTILINE), code, len(re.findall(r"^\|", prose, re.MULTILINE))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in written_pages()])
def test_a_page_is_there_in_chinese_and_says_as_much(path: Path) -> None:
    chinese = path.with_name(path.name.replace(".md", ".zh.md"))
    assert chinese.is_file()
    assert frame(chinese) == frame(path)
    assert f"[English]({path.name})" in chinese.read_text(encoding="utf-8")
    assert f"[中文]({chinese.name})" in path.read_text(encoding="utf-8")
    assert f"]({chinese.relative_to(ROOT / 'docs')})" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in chinese_pages()])
def test_a_chinese_page_leads_to_chinese_pages(path: Path) -> None:
    links = re.findall(r"\[([^\]]*)\]\(([^)#\s]+\.md)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    strange = [
        link for word, link in links
        if word != "English" and not link.endswith(".zh.md") and "://" not in link
        and (path.parent / link).with_name(Path(link).stem + ".zh.md").is_file()
    ]  # fmt: skip
    assert strange == []


def notes() -> list[Path]:
    """Return the notes of changes."""
    folder = ROOT / "docs" / "changes"
    return sorted(path for path in folder.iterdir() if not path.name.startswith("README."))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in notes()])
def test_a_note_of_a_change_is_short_and_in_both_languages(path: Path) -> None:
    """One paragraph in English, then one in Chinese, as docs/changes/README.md says; no lists and no headlines."""
    assert re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|breaking)\.md", path.name)
    english, chinese = path.read_text(encoding="utf-8").strip().split("\n\n")
    assert re.match(r"[-#]", english) is None
    assert english.endswith(".")
    assert len(english) <= 360
    assert re.search(r"[\u4e00-\u9fff].*。$", chinese, re.DOTALL)
    assert len(chinese) <= 240
