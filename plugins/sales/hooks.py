"""What sales adds to a save: the chance that goes with a stage, and the price that goes with a product."""

from guanxi.api import Batch, Context, hookimpl
from guanxi_plugins.sales.logic.chance import chance_of
from guanxi_plugins.sales.logic.pricing import Asked, find_prices

__all__ = ["before_validate"]


@hookimpl
def before_validate(batch: Batch, context: Context) -> None:
    """Fill in what a person would otherwise look up."""
    if batch.object == "opportunity":
        _fill_chance(batch)
    elif batch.object == "opportunity_line":
        _fill_prices(batch, context)


def _fill_chance(batch: Batch) -> None:
    """Give the stage's chance where the stage moves and nobody said otherwise."""
    for row in batch.rows:
        if "stage" in row.changed and "probability" not in row.changed:
            chance = chance_of(str(row.values["stage"]))
            if chance is not None:
                row.set("probability", chance)


def _fill_prices(batch: Batch, context: Context) -> None:
    """Give new lines without a price the one of their opportunity's price book."""
    bare = [row for row in batch.rows if row.values.get("unit_price") is None and row.values.get("product") is not None]
    asked = {
        row.id: Asked(str(row.values["opportunity"]), str(row.values["product"]), row.values.get("quantity"))
        for row in bare
        if row.values.get("opportunity") is not None
    }
    prices = find_prices(context, asked) if asked else {}
    for row in bare:
        if row.id in prices:
            row.set("unit_price", prices[row.id])
