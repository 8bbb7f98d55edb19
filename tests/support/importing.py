"""Files and imports for tests."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from guanxi.access.principal import Principal
from guanxi.importing.mapping import read_mapping
from guanxi.importing.run import ImportMode, ImportOrder, run_import
from guanxi.importing.tally import Summary
from guanxi.records.query import page
from guanxi.records.question import query_from
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

__all__ = ["codes", "imported", "mapping_of", "stored", "system", "write_csv"]


def system(workspace: Workspace) -> Context:
    """Return a context of the platform itself."""
    return workspace.context(Principal.system("test"))


def write_csv(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write rows with the keys of the first as titles."""
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def mapping_of(object_name: str, fields: Mapping[str, object], **options: object) -> dict[str, object]:
    """Return a mapping; a field's entry is its column, or the keys of the entry."""
    entries = [
        {"field": name, **(entry if isinstance(entry, dict) else {"column": entry})} for name, entry in fields.items()
    ]
    return {"object": object_name, "fields": entries, **options}


def imported(
    context: Context, path: Path, mapping: Mapping[str, Any], *, mode: ImportMode = "all_or_none",
    dry_run: bool = False, errors: Path | None = None,
) -> Summary:  # fmt: skip
    """Import a file here and now."""
    checked = read_mapping(context, mapping, object_name=str(mapping["object"]))
    order = ImportOrder(checked, path, mode, dry_run, errors)
    return run_import(order, lambda: context.workspace.context(context.principal), progress=lambda *_: None)


def codes(summary: Summary) -> set[tuple[int, str | None, str]]:
    """Return what is wrong: row, field and code."""
    return {(problem["row"], problem["field"], problem["code"]) for problem in summary.problems}


def stored(context: Context, object_name: str, *fields: str) -> list[tuple[Any, ...]]:
    """Return the values of all records of an object, in order."""
    found = page(
        context.workspace.context(context.principal),
        query_from(object_name, {"fields": ",".join(fields), "limit": 200}),
    )
    return sorted((tuple(row[name] for name in fields) for row in orjson.loads(found.rows_json)), key=str)
