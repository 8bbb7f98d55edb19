"""The price of a product: that of the opportunity's price book for the quantity, else the product's list price."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guanxi.api import Context, query_rows

__all__ = ["Asked", "find_prices", "price_for"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a price is asked for."""

    opportunity: str
    product: str
    quantity: Any


def find_prices(context: Context, asked: Mapping[str, Asked]) -> dict[str, Decimal]:
    """Return the prices that are known, by the keys of the question, with one look-up per object."""
    books = _books(context, {item.opportunity for item in asked.values()})
    products = {item.product for item in asked.values()}
    entries = _entries(context, set(books.values()), products)
    listed = {row["id"]: row["list_price"] for row in _named(context, "product", products, ("id", "list_price"))}
    prices = {}
    for key, item in asked.items():
        known = [
            entry
            for entry in entries
            if (entry["price_book"], entry["product"]) == (books.get(item.opportunity), item.product)
        ]
        price = price_for(known, item.quantity)
        price = listed.get(item.product) if price is None else price
        if price is not None:
            prices[key] = price
    return prices


def price_for(entries: Iterable[Mapping[str, Any]], quantity: Any) -> Decimal | None:  # noqa: ANN401 - a number or nothing
    """Return the price of the highest starting quantity that is reached, None where none is."""
    wanted = Decimal(1) if quantity is None else Decimal(quantity)
    reached = [entry for entry in entries if (entry["min_quantity"] or 0) <= wanted]
    best = max(reached, key=lambda entry: entry["min_quantity"] or 0, default=None)
    return None if best is None else best["unit_price"]


def _books(context: Context, opportunities: set[str]) -> dict[str, str]:
    rows = _named(context, "opportunity", opportunities, ("id", "price_book"))
    return {row["id"]: row["price_book"] for row in rows if row["price_book"] is not None}


def _entries(context: Context, books: set[str], products: set[str]) -> list[Mapping[str, Any]]:
    if not books:
        return []
    fields = ("price_book", "product", "min_quantity", "unit_price")
    condition = f"price_book IN ({_listed(books)}) AND product IN ({_listed(products)})"
    return query_rows(context, "price_book_entry", fields=fields, filter=condition, limit=10_000)


def _named(context: Context, name: str, ids: set[str], fields: tuple[str, ...]) -> list[Mapping[str, Any]]:
    return query_rows(context, name, fields=fields, filter=f"id IN ({_listed(ids)})", limit=10_000)


def _listed(ids: set[str]) -> str:
    return ", ".join(f"'{identity}'" for identity in sorted(ids))
