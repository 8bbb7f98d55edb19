"""Duplicates: records that an administrator's rule takes for the same thing, found among those that the writer sees.

Equal values are looked up by index; alike texts are compared with those that begin alike. A key with a field that the
writer may not compare by is passed over: what it finds would tell of the field.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import Principal
from guanxi.errors import Problem
from guanxi.records.columns import LIVING, part_alias, stored_column
from guanxi.records.load import access_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.prepared import connected, readable_object
from guanxi.records.query import record
from guanxi.sqltree import Call, Column, Expr, InList, Param, all_of, integer
from guanxi.text.keys import fold_key, sort_key
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from guanxi.catalog.duplicates import DuplicateRule, MatchKey
    from guanxi.records.batch import Batch
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["Match", "check_duplicates", "duplicates", "paired"]

Values = Mapping[str, object]
_SHOWN = 5  # matches that are told of one record
_MOST = 500  # candidates that are compared by one key
_LETTERS = 5  # that alike texts begin with, spelled as for their order
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Match:
    """A record that is taken for the same thing; of a rule over all records nothing but that there is one."""

    rule: "DuplicateRule"
    key: str | None = None
    id: str | None = None
    name: object = None
    score: int | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the match as the API shows it."""
        told = None if self.id is None else {"id": self.id, "name": self.name}
        message = self.rule.message.text(language)
        return {"rule": self.rule.name, "message": message, "key": self.key, "score": self.score, "record": told}


def check_duplicates(batch: "Batch") -> None:
    """Refuse rows that are duplicates, or warn of them, as the rules say; of stored rows where a key changes."""
    for rule in batch.plan.catalog.duplicate_rules.get(batch.object, ()):
        watched = frozenset(name for key in rule.keys for name in key.names)
        rows = [row for row in batch.rows if row.problems is None and (row.before is None or row.delta & watched)]
        deltas = [None if row.before is None else row.delta for row in rows]
        found = _matches(batch.context, batch.plan, rule, [row.values for row in rows], deltas)
        for row, matches in zip(rows, found, strict=True):
            if not matches:
                continue
            records = [{"id": match.id, "name": match.name} for match in matches if match.id is not None]
            params = {"rule": rule.name, "records": records}
            place = rule.keys[0].fields[0].name
            problem = Problem(place, "duplicate", params, rule.message.as_mapping(), row=row.index)
            if rule.action == "block":
                batch.report(row, problem)
            else:
                batch.warn(problem)


def duplicates(context: "Context", object_name: str, record_id: str) -> list[Match]:
    """Return what a stored record is taken for; Missing where there is none that the principal may see."""
    plan = plan_of(context, readable_object(context, object_name).name)
    identity = str(record(context, plan.object.name, record_id=record_id, fields=("id",))["id"])
    with connected(context) as connection:
        stored = read_rows(connection, plan, [identity])
    rules = context.catalog.duplicate_rules.get(plan.object.name, ())
    return [match for rule in rules for match in _matches(context, plan, rule, list(stored.values()), [None])[0]]


def paired(context: "Context", rule: "DuplicateRule", ids: Sequence[str]) -> frozenset[str]:
    """Return which of some records a rule, stored or not, takes for the same as another one that the reader sees."""
    plan = plan_of(context, rule.object)
    with connected(context) as connection:
        stored = read_rows(connection, plan, ids)
    seen = replace(rule, scope="visible")  # only then are the matches named
    found = _matches(context, plan, seen, list(stored.values()), [None] * len(stored))
    matched = {match.id for matches in found for match in matches if match.id is not None}
    return frozenset(name for name, matches in zip(stored, found, strict=True) if matches or name in matched)


def _matches(
    context: "Context", plan: "WritePlan", rule: "DuplicateRule", subjects: Sequence[Values],
    deltas: Sequence[frozenset[str] | None],
) -> list[list[Match]]:  # fmt: skip
    """Return the matches of each subject, the best first; subjects are compared with those before them too.

    A subject with a delta is compared by the keys of which it changes a field.
    """
    everything, clear = rule.scope == "all", context.rights.clear(plan.object.name)
    reader = replace(context, principal=Principal.system("duplicates")) if everything else context
    found: list[dict[str, Match]] = [{} for _ in subjects]
    for key in rule.keys:
        if not everything and not key.names <= clear:
            continue
        comparing = _Comparing(plan, key)
        for index, other, score in comparing.pairs(_candidates(reader, comparing, subjects), subjects):
            delta = deltas[index]
            if delta is not None and delta.isdisjoint(key.names):
                continue
            identity, known = str(other["id"]), found[index].get(str(other["id"]))
            if known is None or score > (known.score or 0):
                name = other.get(plan.object.name_field) if plan.object.name_field in clear else None
                found[index][identity] = Match(rule, key.name, identity, name, score)
    if everything:
        return [[Match(rule)] if matches else [] for matches in found]
    return [sorted(matches.values(), key=lambda one: -(one.score or 0))[:_SHOWN] for matches in found]


class _Comparing:
    """Compares records by one key."""

    def __init__(self, plan: "WritePlan", key: "MatchKey") -> None:
        self.plan = plan
        self.fields = [(one, plan.object.field(one.name)) for one in key.fields]
        self.columns = [plan.columns_of[field.name][0] for _, field in self.fields]

    def pairs(self, pool: Iterable[Values], subjects: Sequence[Values]) -> Iterator[tuple[int, Values, int]]:
        """Yield each subject by its index with what it matches and how well, 100 where all is equal."""
        own = {str(values["id"]) for values in subjects}
        buckets: defaultdict[tuple[object, ...] | None, list[Values]] = defaultdict(list)
        for values in pool:
            if str(values["id"]) not in own:
                buckets[self.bucket(values)].append(values)
        for index, subject in enumerate(subjects):
            place = self.bucket(subject)
            if place is None:
                continue
            for other in buckets[place][:_MOST]:
                score = self._score(subject, other)
                if score is not None:
                    yield index, other, score
            buckets[place].append(subject)

    def bucket(self, values: Values) -> tuple[object, ...] | None:
        """Return what records have in common that can match; None where a field is blank, which matches nothing."""
        parts = []
        for one, field in self.fields:
            value = values[field.name]
            if value is None:
                return None
            if one.threshold is not None:
                value = beginning(str(value))
            parts.append(fold_key(value) if isinstance(value, str) else value)
        return tuple(parts)

    def _score(self, subject: Values, other: Values) -> int | None:
        best = 100
        for one, field in self.fields:
            if one.threshold is not None:
                left, right = (fold_key(str(values[field.name])) for values in (subject, other))
                score = int(fuzz.token_sort_ratio(left, right))
                if score < one.threshold:
                    return None
                best = min(best, score)
        return best

    def conditions(self, subjects: Iterable[Values]) -> Iterator[tuple[Expr, dict[str, object]]]:
        """Yield conditions that find all that can match the subjects, each with the values of its slots."""
        complete = [values for values in subjects if self.bucket(values) is not None]
        if not complete:
            return
        lists: list[Expr] = []
        given: dict[str, object] = {}
        indexed = False
        for index, (_, field) in enumerate(self.fields):
            if field.sort_column is None:
                column = self.columns[index]
                lists.append(InList(stored_column(field), Param(f"k{index}", "list")))
                given[f"k{index}"] = sorted({column.value(values) for values in complete}, key=str)
                indexed = indexed or field.indexed or field.kind.reference
        ranged = next(((one, field) for one, field in self.fields if field.sort_column is not None), None)
        if ranged is None or indexed:
            yield all_of(*lists), given
            return
        one, field = ranged
        cell = Column(part_alias(field.part), str(field.sort_column), "text")
        signs = ((">=", "begin"), ("<", "end"))
        within = (Call(sign, (cell, Param(slot, "text")), "boolean") for sign, slot in signs)
        between = all_of(*lists, *within)
        starts = {_start(str(values[field.name]), alike=one.threshold is not None) for values in complete}
        for start in sorted(starts):
            yield between, {**given, "begin": start, "end": f"{start}{_LAST}"}


def beginning(text: str) -> str:
    """Return what texts that are alike begin with: the first letters of how they are spelled."""
    return sort_key(text).partition("\x01")[0][:_LETTERS]


def _start(text: str, *, alike: bool) -> str:
    return beginning(text) if alike else sort_key(text).partition("\x01")[0]


def _candidates(context: "Context", comparing: _Comparing, subjects: Sequence[Values]) -> Iterator[Values]:
    """Yield the living records within the reader's sight that may match."""
    plan = comparing.plan
    access = access_of(context, plan.object.name, "read")
    for condition, given in comparing.conditions(subjects):
        select = replace(plan.reader.select(all_of(condition, LIVING, access.probe())), limit=integer(_MOST))
        with connected(context) as connection:
            rows = connection.run_tree(select, {**access.values, **given})
        yield from (plan.reader.read(row) for row in rows)
