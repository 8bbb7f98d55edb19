"""The repository speaks of the product alone and can be used as it is cloned."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]

# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.:$}])/(work|root|home/\w+|tmp/\w+)/",
    "an address of a package registry": "|".join(
        ["py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npm" + "js", "npm" + "mirror"]
    ),
    "a word about how it was written": "|".join(
        rf"\b{word}\b"
        for word in ["cl" + "aude", "anthro" + "pic", "chat" + "gpt", "co" + "pilot", "sub" + "agents?", "l" + "lms?"]
    ),
    "a number of a tracker": r"\bissue\s+#?\d+\b",
    "unfinished work": r"\b(" + "TO" + "DO|FIX" + "ME)" + r"\b",
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def texts() -> dict[str, str]:
    found = {}
    for path in tracked():
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content[:1024]:
            found[str(path.relative_to(ROOT))] = content.decode("utf-8")
    return found


@pytest.mark.parametrize("what", [pytest.param(what, id=what.replace(" ", "-")) for what in FORBIDDEN])
def test_no_tracked_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE if "word" in what or "address" in what else 0)
    hits = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert hits == []


def test_the_folder_platform_does_not_shadow_the_standard_library() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not (ROOT / "platform" / "platform.py").exists()
    said = subprocess.run(
        [sys.executable, "-c", "import platform; print(platform.python_version())"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip().count(".") == 2


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "README.md", "README.zh.md", "Makefile", ".ci/run"])
def test_a_newcomer_finds(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_licence_is_complete() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.lstrip().startswith("Apache License")
    assert "APPENDIX: How to apply the Apache License to your work." in text


def test_both_readmes_give_the_same_commands_first() -> None:
    blocks = [
        re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
        for name in ("README.md", "README.zh.md")
    ]
    assert blocks[0][0] == blocks[1][0] == "make run\nmake test\n"


def locked(name: str) -> dict[str, str]:
    lines = re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {package.lower().replace("_", "-"): version for package, version in lines}


@pytest.mark.parametrize(
    "lock, groups",
    [
        pytest.param("requirements.txt", ["build"], id="runtime"),
        pytest.param("requirements-dev.txt", ["build", "dev"], id="dev"),
    ],
)
def test_every_named_package_is_pinned_within_its_bounds(lock: str, groups: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"]]
    for group in groups:
        named += project["dependency-groups"][group]
    pins = locked(lock)
    wrong = [
        line
        for line in named
        if not (need := Requirement(line)).specifier.contains(pins.get(need.name.lower().replace("_", "-"), "0"))
    ]
    assert wrong == []


def test_every_pin_carries_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "make/installer.txt"):
        blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        assert [block for block in blocks if "--hash=sha256:" not in block] == []
