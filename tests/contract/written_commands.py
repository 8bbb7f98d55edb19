"""The commands that the pages show: where they stand, and their words."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

__all__ = ["PAGES", "Written", "written"]

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:guanxi|make|curl) [^`]+)`")
_PROGRAMS = ("guanxi", "make", "curl")


@dataclass(frozen=True, slots=True)
class Written:
    """A command as a page shows it."""

    page: str
    text: str

    @property
    def words(self) -> list[str]:
        """Return its words, as the shell parts them; brackets around what may be left out are taken away."""
        words = shlex.split(re.sub(r"\[([^\]]*)\]", r"\1", self.text), comments=True)
        return list(takewhile(lambda word: word not in ("|", ">"), words))


def written(*programs: str, pages: list[Path] = PAGES) -> list[Written]:
    """Return every command of the programs that stands in the pages."""
    return [one for path in pages for one in _of(path) if one.words[0] in programs]


def _of(path: Path) -> Iterator[Written]:
    name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for kind, block in _BLOCK.findall(text):
        if kind in ("sh", "console"):
            yield from (Written(name, line) for line in _lines(block))
    for inline in _INLINE.findall(_BLOCK.sub("", text)):
        yield Written(name, " ".join(inline.split()))


def _lines(block: str) -> Iterator[str]:
    """Yield the commands of a block: a line that ends open or is indented goes on."""
    joined = re.sub(r"\\?\n[ \t]+", " ", re.sub(r"<<'?(\w+)'?\n.*?^\1$", "", block, flags=re.MULTILINE | re.DOTALL))
    for line in joined.splitlines():
        found = re.search(rf"(?:^|\$ |\$\(|&& )((?:{'|'.join(_PROGRAMS)}) .*?)(?:\)\"?$|$)", line)
        if found:
            yield found.group(1)
