"""Territories, competitors and leads of the demo."""

from guanxi_seed.identity import draws, id_of
from guanxi_seed.people import REPS
from guanxi_seed.trade import name_of_person, names

__all__ = ["competition", "competitors", "leads", "located", "territories"]

_TERRITORIES = (("china", "中国", None), ("east", "华东", "china"), ("west", "华西", "china"), ("abroad", "海外", None))
_TERRITORY_OF = {"上海": "east", "苏州": "east", "杭州": "east", "深圳": "east", "成都": "west", "武汉": "west"}
_LIES = {
    "上海": (31.23, 121.47), "苏州": (31.30, 120.62), "杭州": (30.27, 120.16), "深圳": (22.54, 114.06),
    "成都": (30.57, 104.07), "武汉": (30.59, 114.31), "Rotterdam": (51.92, 4.48), "Lyon": (45.76, 4.84),
    "Leeds": (53.80, -1.55), "Osaka": (34.69, 135.50),
}  # fmt: skip
_AROUND = 0.15  # degrees from the middle of a city
_COMPETITORS = (
    ("北方仪表", "价格低，本地服务网点多", "产品线窄，交付慢"), ("Contrel", "Strong brand abroad", "Expensive service"),
    ("智联传感", "软件平台成熟", "硬件稳定性差"),
)  # fmt: skip
_STATUSES = ("new", "new", "working", "qualified", "disqualified")
_SOURCES, _RATINGS = ("web", "phone", "event", "referral", "campaign"), ("hot", "warm", "cold")


def territories() -> list[list[dict[str, object]]]:
    """Return the territories level by level, parents first."""
    levels: list[list[dict[str, object]]] = [[], []]
    for code, name, parent in _TERRITORIES:
        above = None if parent is None else id_of("territory", parent)
        levels[parent is not None].append({"id": id_of("territory", code), "code": code, "name": name, "parent": above})
    return levels


def territory_of(city: object) -> str:
    """Return the territory in which a city lies."""
    return id_of("territory", _TERRITORY_OF.get(str(city), "abroad"))


def located(accounts: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the customers with their territories, each at a place of its own in its city."""
    random = draws("places")
    rows = []
    for row in accounts:
        latitude, longitude = (round(at + random.uniform(-_AROUND, _AROUND), 5) for at in _LIES[str(row["city"])])
        location = {"latitude": latitude, "longitude": longitude}
        rows.append({**row, "territory": territory_of(row["city"]), "location": location})
    return rows


def competitors() -> list[dict[str, object]]:
    """Return the competitors."""
    return [
        {"id": id_of("competitor", name), "name": name, "strengths": strengths, "weaknesses": weaknesses}
        for name, strengths, weaknesses in _COMPETITORS
    ]


def competition(opportunities: int) -> list[dict[str, object]]:
    """Return who competes for every fourth deal."""
    random = draws("competition")
    return [
        {
            "id": id_of("competition", index), "opportunity": id_of("opportunity", index),
            "competitor": id_of("competitor", random.choice(_COMPETITORS)[0]),
            "threat": random.choice(("high", "medium", "low")),
        }
        for index in range(0, opportunities, 4)
    ]  # fmt: skip


def leads(count: int) -> list[dict[str, object]]:
    """Return that many leads, spread over the representatives."""
    random = draws("leads")
    rows: list[dict[str, object]] = []
    for index, (company, trade) in enumerate(names(count, start=7)):
        status, city = random.choice(_STATUSES), random.choice(tuple(_TERRITORY_OF))
        rows.append({
            "id": id_of("lead", index), "name": name_of_person(random), "company": company, "industry": trade,
            "status": status, "rating": random.choice(_RATINGS), "source": random.choice(_SOURCES), "city": city,
            "country": "中国", "territory": territory_of(city), "email": f"lead{index + 1}@prospect{index + 1}.example",
            "mobile": f"+86139{index % 10_000:04d}0001", "expected_amount": random.randrange(4, 400) * 1_000,
            "disqualify_reason": "no_budget" if status == "disqualified" else None,
            "owner": id_of("user", REPS[index % len(REPS)]),
        })  # fmt: skip
    return rows
