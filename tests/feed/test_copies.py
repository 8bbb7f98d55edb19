"""A subscriber that applies the feed to its copy has what a query gives, however records come and go."""

import random
from collections import defaultdict
from typing import Any

import pytest
from guanxi.access.principal import Principal
from guanxi.errors import GuanxiError
from guanxi.records.share_rows import Share, grantee_of
from guanxi.records.sharing import change_shares
from guanxi.workspace.workspace import Workspace

from tests.change.changes import put
from tests.feed.subscriber import Subscriber
from tests.feed.world import OBJECTS, WORDS, World

READERS = ("ann", "bob", "cat")
STEPS = 50
WHERE = {
    "firm": ["region = 'north'", "size > 10", "boss.region = 'south'", "deal_count > 1", "region = $user.unit.name"],
    "deal": [
        "stage = 'won'", "amount > 10.5", "double > 30", "firm.region = 'north'", "firm.boss.region = 'south'",
        "due > DATE(2026, 6, 1)", "owner.name = 'Bob'", "owner:user.unit.name = 'north'", "EXISTS(lines, kind = 'x')",
        "record_type = 'big'", "ISBLANK(firm)", "due < TODAY()", "NOT secret AND firm.size > 5",
    ],
    "memo": ["text = 'x'"],
}  # fmt: skip
LIMITS = {"firm": ["region <> 'south'"], "deal": ["NOT secret", "firm.region <> 'south'"], "memo": []}
TARGETS = [{"role": "seller"}, {"team": "Blue"}, {"queue": "Calls"}, {"unit_and_below": "n"}, {"audience": "staff"}]


def a_role(name: str, chance: random.Random) -> dict[str, Any]:
    objects = [
        {"object": one, "rights": ["read", *(["view_all"] if chance.random() < 0.1 else [])],
         "fields": {"read": "*" if chance.random() < 0.7 else ["name"]}}
        for one in OBJECTS if chance.random() < 0.9
    ]  # fmt: skip
    return {"kind": "role", "name": name, "label": WORDS, "audience": "staff", "objects": objects}


def a_policy(chance: random.Random) -> list[dict[str, Any]]:
    """Return sharing of every object, and two roles, drawn by chance."""
    sharing = []
    for name in WHERE:
        rules = [
            {
                "name": f"rule{number}",
                "to": chance.choice(TARGETS),
                "level": "read",
                "where": chance.choice(WHERE[name]),
            }
            for number in range(chance.randint(1, 3))
        ]
        limits = (
            [{"name": "limit", "where": chance.choice(LIMITS[name])}] if LIMITS[name] and chance.random() < 0.3 else []
        )
        sharing.append(
            {"kind": "sharing", "name": f"{name}_rows", "object": name, "hierarchy": chance.random() < 0.6,
             "default": chance.choice(["private", "private", "read"]),
             "rules": rules, "restrictions": limits}
        )  # fmt: skip
    return [*sharing, a_role("seller", chance), a_role("helper", chance)]


class Chance(World):
    """Changes records, people and policy by chance."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.chance = random.Random(seed)
        self.binned: defaultdict[str, list[str]] = defaultdict(list)
        super().__init__(workspace, *a_policy(self.chance))
        for login in READERS:
            self.person(login, unit=self.any("org_unit"))
        for _ in range(4):
            for name in OBJECTS:
                self.create(name)
        for _ in range(6):
            self.share(self.chance.choice(sorted(WHERE)))

    def share(self, name: str) -> None:
        """Give a record to somebody by hand, or take it back."""
        record, chance = self.any(name), self.chance
        if record is None:
            return
        unit = self.any("org_unit")
        grantee = grantee_of(
            chance.choice([self.any("user"), self.any("team"), unit, f"below:{unit}", "role:helper", self.any("queue")])
        )
        given = [Share(grantee, "read")] if chance.random() < 0.7 else []
        system = self.workspace.context(Principal.system("test"))
        change_shares(system, name, record, given=given, taken=[] if given else [grantee])

    def any(self, name: str) -> Any:
        return self.chance.choice(self.ids[name]) if self.ids[name] else None

    def values(self, name: str) -> dict[str, Any]:
        chance, owner = self.chance, self.any(self.chance.choice(["user", "team", "queue"]))
        subject = chance.choice(["firm", "deal"])
        about = self.any(subject)
        values: dict[str, dict[str, Any]] = {
            "firm": {
                "region": chance.choice(["north", "south", None]), "size": chance.randrange(20), "owner": owner,
                "boss": chance.choice([None, self.any("firm")]),
            },
            "deal": {
                "firm": self.any("firm"), "stage": chance.choice(["won", "lost"]), "owner": owner,
                "amount": chance.choice(["5.25", "10.75", "40"]), "secret": chance.random() < 0.3,
                "due": chance.choice(["2026-01-02", "2030-07-08", None]),
                "record_type": chance.choice(["big", "small"]),
            },
            "line": {"deal": self.any("deal"), "kind": chance.choice("xyz")},
            "memo": {
                "about": {"type": subject, "id": about} if about else None, "text": chance.choice("xyz"),
                "owner": owner,
            },
        }  # fmt: skip
        return values[name]

    def create(self, name: str) -> None:
        self.add(name, name=f"{name} {self.chance.random()}", **self.values(name))

    def step(self) -> None:
        """Do one thing; what rules of the platform refuse changes nothing."""
        name = self.chance.choice(OBJECTS)
        doing = self.chance.choices(
            [self.update, self.create, self.delete, self.restore, self.share, self.move, self.rule],
            [80, 10, 8, 6, 12, 6, 1],
        )[0]
        try:
            doing(name)
        except GuanxiError:
            assert doing in {
                self.update,
                self.delete,
                self.restore,
                self.share,
                self.move,
            }  # circles, members twice, no parent left

    def update(self, name: str) -> None:
        if self.ids[name]:
            values = self.values(name)
            chosen = self.chance.sample(sorted(values), self.chance.randint(1, 2))
            self.save(name, {"id": self.any(name), **{key: values[key] for key in chosen}})

    def delete(self, name: str) -> None:
        if self.ids[name]:
            self.binned[name].append(self.save(name, {"id": self.any(name)}, "delete"))
            self.ids[name].remove(self.binned[name][-1])

    def restore(self, name: str) -> None:
        if self.binned[name]:
            self.ids[name].append(self.save(name, {"id": self.binned[name][-1]}, "restore"))
            self.binned[name].pop()

    def rule(self, _: str) -> None:
        put(self.workspace, *a_policy(self.chance))

    def move(self, _: str) -> None:
        """Change who belongs where."""
        chance, user, units = self.chance, self.any("user"), self.ids["org_unit"]
        what = chance.choice(["unit", "roles", "team", "leave", "queue", "tree", "seat"])
        if what == "unit":
            self.save("user", {"id": user, "unit": chance.choice([None, *units])})
        elif what == "roles":
            self.save("user", {"id": user, "roles": chance.choice([["seller"], ["helper"], ["seller", "helper"]])})
        elif what == "team":
            self.add("team_member", team=self.ids["team"][0], user=user)
        elif what == "queue":
            self.add("queue_member", queue=self.ids["queue"][0], user=user)
        elif what == "leave" and self.ids["team_member"]:
            self.save("team_member", {"id": self.ids["team_member"].pop()}, "delete")
        elif what == "tree":
            self.save("org_unit", {"id": units[2], "parent": chance.choice([None, *units[:2]])})
        elif what == "seat":
            self.save("queue", {"id": self.ids["queue"][0], "unit": chance.choice(units)})


@pytest.mark.parametrize("seed", [1, 2])
def test_a_copy_that_follows_the_feed_is_what_a_question_gives(workspace: Workspace, seed: int) -> None:
    world = Chance(workspace, seed)
    followers = [Subscriber(workspace, login, OBJECTS) for login in READERS]
    could: dict[str, dict[str, set[str]]] = {}  # what each reader could see at any time
    for follower in followers:
        follower.begin()
        could[follower.login] = {name: set(records) for name, records in follower.copy.items()}
    for _ in range(STEPS):
        world.step()
        for follower in followers:
            for name, records in follower.present().items():
                could[follower.login][name] |= set(records)
            if world.chance.random() < 0.3:
                follower.follow(limit=world.chance.choice([1, 3, 500]), seal=world.chance.random() < 0.8)
    for follower in followers:
        follower.follow()
        assert follower.copy == follower.present(), follower.login
        gone = [entry for entry in follower.told if entry["change"] == "gone"]
        assert [entry for entry in gone if entry["id"] not in could[follower.login][entry["object"]]] == []
    assert {entry["change"] for follower in followers for entry in follower.told} >= {"reset", "updated"}
