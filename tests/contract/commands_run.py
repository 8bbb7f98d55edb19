"""Which of the commands that pages show run in which test, and why the others do not."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ELSEWHERE", "FOLLOWED", "NOT_RUN", "SAMPLES", "SERVERS", "SHELL"]

FOLLOWED = (
    "docs/how-to/define-an-object.md", "docs/how-to/import.md", "docs/how-to/export.md", "docs/how-to/access.md",
    "docs/how-to/encrypted-fields.md", "docs/how-to/api.md", "docs/how-to/change.md", "docs/tutorial/first-plugin.md",
)  # fmt: skip
"""Pages whose blocks of commands run as they stand, from an empty folder."""

SAMPLES = (
    "guanxi --help",
    "guanxi init",
    "guanxi migrate",
    "guanxi seed --profile tiny",
    "guanxi doctor",
    "guanxi user add anna --role administrator",
    "guanxi user reset anna --json",
    "guanxi user password anna --present {password} --new 'a long enough secret'",
    "guanxi action account {account} retire_account --as anna --set reason=moved --dry-run",
    "guanxi user disable anna",
    "guanxi token add rep01",
    "guanxi query opportunity --as rep01 --count exact --limit 5",
    "guanxi query account --search a",
    "guanxi query opportunity --view all_opportunities",
    "guanxi aggregate opportunity --view all_opportunities --group-by stage --measure count",
    "guanxi explain rep01 read opportunity {opportunity}",
    "guanxi export account",
    "guanxi formula check 'employees * 2' --object account",
    "guanxi formula corpus formulas.jsonl",
    "guanxi dictionary",
    "guanxi hints",
    "guanxi texts fr --missing",
    "guanxi where-used account.name",
    "guanxi bulk edit account --filter \"id = '{account}'\" --set city=Suzhou --expect 1 --json",
    "guanxi bulk undo account {undo}",
    "guanxi bulk transfer account --filter \"id = '{account}'\" --to {user} --with contacts --yes",
    "guanxi bulk delete note --filter TRUE --yes",
    "guanxi share account {account} --write {user} --team",
    "guanxi share account {account} --read role:sales_rep --write role:sales_manager --take {user}",
    "guanxi composite operations.json --dry-run",
    "guanxi import account firms.csv --json",
    "guanxi import-undo {id} --dry-run",
    "guanxi audit verify",
    "guanxi keys new",
    "guanxi keys rotate",
    "guanxi plugin list",
    "guanxi plugin new visits",
    "guanxi plugin check visits",
    "guanxi plan visits",
    "guanxi apply visits",
    "guanxi plugin uninstall visits --keep",
    "guanxi purge visits_item",
    "guanxi plugin install --upgrade sales",
    "guanxi plugin upgrade sales",
    "guanxi plugin disable sales",
    "guanxi plugin enable sales",
    "guanxi plugin uninstall sales --purge",
    "guanxi revisions",
)
"""Commands that run in this order in a workspace with demo data; `{…}` is an id, or what the one before answered."""

SERVERS = ("guanxi serve", "guanxi serve --workers 4", "guanxi worker")
"""Commands that go on until they are told to stop."""

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "createdb": "tests/scenarios/test_pages_as_written.py",
        "docs/tutorial/pipeline/load": "tests/scenarios/test_pipeline.py",
        "make help": "tests/contract/test_make.py",
        "make wheel": "tests/contract/test_wheel.py",
    }
)
"""Further programs and tasks, and the tests that run them."""

NOT_RUN: Mapping[str, str] = MappingProxyType(
    {
        "make bench": "measures for half an hour; its adapters and ratios are tested in tests/bench",
        "make check": "is what `.ci/run` begins with, and lints these tests too",
        "make dev": "is `make run` for developers, whose pages are rebuilt while they edit",
        "make docs": "writes docs/reference anew; tests/contract/test_documentation.py compares what it would write",
        "make golden": "writes the files that tests compare with",
        "make lock": "asks the registries of packages for their newest versions",
        "make run": "installs packages over the network; tests/contract/test_make.py has what it refuses",
        "make soak": "runs for a quarter of an hour; its tests are in tests/soak",
        "make test": "runs this; that of a package runs in tests/cli/test_authoring.py",
    }
)
"""Tasks that no test runs, each with its reason. No command of the executable is among them."""

SHELL = frozenset({"cat", "cd", "echo", "export", "printf", "sed"})
"""What else stands in blocks that run: words of the shell itself and the tools that every system has."""
