"""What a difference does to data: rows touched, values that would not fit, what is hidden, what is built afterwards."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from guanxi.change.clashes import clashing
from guanxi.change.effect import Effect
from guanxi.change.kept_values import holders
from guanxi.change.limits import LIMITS, refused
from guanxi.change.retype import lossy

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.change.difference import Difference
    from guanxi.change.purge import Purge
    from guanxi.change.retype import Retype
    from guanxi.change.situation import Situation
    from guanxi.metadata.renames import Rename

__all__ = ["Effects"]

_SHOWN = 8  # documents that a line names
_ENTRY = 2  # a path such as ('fields', 'amount') names an entry
_INDEXED_PER_SECOND = 300_000  # rows; measured on SQLite, where writers wait for it


class Effects:
    """Works out the consequences of differences, counted in the database as it is now; each count is made once."""

    def __init__(
        self, at: "Situation", rewritten: Sequence[str] = (), purges: "Sequence[Purge]" = (),
        retypes: "Sequence[Retype]" = (),
    ) -> None:  # fmt: skip
        """Take what is before and after, the documents that renames rewrite, what goes and what gets another type."""
        self._at = at
        self._workspace = at.workspace
        self._examples = at.examples
        self._limited: set[tuple[str, str]] = set()  # fields whose limits were tried
        self._retypes = {one.place: one for one in retypes}
        self._purges = {purge.name: purge for purge in purges}
        self._rewritten = rewritten
        self._old = at.old
        self._new = at.new
        self._connection = at.connection
        self._count = at.counts.of

    def of(self, difference: "Difference") -> tuple[Effect, ...]:
        """Return the consequences of one difference."""
        if difference.rename is not None:
            return self._renamed(difference.rename)
        if difference.action == "purge":
            purge = self._purges[difference.name]
            params = {"name": purge.name, "rows": purge.values(self._connection), "drops": ", ".join(purge.drops)}
            return (Effect("purges", params, destructive=True),)
        if difference.kind == "setting" and difference.name in {"currency", "multi_currency"}:
            return tuple(self._currencies())
        if difference.kind != "object":
            return ()
        known, wanted = self._old.objects.get(difference.name), self._new.objects.get(difference.name)
        path = difference.path
        if not path:
            return self._object(difference, known)
        if known is None or wanted is None:
            return ()
        if path[0] == "fields" and len(path) >= _ENTRY:
            return self._field(difference, known, wanted)
        if path == ("owned",) and wanted.owned:
            return (Effect("adds_column", {"object": known.name, "field": "owner"}), *self._builds(known))
        if path[0] in {"unique_keys", "indexes", "unique_key", "index"} and difference.action != "remove":
            key = next((key for key in wanted.unique_keys if path[:2] == ("unique_keys", key.name)), None)
            return (*self._builds(known), *(self._key_clashes(known, wanted, key.members) if key is not None else ()))
        return ()

    def _currencies(self) -> Iterator[Effect]:
        """Yield what other currencies mean for the records that have amounts (decision A12)."""
        for name, wanted in self._new.objects.items():
            known = self._old.objects.get(name, wanted)
            before, rate = known.fields.get("currency__rate"), wanted.fields.get("currency__rate")
            if before is not None and rate is None:
                rows = self._count(known, known.fields["currency"])
                yield Effect("hides_field", {"field": f"{name}.currency", "rows": rows}, destructive=rows > 0)
            elif rate is not None and (before is None or before.formula != rate.formula):
                rows = self._count(known) if name in self._old.objects else 0
                yield from [Effect("computes_rows", {"field": f"{name}.currency", "rows": rows})] if rows else []

    def _renamed(self, rename: "Rename") -> tuple[Effect, ...]:
        code = "merges_value" if rename.merges else "gives_back" if rename.back else "keeps_alias"
        effects = [Effect(code, {"old": rename.old, "new": rename.new}, destructive=rename.merges)]
        if self._rewritten:
            shown = ", ".join(self._rewritten[:_SHOWN]) + (" …" if len(self._rewritten) > _SHOWN else "")
            effects.append(Effect("rewrites", {"count": len(self._rewritten), "documents": shown}))
        if rename.picklist is not None:
            rows = holders(self._at, rename.picklist, rename.old)
            effects += [Effect("recodes_rows", {"old": rename.old, "new": rename.new, "rows": rows})] if rows else []
        return tuple(effects)

    def _object(self, difference: "Difference", known: "ObjectType | None") -> tuple[Effect, ...]:
        if difference.action == "add":
            return (Effect("makes_table", {"object": difference.name}),)
        rows = 0 if known is None else self._count(known)
        shown = self._examples.any_of(known) if known is not None and rows else ()
        params = {"object": difference.name, "rows": rows}
        return (Effect("hides_object", params, destructive=rows > 0, examples=shown),)

    def _field(self, difference: "Difference", known: "ObjectType", wanted: "ObjectType") -> tuple[Effect, ...]:
        name, entry = difference.path[1], len(difference.path) == _ENTRY
        if entry and difference.action == "add":
            return self._added(known, wanted.fields[name])
        if entry and difference.action == "remove":
            return self._removed(known, known.fields[name])
        if not entry and name in wanted.fields and name in known.fields:
            return self._changed(difference.path[2], known, wanted.fields[name])
        return ()

    def _added(self, known: "ObjectType", member: "Field") -> tuple[Effect, ...]:
        effects = []
        if member.columns or member.link_table or member.kind.parts:
            effects.append(Effect("adds_column", {"object": known.name, "field": member.name}))
        if (member.over is not None or member.stored) and (rows := self._count(known)):
            effects.append(Effect("computes_rows", {"field": member.name, "rows": rows}))
        if member.required and (rows := self._count(known)):
            effects.append(Effect("leaves_blank", {"field": member.name, "rows": rows}))
        if member.unique or member.indexed or (member.kind.reference and member.columns):
            effects += self._builds(known)
        return tuple(effects)

    def _removed(self, known: "ObjectType", member: "Field") -> tuple[Effect, ...]:
        held = [
            each for each in (member, *(part for _, part in known.parts_of(member))) if each.columns or each.link_table
        ]
        filled = max((self._count(known, part) for part in held), default=0)
        shown = self._examples.holding(known, held) if filled else ()
        return (Effect("hides_field", {"field": member.name, "rows": filled}, destructive=filled > 0, examples=shown),)

    def _changed(self, key: str, known: "ObjectType", member: "Field") -> tuple[Effect, ...]:
        before = known.fields[member.name]
        effects: list[Effect] = []
        retype = self._retypes.get((known.name, member.name))
        if retype is not None and key in {"type", "scale", "to"}:
            effects += self._retyped(retype, known)
        if key == "required" and member.required and member.columns:
            blank = self._count(known) - self._count(known, before)
            shown = self._examples.lacking(known, before) if blank else ()
            effects += [Effect("leaves_blank", {"field": member.name, "rows": blank}, examples=shown)] if blank else []
        if key in LIMITS and retype is None:
            effects += self._narrowed(known, before, member)
        new_keys = {column.part for column in member.columns} - {column.part for column in before.columns}
        if new_keys and (retype is None or not retype.rows) and key in {"searchable", "unique", "sort"}:
            effects.append(Effect("adds_column", {"object": known.name, "field": member.name}))
        recipe = member.over is not None or member.stored
        computed = recipe and key in {"formula", "function", "of", "filter", "over", "order_by", "blank_as", "stored"}
        if (new_keys or computed) and (rows := self._count(known)):
            effects.append(Effect("computes_rows", {"field": member.name, "rows": rows}))
        if (key == "unique" and member.unique) or (key == "indexed" and member.indexed):
            effects += self._builds(known)
        if key == "unique" and member.unique and retype is None:
            effects += self._clashes(known, [before], [member])
        return tuple(effects)

    def _narrowed(self, known: "ObjectType", before: "Field", after: "Field") -> Iterator[Effect]:
        """Yield how many of the newest records the limits of a field would refuse, once for all its keys."""
        if not before.columns or after.computed or (known.name, after.name) in self._limited:
            return
        self._limited.add((known.name, after.name))
        found, of = refused(self._workspace, before, after)
        if found:
            params = {"field": after.name, "refused": len(found), "of": of}
            yield Effect("limit_would_refuse", params, examples=self._examples.these(known, found, before))

    def _key_clashes(self, known: "ObjectType", wanted: "ObjectType", names: Iterable[str]) -> Iterator[Effect]:
        """Yield what stands against a key of several fields, where all of them were there before as they are."""
        fields = [wanted.fields[name] for name in names]
        before = [known.fields[field.name] for field in fields if field.name in known.fields]
        if len(before) == len(fields) and not any((known.name, name) in self._retypes for name in names):
            yield from self._clashes(known, before, fields)

    def _clashes(self, known: "ObjectType", before: "Sequence[Field]", after: "Sequence[Field]") -> Iterator[Effect]:
        """Yield how many records stand against a key, whose build would fail."""
        if any(not field.columns or field.kind.sealed for field in before) or len({field.part for field in before}) > 1:
            return
        found, rows = clashing(self._connection, known, before, after)
        if found:
            params = {"fields": ", ".join(field.name for field in after), "rows": rows}
            yield Effect("would_not_be_unique", params, examples=self._examples.these(known, found, before[0]))

    def _retyped(self, retype: "Retype", known: "ObjectType") -> Iterator[Effect]:
        """Yield what another type means for the values: how many are copied, kept, shortened or lost."""
        name, rows = retype.after.name, retype.rows
        if not rows:
            return
        yield Effect("retype_copies", {"field": name, "rows": rows})
        if retype.kept:
            yield Effect("retype_keeps", {"field": name, "rows": retype.kept})
        if lossy(retype):
            yield Effect("retype_shortens", {"field": name}, destructive=True)
        if retype.unfit:
            params = {"field": name, "rows": retype.unfit, "samples": retype.shown()}
            shown = self._examples.these(known, list(retype.samples), retype.before)
            yield Effect("retype_blanks", params, destructive=True, examples=shown)
        members = [*(key.members for key in known.unique_keys), *(index.members for index in known.indexes)]
        if any(retype.after.name in names for names in members):
            yield from self._builds(known)

    def _builds(self, known: "ObjectType") -> tuple[Effect, ...]:
        """Return what building an index over the records of an object means, nothing where there are none."""
        rows = self._count(known)
        effects = (Effect("builds", {"object": known.name, "rows": rows}),) if rows else ()
        seconds = -(-rows // _INDEXED_PER_SECOND)
        if rows and self._connection.dialect == "sqlite":
            return (*effects, Effect("blocks_writers", {"object": known.name, "seconds": seconds}))
        return effects
