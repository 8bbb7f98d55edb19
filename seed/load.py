"""Writes the demo in one transaction, so that it is there whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from guanxi.api import Context, in_transaction, query_rows, save
from guanxi_seed import activities, market, trade
from guanxi_seed.identity import id_of
from guanxi_seed.people import people, units

__all__ = ["NEEDS", "PROFILES", "Profile", "load"]

NEEDS = "sales"  # the package whose objects and roles the demo fills
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Profile:
    """How much demo there is."""

    accounts: int
    opportunities: int
    leads: int


PROFILES = {"tiny": Profile(8, 20, 6), "demo": Profile(60, 240, 40), "large": Profile(5_000, 40_000, 4_000)}


def load(context: Context, profile: str = "demo", progress: Callable[[int], None] | None = None) -> bool:
    """Write the demo data of a profile; False when it is there already."""
    if query_rows(context, "user", filter="login = 'rep01'", fields=("id",)):
        return False

    def work(inside: Context) -> bool:
        done = 0
        for name, rows in _batches(PROFILES[profile]):
            save(inside, name, rows, operation="create", any_state=name == "opportunity", tells=False)
            done += len(rows)
            if progress is not None:
                progress(done)
        return True

    return in_transaction(context, work)


def _batches(size: Profile) -> Iterator[tuple[str, Sequence[dict[str, object]]]]:
    for level in units():
        yield "org_unit", level
    yield "user", people(party=id_of("account", 0))
    for level in market.territories():
        yield "territory", level
    accounts = market.located(trade.accounts(size.accounts))
    opportunities = trade.opportunities(size.opportunities, size.accounts)
    whole = (
        ("product", trade.products()), ("price_book", trade.price_book()), ("price_book_entry", trade.prices()),
        ("competitor", market.competitors()),
        ("account", accounts), ("contact", trade.contacts(size.accounts)), ("opportunity", opportunities),
        ("opportunity_line", trade.lines(size.opportunities)),
        ("opportunity_competitor", market.competition(size.opportunities)), ("lead", market.leads(size.leads)),
        ("activity", activities.activities(accounts, opportunities)),
        ("note", activities.notes(size.accounts)),
        ("comment", activities.comments(size.opportunities)),
    )  # fmt: skip
    for name, rows in whole:
        for start in range(0, len(rows), BATCH):
            yield name, rows[start : start + BATCH]
