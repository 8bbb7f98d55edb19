"""What a row must meet whatever the rules say: required values, and references to records that the caller can see."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from guanxi.records.batch import Batch, Row
from guanxi.records.columns import HAS_IDS, ID, LIVING
from guanxi.records.load import access_of, connection_of, reached_among
from guanxi.sqltree import Alias, Call, Column, InList, Param, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.access.vocabulary import Level
    from guanxi.catalog import Field
    from guanxi.records.environment import BatchEnvironment

__all__ = [
    "check_currencies", "check_owners", "check_pointers", "check_protected", "check_references", "check_required",
    "check_together", "reached_targets",
]  # fmt: skip

# Who someone is and what they may do: changing it takes the system right `users`, whatever the object right (A8).
_PROTECTED = {"user": frozenset({"roles", "unit", "active", "login", "audience", "kind", "party"})}
_PROTECTED_OBJECTS = frozenset({"team", "team_member", "org_unit", "queue", "queue_member"})


def check_required(batch: Batch) -> None:
    """Refuse rows whose required fields are blank; of stored rows only what this save changes."""
    for name in batch.plan.required:
        for row in batch.rows:
            value = row.values[name]
            if value is None and (row.before is None or name in row.delta) and not _has_problem(row, name):
                batch.refuse(row, name, "required")


def check_together(batch: Batch) -> None:
    """Refuse composite values of which some parts are given and others lack."""
    for names in batch.plan.together:
        for row in batch.rows:
            missing = [name for name in names if row.values[name] is None]
            half = 0 < len(missing) < len(names) and not any(_has_problem(row, name) for name in names)
            if half and (row.before is None or not row.delta.isdisjoint(names)):
                said = ", ".join(name.partition("__")[2] for name in names)
                batch.refuse(row, missing[0], "parts_together", {"parts": said})


def check_protected(batch: Batch) -> None:
    """Refuse changes of who people are and where they belong to those without the system right `users`."""
    if batch.plan.object.package != "core" or batch.rights.system("users"):
        return
    fields = _PROTECTED.get(batch.object, frozenset())
    for row in batch.rows:
        if batch.object in _PROTECTED_OBJECTS or (fields and batch.operation in {"delete", "restore"}):
            batch.refuse(row, None, "needs_users_right")
        for name in sorted(fields & (frozenset(row.given) if row.before is None else row.delta)):
            batch.refuse(row, name, "needs_users_right")


def check_references(batch: Batch) -> None:
    """Refuse references to records that are not there or that the caller cannot see: both are told the same."""
    for field in batch.plan.references:
        pointing = _pointing(batch, field)
        if not pointing:
            continue
        level: Level = "write" if field.type == "master_detail" else "read"
        reached = reached_targets(batch, field, pointing, level)
        whole = level == "read" or len(reached) == len(pointing)
        readable = reached if whole else reached_targets(batch, field, pointing, "read")
        for identity, rows in pointing.items():
            if identity not in reached:
                code = "parent_not_writable" if identity in readable else "reference_not_found"
                for row in rows:
                    batch.refuse(row, field.name, code)


def check_currencies(batch: Batch, environment: "BatchEnvironment") -> None:
    """Refuse currencies that the workspace does not use, and amounts for whose day there is no rate."""
    if "currency__rate" not in batch.plan.object.fields:
        return
    connection, rates = connection_of(batch.context), environment.rates
    for row in batch.rows:
        code, before = row.values["currency"], row.before
        newly = code is not None and (before is None or before["currency"] != code)
        if newly and not rates.is_active(connection, str(code)):
            batch.refuse(row, "currency", "unknown_currency", {"value": code})
        elif row.values["currency__rate"] is None and (before is None or "currency__rate" in row.delta):
            batch.refuse(row, "currency", "no_rate", {"value": code})


def check_owners(batch: Batch) -> None:
    """Refuse owners that are no living user, team, unit or queue; giving a record away takes the level full."""
    if not batch.plan.object.owned:
        return
    given_away = {row.id: row for row in batch.rows if "owner" in row.delta}
    for identity in given_away.keys() - reached_among(batch, given_away, "full") if given_away else ():
        batch.refuse(given_away[identity], "owner", "denied")
    me = batch.context.principal.user_id
    pointing: defaultdict[str, list[Row]] = defaultdict(list)
    for row in batch.rows:
        owner = row.values["owner"]
        if owner is not None and owner != me and (row.before is None or owner != row.before["owner"]):
            pointing[str(owner)].append(row)
    if not pointing:
        return
    active = Call("is_true", (Column("t", "active", "boolean"),), "boolean")
    kinds = InList(Column("t", "kind", "text"), Param("kinds", "list"))
    select = Select((Alias("id", ID),), Table("gx_grantee", "t"), where=all_of(HAS_IDS, kinds, active))
    values = {"ids": sorted(pointing), "kinds": ["user", "team", "unit", "queue"]}
    known = {str(found[0]) for found in connection_of(batch.context).run_tree(select, values)}
    for owner, rows in pointing.items():
        if owner not in known:
            for row in rows:
                batch.refuse(row, "owner", "reference_not_found")


def check_pointers(batch: Batch) -> None:
    """Refuse pointers to one of several objects as references are refused."""
    outside = batch.context.principal.audience == "portal"
    for field in batch.plan.pointers:
        kind, identity = (part.name for _, part in batch.plan.object.parts_of(field))
        pointing: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in batch.all_rows if outside else batch.rows:
            newly = row.before is None or not row.delta.isdisjoint({kind, identity})
            given = row.values.get(kind) is not None and row.values.get(identity) is not None
            if given and (newly or (outside and identity in row.given)):
                pointing[str(row.values[kind]), str(row.values[identity])].append(row)
        for name in {target for target, _ in pointing}:
            ids = [found for target, found in pointing if target == name]
            reached = reached_targets(batch, field, ids, "read", to=name)
            for found in ids:
                for row in () if found in reached else pointing[name, found]:
                    batch.refuse(row, identity, "reference_not_found")


def _has_problem(row: Row, name: str) -> bool:
    return row.problems is not None and any(problem.field == name for problem in row.problems)


def _pointing(batch: Batch, field: "Field") -> dict[str, list[Row]]:
    """Return the rows that newly point somewhere, by where they point.

    Of a portal user every reference that it wrote counts: one that it cannot see looks blank to it, so that the stored
    value must not answer otherwise than any other (decision A9).
    """
    name, rows, outside = field.name, batch.rows, batch.context.principal.audience == "portal"
    if outside:
        rows = [*rows, *(row for row in batch.all_rows if row.status == "unchanged" and row.before is not None)]
    pointing: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        value = row.values[name]
        newly = row.before is None or value != row.before[name] or (outside and name in row.given)
        if value is not None and newly:
            pointing[value].append(row)  # type: ignore[index]  # a reference is an id
    return pointing


def reached_targets(
    batch: Batch, field: "Field", ids: Iterable[str], level: "Level", *, to: str | None = None
) -> frozenset[str]:
    """Return which of the records that a field points to the caller reaches at a level."""
    context = batch.context
    target = context.catalog.object(to or field.to or "user")
    if not batch.rights.can(target.name, "read"):
        return frozenset()  # whoever may not read an object learns of none of its records
    access = access_of(context, target.name, level)

    def make() -> Select:
        # The lock keeps the record from being deleted before this save is committed; a foreign key takes the same.
        locked = field.on_delete != "clear" or field.type == "master_detail" or bool(field.targets)
        where = all_of(HAS_IDS, LIVING, access.probe())
        return Select((Alias("id", ID),), Table(target.table, "t"), where=where, lock="key share" if locked else "")

    tree = batch.plan.tree("reached", field.name, target.name, level, access=access, make=make)
    rows = connection_of(context).run_tree(tree, {**access.values, "ids": sorted(ids)})
    return frozenset(str(row[0]) for row in rows)
