"""Units and people of the demo; a person is a role and a number."""

from dataclasses import dataclass

from guanxi_seed.identity import id_of

__all__ = ["DEMO_LOGINS", "REPS", "Person", "people", "units"]


@dataclass(frozen=True, slots=True)
class Person:
    """One demo user."""

    login: str
    name: str
    role: str
    unit: str
    audience: str = "staff"
    language: str = "zh"


_UNITS = (
    ("sales", "销售部", None),
    ("east", "东区", "sales"),
    ("east_reps", "东区销售组", "east"),
    ("west", "西区", "sales"),
    ("west_reps", "西区销售组", "west"),
)

_PEOPLE = (
    Person("admin", "管理员", "administrator", "sales"),
    Person("operations01", "运营01", "sales_operations", "sales"),
    Person("manager01", "经理01", "sales_manager", "east"),
    Person("manager02", "经理02", "sales_manager", "west", language="en"),
    *(Person(f"rep{number:02d}", f"销售{number:02d}", "sales_rep", "east_reps") for number in (1, 2, 3)),
    *(Person(f"rep{number:02d}", f"销售{number:02d}", "sales_rep", "west_reps", language="en") for number in (4, 5, 6)),
    Person("portal01", "门户01", "sales_portal", "sales", audience="portal"),
)
REPS = tuple(person.login for person in _PEOPLE if person.role == "sales_rep")
# A portal user signs in through the API alone, so no sign-in of the pages is told for one.
DEMO_LOGINS = tuple((person.role, person.login) for person in _PEOPLE if person.audience == "staff")


def units() -> list[list[dict[str, object]]]:
    """Return the units level by level, parents first."""
    rows = [
        {
            "id": id_of("unit", code),
            "code": code,
            "name": name,
            "parent": None if parent is None else id_of("unit", parent),
        }
        for code, name, parent in _UNITS
    ]
    levels: list[list[dict[str, object]]] = []
    known: set[object] = {None}
    while rows:
        level = [row for row in rows if row["parent"] in known]
        known |= {row["id"] for row in level}
        rows = [row for row in rows if row not in level]
        levels.append(level)
    return levels


def people(party: str) -> list[dict[str, object]]:
    """Return the users; the portal user belongs to the customer of that id."""
    return [
        {
            "id": id_of("user", person.login), "login": person.login, "name": person.name, "roles": [person.role],
            "unit": None if person.audience == "portal" else id_of("unit", person.unit), "audience": person.audience,
            "language": person.language, "party": party if person.audience == "portal" else None,
        }
        for person in _PEOPLE
    ]  # fmt: skip
