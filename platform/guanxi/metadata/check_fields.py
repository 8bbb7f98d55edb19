"""Objects and their fields: types and their keys, references, limits, keys, states and roll-ups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from guanxi.catalog import EVERY, Label, Picklist, PicklistValue
from guanxi.catalog.dependencies import cycle_in
from guanxi.fields import FIELD_TYPES, FieldProblem, FieldSpec
from guanxi.metadata.check_choices import control_faults, picklist_faults, record_type_faults
from guanxi.metadata.currencies import Currencies
from guanxi.metadata.document import Body, Manifest, Ref
from guanxi.metadata.field_specs import ROLES, SYSTEM_ENTRIES, Specs, parsed_value, with_parts
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.layers import Item, Merged
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.record_types import picklists_of
from guanxi.metadata.relations import LINKING
from guanxi.text.messages import message

__all__ = ["check_objects", "depends_on", "field_names", "reached"]

_REFERENCES = frozenset({"lookup", "master_detail", "user"})
_NAMING = frozenset({"text", "email", "phone", "auto_number", "external_id", "formula"})
_NUMERIC = frozenset({"number", "money", "percent"})
_TEMPORAL = frozenset({"date", "datetime", "time", "duration"})
_SUMMARISED = {
    "sum": _NUMERIC | {"duration"},
    "avg": _NUMERIC,
    "min": _NUMERIC | _TEMPORAL,
    "max": _NUMERIC | _TEMPORAL,
    "first": _NUMERIC | _TEMPORAL | {"text", "picklist", "boolean"},
    "last": _NUMERIC | _TEMPORAL | {"text", "picklist", "boolean"},
}
_DEEPEST = 20  # roll-ups over roll-ups; a circle is found elsewhere
_SYSTEM = {entry["name"]: entry for entry in SYSTEM_ENTRIES}


def field_names(merged: Merged, name: str) -> frozenset[str]:
    """Return the names of an object's fields, the system's included."""
    item = merged.get("object", name)
    own = item.body.get("fields", ()) if item is not None else ()
    return frozenset(entry["name"] for entry in own) | frozenset(_SYSTEM)


def depends_on(merged: Merged, item: Item, path: tuple[str, ...], name: str) -> Iterator[Finding]:
    """Yield a finding where the package that wrote a part does not depend on the package of the object it names."""
    target, owner = merged.get("object", name), item.owner(*path)
    if target is not None and owner != WORKSPACE and target.package not in reached(merged.manifests, owner):
        yield item.finding("not_depended_on", path, name=name, package=target.package)


@lru_cache(maxsize=256)
def reached(manifests: tuple[Manifest, ...], package: str) -> frozenset[str]:
    """Return the packages that a package depends on, itself and core included."""
    by_name = {head.name: head for head in manifests}
    found, pending = {"core"}, [package]
    while pending:
        name = pending.pop()
        if name not in found and name in by_name:
            pending += by_name[name].depends_on
        found.add(name)
    return frozenset(found)


def check_objects(merged: Merged) -> tuple[list[Finding], Merged]:
    """Return the findings about objects and rules, and the merged documents without what cannot be compiled."""
    checker = _Checker(merged)
    items = dict(merged.items)
    for item in merged.of_kind("object"):
        items["object", item.name] = checker.check_object(item)
    _drop_lost_rollups(items)
    for item in merged.of_kind("picklist"):
        checker.findings += picklist_faults(item, checker.picklists)
    for item in merged.of_kind("rule"):
        if not checker.rule(item):
            del items["rule", item.name]
    for item in merged.of_kind("setting"):
        if not checker.field(item, (), item.body):
            del items["setting", item.name]
    for item in merged.of_kind("action"):
        items["action", item.name] = checker.with_sound_parameters(item)
    checker.masters()
    return checker.findings, replace(merged, items=items)


def _without_foreign_keys(entry: Body) -> Body:
    """Return a field without the keys that its type does not know."""
    allowed = FIELD_TYPES[entry["type"]].schema_keys
    return entry if entry.keys() <= allowed else {key: value for key, value in entry.items() if key in allowed}


def _drop_lost_rollups(items: dict[Ref, Item]) -> None:
    """Take out the roll-ups over relations whose lookups had faults and were taken out themselves."""
    objects = [item for item in items.values() if item.kind == "object"]
    fields = [entry for item in objects for entry in item.body["fields"]]
    relations = {(entry.get("to", "user"), entry.get("children")) for entry in fields if entry["type"] in _REFERENCES}
    for item in objects:
        entries = item.body["fields"]
        kept = [entry for entry in entries if entry["type"] != "rollup" or (item.name, entry["over"]) in relations]
        if len(kept) < len(entries):
            body = {**item.body, "fields": kept}
            items[item.kind, item.name] = replace(item, body=body, digest=f"{item.digest} sound")


@dataclass(slots=True)
class _Checker:
    merged: Merged
    findings: list[Finding] = field(default_factory=list)
    picklists: Mapping[str, Picklist] = field(init=False)
    depends: Mapping[str, str] = field(init=False)  # picklist → the one that its values go with
    relations: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # target → relation → child, lookup
    links: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # the same of many_to_many fields

    def __post_init__(self) -> None:
        found = {
            item.name: Picklist(
                item.name,
                item.package,
                Label(),
                tuple(
                    PicklistValue(entry["name"], Label(), None, entry.get("active", True))
                    for entry in item.body["values"]
                ),
            )
            for item in self.merged.of_kind("picklist")
        }
        roles = (PicklistValue(role.name, Label()) for role in self.merged.of_kind("role"))
        found[ROLES] = Picklist(ROLES, "core", Label(), tuple(roles))
        types = picklists_of(self.merged.of_kind("object"), lambda item, entry: Label())
        found |= {picklist.name: picklist for picklist in types}
        self.picklists = found
        picklists = self.merged.of_kind("picklist")
        self.depends = {item.name: item.body["depends_on"] for item in picklists if "depends_on" in item.body}
        # A package's own fields first: a clash is the fault of whoever came later.
        for own in (True, False):
            for item in self.merged.of_kind("object"):
                for entry in item.body.get("fields", ()):
                    is_relation = entry.get("type") in {*_REFERENCES, LINKING} and "children" in entry
                    if is_relation and (item.owner("fields", entry["name"]) == item.package) is own:
                        self._relate(item, entry)

    def _relate(self, item: Item, entry: Body) -> None:
        name, target = entry["children"], entry.get("to", "user")
        # Those by several pointers are no relations that a roll-up could sum up.
        relations = self.links if entry["type"] == LINKING else self.relations
        known = relations.setdefault(target, {})
        path = ("fields", entry["name"], "children")
        if name in self.relations.get(target, {}) or name in self.links.get(target, {}):
            self.findings.append(item.finding("relation_twice", path, name=name, object=target))
        elif name in field_names(self.merged, target):
            self.findings.append(item.finding("relation_is_field", path, name=name, object=target))
        known.setdefault(name, (item.name, entry["name"]))

    def add(self, item: Item, code: str, *path: str, fix: str | None = None, **params: object) -> Literal[False]:
        """Note a finding; answers False so that a check can return it."""
        self.findings.append(replace(item.finding(code, path, fix=fix), params=params))
        return False

    def check_object(self, item: Item) -> Item:
        """Check one object; returns it without the parts that cannot be compiled."""
        body = dict(item.body)
        entries = body.get("fields", ())
        sound = [entry for entry in entries if self.field(item, ("fields", entry["name"]), entry)]
        body["fields"] = [_without_foreign_keys(entry) for entry in sound]
        known = {entry["name"]: entry for entry in with_parts(body["fields"])} | {
            name: entry for name, entry in _SYSTEM.items() if name != "owner" or body.get("owned")
        }
        name = body.get("name_field", "name")
        naming = known.get(name)
        if naming is None:
            self._unknown_field(item, ("name_field",) if "name_field" in body else (), name, known)
        elif naming["type"] not in _NAMING or (naming["type"] == "formula" and not naming.get("stored")):
            self.add(item, "name_field_type", "name_field", type=naming["type"])
        for key in ("unique_keys", "indexes"):
            if key in body:
                body[key] = [entry for entry in body[key] if self._key(item, key, entry, known)]
        self.findings += control_faults(item, body["fields"], known, self.depends)
        if "record_types" in body:
            body["record_types"] = [entry for entry in body["record_types"] if self._record_type(item, entry, known)]
        for code, path in Currencies.of(self.merged).faults(body):
            self.add(item, code, *path)
            body.pop("rate_date", None)
        if "states" in body and not self._states(item, body["states"], known):
            del body["states"]
        # What is left compiles to another object than the whole would: it must not pass for the same.
        return replace(item, body=body, digest=item.digest if body == item.body else f"{item.digest} sound")

    def field(self, item: Item, path: tuple[str, ...], entry: Body) -> bool:
        """Check one field; False where it cannot be compiled."""
        kind = FIELD_TYPES.get(entry.get("type", ""))
        brought = FIELD_TYPES.package(entry.get("type", ""))
        if brought is not None and brought not in {head.name for head in self.merged.manifests}:
            kind = None  # another workspace of this process has the package
        if kind is not None and kind.sealed and item.kind != "object":
            kind = None  # only records are sealed
        if kind is None or not kind.declarable:
            known, value = [token for token, kind in FIELD_TYPES.items() if kind.declarable], entry.get("type")
            fix, allowed = nearest(value, known), ", ".join(known)
            return self.add(item, "not_allowed", *path, "type", fix=fix, value=value, allowed=allowed)
        owner = item.owner(*path)
        if brought is not None and owner != WORKSPACE and brought not in reached(self.merged.manifests, owner):
            self.add(item, "not_depended_on", *path, "type", name=entry["type"], package=brought)
        extra = {"kind", "secret"} if not path else set()
        for key in sorted(entry.keys() - kind.schema_keys - extra):
            fix = nearest(key, kind.schema_keys - entry.keys())
            self.add(item, "key_not_for_type", *path, key, fix=fix, type=entry["type"], key=key)
        found = {"targets"} if path and entry.get("name") == item.body.get("inherits") else set()
        missing = [key for key in kind.needed if key not in entry.keys() | found]
        for key in missing:
            self.add(item, "field_needs_key", *path, type=entry["type"], key=key)
        return not missing and self._references(item, path, entry) and self._limits(item, path, entry)

    def _references(self, item: Item, path: tuple[str, ...], entry: Body) -> bool:
        to, values = entry.get("to"), entry.get("values")
        pointed = [("to", to)] if to is not None else [("targets", name) for name in entry.get("targets", ())]
        for key, name in pointed:
            if self.merged.get("object", name) is None:
                known = [found.name for found in self.merged.of_kind("object")]
                return self.add(item, "unknown_object", *path, key, fix=nearest(name, known), name=name)
            self.findings += depends_on(self.merged, item, (*path, key), name)
        if values is not None and values not in self.picklists:
            return self.add(item, "unknown_picklist", *path, "values", fix=nearest(values, self.picklists), name=values)
        if entry.get("required") and entry.get("on_delete", "clear") == "clear" and entry["type"] in {"lookup", "user"}:
            return self.add(item, "required_clears", *path)
        if entry.get("acyclic") and entry.get("to", "user") != item.name:
            return self.add(item, "acyclic_points_away", *path, "acyclic", object=item.name)
        return entry["type"] != "rollup" or self._rollup(item, path, entry)

    def _limits(self, item: Item, path: tuple[str, ...], entry: Body) -> bool:
        """Check limits and default as the field type itself reads them."""
        sound = {key: value for key, value in entry.items() if key not in {"min", "max", "default"}}
        specs = Specs(self.picklists)
        keywords = specs.keywords(sound, lambda _: None)
        if entry["type"] == "rollup":
            return True
        problems = FIELD_TYPES[entry["type"]].problems_of_spec(FieldSpec(**keywords))
        if problems:
            return self._refused(item, path, problems)
        limits: dict[str, object] = {}
        for key in ("min", "max", "default"):
            if key not in entry:
                continue
            known = keywords if key != "default" else {**keywords, **limits}
            value = parsed_value(known, key, entry[key])
            if isinstance(value, FieldProblem):
                code = "bad_default" if key == "default" else "bad_limit"
                detail = message(value.code, value.params, language="en")
                return self.add(item, code, *path, key, key=key, detail=detail)
            limits[key] = value
        late = FIELD_TYPES[entry["type"]].problems_of_spec(FieldSpec(**{**keywords, **limits}))
        return not late or self._refused(item, path, late)

    def _refused(self, item: Item, path: tuple[str, ...], problems: tuple[FieldProblem, ...]) -> Literal[False]:
        self.findings += (replace(item.finding(problem.code, path), params=problem.params) for problem in problems)
        return False

    def _rollup(self, item: Item, path: tuple[str, ...], entry: Body) -> bool:
        relations = self.relations.get(item.name, {})
        found = relations.get(entry["over"])
        if found is None and entry["over"] in self.links.get(item.name, {}):
            return self.add(item, "rollup_over_links", *path, "over", name=entry["over"])
        if found is None:
            fix = nearest(entry["over"], relations)
            return self.add(item, "unknown_relation", *path, "over", fix=fix, name=entry["over"])
        child = self.merged.items["object", found[0]]
        fields = {one["name"]: one for one in with_parts(child.body.get("fields", ()))} | _SYSTEM
        function, of = entry["function"], entry.get("of")
        if function == "count":
            return True
        if of is None:
            return self.add(item, "field_needs_key", *path, type=f"{function} rollup", key="of")
        for key, name in (("of", of), ("order_by", entry.get("order_by", "created_at").lstrip("-"))):
            if name not in fields:
                return self._unknown_field(item, (*path, key), name, fields)
            kind = fields[name]["type"]
            if FIELD_TYPES[kind].linked or (kind == "formula" and not fields[name].get("stored")):
                return self.add(item, "rollup_of_virtual", *path, key, name=name)
        family = self._family(child.name, fields[of])
        if family not in _SUMMARISED[function]:
            return self.add(item, "rollup_of_type", *path, "of", function=function, type=fields[of]["type"], name=of)
        return True

    def _family(self, owner: str, entry: Body, depth: int = 0) -> str:
        """Return the formula type of a field's value; of a roll-up, that of what it summarises."""
        if entry["type"] == "formula":
            return str(entry.get("returns"))
        if entry["type"] != "rollup" or entry.get("function") == "count":
            kind = FIELD_TYPES.get(entry["type"])
            return "number" if entry["type"] == "rollup" else kind.family if kind is not None else ""
        found = self.relations.get(owner, {}).get(entry.get("over", ""))
        child = self.merged.get("object", found[0]) if found is not None and depth < _DEEPEST else None
        if child is None:
            return ""
        of = next((one for one in child.body.get("fields", ()) if one["name"] == entry.get("of")), None)
        return self._family(child.name, of, depth + 1) if of is not None else ""

    def _unknown_field(self, item: Item, path: tuple[str, ...], name: str, known: Mapping[str, object]) -> bool:
        return self.add(item, "unknown_field", *path, fix=nearest(name, known), name=name)

    def _key(self, item: Item, key: str, entry: Body, known: Mapping[str, Body]) -> bool:
        parts = [("fields", text.lstrip("-")) for text in entry["fields"]]
        for part, name in (*parts, *(("include", name) for name in entry.get("include", ()))):
            path = (key, entry["name"], part)
            if name not in known:
                return self._unknown_field(item, path, name, known)
            kind = known[name]["type"]
            computed = kind == "formula" and not known[name].get("stored")
            if computed or not FIELD_TYPES[kind].sortable:
                return self.add(item, "key_field_type", *path, type=kind)
        return True

    def _record_type(self, item: Item, entry: Body, known: Mapping[str, Body]) -> bool:
        faults = list(record_type_faults(item, entry, known, self.picklists))
        self.findings += faults
        return not faults

    def _states(self, item: Item, states: Body, known: Mapping[str, Body]) -> bool:
        member = known.get(states["field"])
        if member is None:
            return self._unknown_field(item, ("states", "field"), states["field"], known)
        if member["type"] != "picklist":
            return self.add(item, "state_field_type", "states", "field")
        values = self.picklists[member["values"]].names()
        good = True
        for name in states.get("initial", ()):
            if name not in values:
                good = self.add(item, "unknown_value", "states", "initial", fix=nearest(name, values), name=name)
        for gate in states.get("transitions", ()):
            path = ("states", "transitions", f"{gate['from']}>{gate['to']}")
            for key, allowed in (("from", (*values, EVERY)), ("to", values)):
                if gate[key] not in allowed:
                    good = self.add(item, "unknown_value", *path, key, fix=nearest(gate[key], values), name=gate[key])
            for name in gate.get("requires", ()):
                if name not in known:
                    good = self._unknown_field(item, (*path, "requires"), name, known)
        return good

    def rule(self, item: Item) -> bool:
        """Check one rule's references; False where its object is unknown."""
        name = item.body["object"]
        if self.merged.get("object", name) is None:
            known = [found.name for found in self.merged.of_kind("object")]
            return self.add(item, "unknown_object", "object", fix=nearest(name, known), name=name)
        self.findings += depends_on(self.merged, item, ("object",), name)
        at, fields = item.body.get("at"), field_names(self.merged, name)
        if at is not None and at not in fields:
            self.add(item, "unknown_field", "at", fix=nearest(at, fields), name=at)
        return True

    def with_sound_parameters(self, item: Item) -> Item:
        """Check the parameters of an item; returns it with those that can be compiled."""
        entries = item.body.get("parameters", [])
        sound = [entry for entry in entries if self.field(item, ("parameters", entry["name"]), entry)]
        return item if len(sound) == len(entries) else replace(item, body={**item.body, "parameters": sound})

    def masters(self) -> None:
        """Check that no object is, however far up, a part of itself."""
        needs = {
            (item.name, ""): [
                (entry["to"], "")
                for entry in item.body.get("fields", ())
                if entry.get("type") == "master_detail" and "to" in entry
            ]
            for item in self.merged.of_kind("object")
        }
        circle = cycle_in(needs)
        if circle is not None:
            item = self.merged.items["object", circle[0][0]]
            self.add(item, "master_cycle", cycle=" → ".join(name for name, _ in circle))
