"""Products, prices, customers and deals of the demo."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from random import Random

from guanxi_seed.identity import draws, id_of
from guanxi_seed.people import REPS

__all__ = [
    "accounts", "contacts", "lines", "name_of_person", "names", "opportunities", "price_book", "prices", "products",
]  # fmt: skip

TODAY = dt.date(2026, 6, 30)
"""The day on which the demo's story stands still."""

_PRODUCTS = (
    ("传感器 S1", "S1", "传感器", 880),
    ("传感器 S2", "S2", "传感器", 1_680),
    ("控制器 C1", "C1", "控制器", 6_400),
    ("控制器 C5", "C5", "控制器", 18_900),
    ("网关 G3", "G3", "网关", 12_500),
    ("现场服务", "FS", "服务", 3_200),
)
_PLACES = (
    ("上海", "中国"),
    ("苏州", "中国"),
    ("杭州", "中国"),
    ("深圳", "中国"),
    ("成都", "中国"),
    ("武汉", "中国"),
    ("Rotterdam", "Netherlands"),
    ("Lyon", "France"),
    ("Leeds", "United Kingdom"),
    ("Osaka", "Japan"),
)
_STEMS = ("云岭", "海川", "北辰", "嘉禾", "明远", "天工", "东篱", "瑞泽", "Harbor", "Alder", "Summit", "Juniper")
_TRADES = (
    ("精密", "Precision", "manufacturing"),
    ("食品", "Foods", "retail"),
    ("能源", "Energy", "energy"),
    ("医疗", "Medical", "medical"),
    ("物流", "Logistics", "transport"),
    ("软件", "Software", "software"),
)
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈", ("一鸣", "思源", "雨晴", "子墨", "嘉怡", "文博", "若曦", "景行")
_TITLES = ("采购经理", "技术总监", "总经理", "运营主管", "Buyer", "Head of Engineering")
_STAGES = ("prospecting", "engaging", "proposing", "negotiating", "won", "won", "lost")
_SOURCES = ("web", "phone", "partner", "event", "referral", "campaign")
_CHANCE = {"prospecting": 10, "engaging": 30, "proposing": 50, "negotiating": 75, "won": 100, "lost": 0}
_STEPS = ("发送方案", "安排演示", "确认预算", "约见决策人", "Send proposal", "Agree on terms")


def products() -> list[dict[str, object]]:
    """Return the products."""
    return [
        {"id": id_of("product", code), "name": name, "code": code, "family": family, "unit": "件", "list_price": price}
        for name, code, family, price in _PRODUCTS
    ]


def price_book() -> list[dict[str, object]]:
    """Return the one price book."""
    return [
        {"id": id_of("price_book", "2026"), "name": "2026 标准价", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}
    ]


def prices() -> list[dict[str, object]]:
    """Return the prices: the list price, and less from ten pieces on."""
    return [
        {
            "id": id_of("price", f"{code}-{start}"), "price_book": id_of("price_book", "2026"),
            "product": id_of("product", code),
            "min_quantity": start, "unit_price": round(price * share, 2),
        }
        for _, code, _, price in _PRODUCTS
        for start, share in ((0, 1.0), (10, 0.92))
    ]  # fmt: skip


def names(count: int, *, start: int = 0) -> Iterator[tuple[str, str]]:
    """Yield that many names of companies with their trade, from a position on."""
    yield from islice(_names(), start, start + count)


def name_of_person(random: Random) -> str:
    """Return a name of a person."""
    return random.choice(_SURNAMES) + random.choice(_GIVEN)


def _names() -> Iterator[tuple[str, str]]:
    """Yield names of customers with their trade, without end."""
    number = 0
    while True:
        for zh, en, trade in _TRADES:
            for stem in _STEMS:
                word = en if stem.isascii() else zh
                name = f"{stem} {word}" if stem.isascii() else f"{stem}{word}"
                yield (name if number == 0 else f"{name} {number + 1}", trade)
        number += 1


def accounts(count: int) -> list[dict[str, object]]:
    """Return that many customers, spread over the representatives."""
    random = draws("accounts")
    rows = []
    for index, (name, trade) in enumerate(names(count)):
        city, country = random.choice(_PLACES)
        rows.append(
            {
                "id": id_of("account", index),
                "name": name,
                "industry": trade,
                "city": city,
                "country": country,
                "type": random.choice(("prospect", "customer", "customer", "partner")),
                "employees": random.randrange(10, 5_000),
                "annual_revenue": random.randrange(1_000, 900_000) * 1_000,
                "owner": id_of("user", REPS[index % len(REPS)]),
                "website": f"https://customer{index + 1}.example",
            }
        )
    return rows


def contacts(count: int) -> list[dict[str, object]]:
    """Return two people of each of that many customers."""
    random = draws("contacts")
    return [
        {
            "id": id_of("contact", f"{index}-{number}"), "name": name_of_person(random),
            "account": id_of("account", index), "title": random.choice(_TITLES),
            "email": f"person{number + 1}@customer{index + 1}.example",
            "mobile": f"+86138{index % 10_000:04d}{number:04d}",
            "owner": id_of("user", REPS[index % len(REPS)]),
        }
        for index in range(count)
        for number in range(2)
    ]  # fmt: skip


def opportunities(count: int, customers: int) -> list[dict[str, object]]:
    """Return that many deals of that many customers."""
    random = draws("opportunities")
    rows = []
    for index in range(count):
        account, stage = random.randrange(customers), random.choice(_STAGES)
        days = random.randrange(1, 170)
        closes = TODAY - dt.timedelta(days) if stage in {"won", "lost"} else TODAY + dt.timedelta(days)
        rows.append(
            {
                "id": id_of("opportunity", index),
                "name": f"{random.choice(_PRODUCTS)[2]}项目 {index + 1:04d}",
                "account": id_of("account", account),
                "contact": id_of("contact", f"{account}-{index % 2}"),
                "stage": stage,
                "amount": random.randrange(20, 4_000) * 250,
                "probability": _CHANCE[stage],
                "close_date": closes.isoformat(),
                "source": random.choice(_SOURCES),
                "next_step": random.choice(_STEPS),
                "price_book": id_of("price_book", "2026"),
                "loss_reason": random.choice(("price", "competitor", "timing")) if stage == "lost" else None,
                "owner": id_of("user", REPS[account % len(REPS)]),
            }
        )
    return rows


def lines(count: int) -> list[dict[str, object]]:
    """Return one or two lines of each of that many deals."""
    random = draws("lines")
    return [
        {
            "id": id_of("line", f"{index}-{number}"), "opportunity": id_of("opportunity", index),
            "product": id_of("product", code), "quantity": random.randrange(1, 30), "unit_price": price,
            "discount": random.choice((0, 0, 5, 10)),
        }
        for index in range(count)
        for number in range(1 + index % 2)
        for _, code, _, price in (_PRODUCTS[(index + number) % len(_PRODUCTS)],)
    ]  # fmt: skip
