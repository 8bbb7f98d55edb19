"""The people of the reading tests and a filled world for them."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from guanxi.access.principal import Principal

from tests.records.oracle import Oracle
from tests.records.world import NOW, World, an_id

REP, CHIEF, OTHER = an_id(11), an_id(12), an_id(13)
TOP, LOW = an_id(21), an_id(22)
_NAMES = (
    "张三",
    "李四",
    "Änne",
    "apple",
    "Apple",
    "zebra",
    "长沙",
    "重庆",
    "a b",
    "Z",
    "b'c",
    '"quoted"',
    "100 %",
    "x\ty",
)


def fill(world: World, count: int, seed: int = 1) -> None:
    """Put units, users, firms and deals, owned by several people, some shared, some blank in many places."""
    chance = random.Random(seed)
    world.put("org_unit", {"id": TOP, "name": "top"})
    world.put("org_unit", {"id": LOW, "name": "low", "parent": TOP})
    for identity, unit in ((REP, LOW), (CHIEF, TOP), (OTHER, None)):
        user = {"id": identity, "name": identity[-2:], "login": identity[-2:], "audience": "staff", "active": True}
        world.put("user", {**user, "unit": unit, "kind": "person"})
    owners = (REP, CHIEF, OTHER)
    firms = world.put(
        "firm",
        *(
            {
                "name": f"{chance.choice(_NAMES)} {number}",
                "city": chance.choice(("Lyon", "Porto", None)),
                "owner": chance.choice(owners),
                "credit": Decimal(chance.randrange(0, 10_000)) / 100,
            }
            for number in range(max(3, count // 8))
        ),
    )
    world.put("deal", *(_deal(chance, firms, owners) for _ in range(count)))
    deals = list(world.records["deal"])
    world.put(
        "deal_line",
        *(
            {"name": f"line {number}", "deal": chance.choice(deals), "price": Decimal(chance.randrange(1000)) / 10}
            for number in range(count)
        ),
    )


def _deal(chance: random.Random, firms: list[str], owners: tuple[str, ...]) -> dict[str, Any]:
    def maybe(value: Any) -> Any:
        return None if chance.random() < 0.15 else value

    return {
        "name": chance.choice(_NAMES),
        "note": maybe("note " * chance.randrange(3) or None),
        "units": maybe(chance.randrange(-3, 8)),
        "weight": maybe(Decimal(chance.randrange(-20_000, 20_000)) / 1000),
        "amount": maybe(Decimal(chance.randrange(0, 500_000)) / 100),
        "probability": maybe(Decimal(chance.randrange(0, 101, 5))),
        "urgent": chance.random() < 0.3,
        "closes": maybe(dt.date(2026, 1, 1) + dt.timedelta(days=chance.randrange(60))),
        "seen": maybe(NOW + dt.timedelta(milliseconds=chance.randrange(-(10**9), 10**9))),
        "stage": maybe(chance.choice(("open", "won", "lost"))),
        "tags": maybe(tuple(tag for tag in ("warm", "cold", "big") if chance.random() < 0.3) or None),
        "firm": maybe(chance.choice(firms)),
        "helper": maybe(chance.choice(owners)),
        "phone": maybe("+8613800000001"),
        "owner": chance.choice(owners),
    }


def shared(world: World) -> frozenset[tuple[str, str, str]]:
    """Share every seventh deal and every third firm with the rep."""
    made = [("deal", record) for record in list(world.records["deal"])[::7]] + [
        ("firm", record) for record in list(world.records["firm"])[::3]
    ]
    for object_name, record in made:
        world.share(object_name, record, REP)
    return frozenset((object_name, record, REP) for object_name, record in made)


def readers(world: World) -> dict[str, Oracle]:
    """One oracle per kind of reader."""
    shares = shared(world)
    portal: dict[str, Any] = {"audience": "portal"}
    return {
        "system": Oracle(world, Principal.system("test")),
        "auditor": Oracle(world, world.reader("auditor", user_id=OTHER)),
        "rep": Oracle(world, world.reader("rep", user_id=REP, unit_id=LOW), shares=shares),
        "chief": Oracle(world, world.reader("rep", user_id=CHIEF, unit_id=TOP), shares=shares, below=frozenset({REP})),
        "wide chief": Oracle(
            world, world.reader("rep", user_id=CHIEF, unit_id=TOP, breadth=0.9), shares=shares, below=frozenset({REP})
        ),
        "guest": Oracle(world, world.reader("guest", user_id=OTHER, **portal), shares=shares),
        "nobody": Oracle(world, world.reader(user_id=OTHER)),
    }
