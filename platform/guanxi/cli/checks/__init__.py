"""What `guanxi plugin check` looks for: one module per rule, each of which names every fault with file and line."""

from guanxi.cli.checks import documents, files, guards, imports, labels, places, powers, readme, tests
from guanxi.cli.checks.rule import Fault, Rule, Subject, read_subject

__all__ = ["RULES", "Fault", "Rule", "Subject", "read_subject"]

RULES: tuple[Rule, ...] = (
    documents.RULE, places.RULE, files.RULE, labels.RULE, imports.RULE, powers.RULE, guards.RULE, readme.RULE,
    tests.RULE,
)  # fmt: skip
