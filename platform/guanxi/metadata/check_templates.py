"""What templates hold: a subject where there must be one, and merge fields that the catalog knows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.metadata.findings import Finding
from guanxi.metadata.merge_fields import merge_fields, stray_braces

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.metadata.layers import Item

__all__ = ["check_template", "formulas_of_template"]


def check_template(item: "Item", found: "ObjectType", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what is wrong with a template, the formulas of its merge fields apart."""
    del found, catalog
    if (item.body["format"] == "mail") != ("subject" in item.body):
        yield item.finding("subject_of_mail", ("subject",))
    for place, text in _texts(item):
        if stray_braces(text):
            yield item.finding("stray_braces", place)


def formulas_of_template(item: "Item") -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the formulas of a template's merge fields, each with its place."""
    for place, text in _texts(item):
        yield from ((place, formula) for _, formula in merge_fields(text))


def _texts(item: "Item") -> Iterator[tuple[tuple[str, ...], str]]:
    for key in ("subject", "text"):
        yield from (((key, language), text) for language, text in item.body.get(key, {}).items())
