"""The commands that the pages show: where they stand, and their words."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

__all__ = ["PAGES", "Written", "commands_in", "programs_in", "written"]

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


def commands_in(path: Path) -> list[Written]:
    """Return the commands that a page gives to the shell, in their order."""
    blocks = _BLOCK.findall(path.read_text(encoding="utf-8"))
    name = str(path.relative_to(ROOT))
    return [Written(name, line) for kind, block in blocks if kind in ("sh", "console") for line in _lines(block)]


def programs_in(path: Path) -> set[str]:
    """Return the programs that the lines of a page's blocks begin with."""
    blocks = (block for kind, block in _BLOCK.findall(path.read_text(encoding="utf-8")) if kind in ("sh", "console"))
    return {line.removeprefix("$ ").split()[0] for block in blocks for line in _joined(block) if line.strip()}


def _of(path: Path) -> Iterator[Written]:
    yield from commands_in(path)
    for inline in _INLINE.findall(_BLOCK.sub("", path.read_text(encoding="utf-8"))):
        yield Written(str(path.relative_to(ROOT)), " ".join(inline.split()))


def _lines(block: str) -> Iterator[str]:
    """Yield the commands of a block: a line that ends open or is indented goes on."""
    for line in _joined(block):
        found = re.search(rf"(?:^|\$ |\$\(|&& )((?:{'|'.join(_PROGRAMS)}) .*?)(?:\)\"?$|$)", line)
        if found:
            yield found.group(1)


def _joined(block: str) -> list[str]:
    """Return the lines of a block, without what stands there as a program's input."""
    bare = re.sub(r"<<'?(\w+)'?\n.*?^\1$", "", block, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"\\?\n[ \t]+", " ", bare).splitlines()
