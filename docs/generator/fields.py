"""The page of field types."""

from guanxi.fields import FIELD_TYPES

from docs.generator.markdown import code, first_sentence, table

__all__ = ["field_types"]


def field_types() -> str:
    """Return the page."""
    common = next(iter(FIELD_TYPES.values())).common_keys
    rows = []
    for kind in FIELD_TYPES.values():
        if kind.declarable:
            flags = ["yes" if flag else "no" for flag in (kind.filterable, kind.sortable, kind.groupable)]
            rows.append((code(kind.token), first_sentence(kind.__doc__), code(*sorted(kind.keys)), *flags))
    return (
        f"# Field types\n\nEvery field may carry {code(*sorted(common))};\n"
        "what a type understands besides is listed with it, and what the keys mean stands in\n"
        "[metadata kinds](metadata-kinds.md#field).\n\n"
    ) + table(["type", "holds", "further keys", "filter", "sort", "group"], rows)
