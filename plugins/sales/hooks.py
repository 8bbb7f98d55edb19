"""What sales adds to saves and does for buttons: chances of stages, prices of products, conversion of leads."""

from guanxi.api import Batch, Call, Context, hookimpl
from guanxi_plugins.sales.logic.chance import chance_of
from guanxi_plugins.sales.logic.conversion import convert
from guanxi_plugins.sales.logic.pricing import Asked, find_prices

__all__ = ["before_validate", "run_action"]


@hookimpl
def before_validate(batch: Batch, context: Context) -> None:
    """Fill in what a person would otherwise look up."""
    if batch.object == "opportunity":
        _fill_chance(batch)
    elif batch.object == "opportunity_line":
        _fill_prices(batch, context)
    elif batch.object == "lead":
        _note_conversion(batch, context)


@hookimpl
def run_action(call: Call, context: Context) -> None:
    """Carry out the buttons of sales that are more than an update."""
    if call.action == "convert_lead":
        for lead in call.records:
            convert(call, context, lead)


def _note_conversion(batch: Batch, context: Context) -> None:
    """Note when a lead was converted."""
    for row in batch.rows:
        if "status" in row.changed and row.values["status"] == "converted" and row.values["converted_at"] is None:
            row.set("converted_at", context.now)


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
