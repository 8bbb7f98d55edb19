"""The kinds of metadata: their folders and schemas, and what the schemas say about every list (decision A5).

`OURS` are the kinds of the platform. Packages declare further ones, so what works on documents asks the `Kinds` of the
layers that it has in hand: nothing in a process knows of a kind that the catalog does not have.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from guanxi.formula.pattern import pattern_of
from guanxi.metadata.document import Document, Path
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.schemas import as_patch, inlined, shipped, step_into
from guanxi.text.label import NO_LABEL, Label

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

__all__ = ["KIND", "MANIFEST_FORM", "OURS", "Kind", "Kinds", "ListRule", "entry_key"]


@dataclass(frozen=True, slots=True)
class ListRule:
    """What a list is: `keyed` by some keys of its entries, a `set`, or `atomic`."""

    form: str
    keys: tuple[str, ...] = ()


ATOMIC = ListRule("atomic")


def entry_key(rule: ListRule, entry: object) -> str:
    """Return the key of an entry of a keyed list; several keys are joined by '>', and one that is not said is blank."""
    if not isinstance(entry, dict):
        return str(entry)
    return ">".join("" if (said := entry.get(key)) is None else str(said) for key in rule.keys)


class Kind:
    """One kind of document: the folder of a package that holds it, and the schema that its documents fit.

    `package` is the one that declares it, None where the platform does.
    """

    def __init__(
        self, name: str, folder: str, whole: Callable[[], Mapping[str, Any]], *, package: str | None = None,
        label: Label = NO_LABEL,
    ) -> None:  # fmt: skip
        """Take the name and the folder; the schema is read when somebody asks for it."""
        self.name = name
        self.folder = folder
        self.package = package
        self.label = label
        self._whole = whole
        self._rules: dict[tuple[str, ...], ListRule] = {}

    @cached_property
    def schema(self) -> Mapping[str, Any]:
        """The schema with nothing left to look up."""
        return self._whole()

    @cached_property
    def _validator(self) -> "Validator":
        return self._validating(self.schema)

    @cached_property
    def _patch_validator(self) -> "Validator":
        return self._validating(as_patch(self.schema))

    def _validating(self, schema: Mapping[str, Any]) -> "Validator":
        from jsonschema import Draft202012Validator  # a command that checks nothing needs none
        from jsonschema.validators import extend

        if self.package is None:
            return Draft202012Validator(schema)
        # What a package writes is matched by an engine that cannot backtrack.
        kind: type[Validator] = extend(Draft202012Validator, {"pattern": _matching})  # type: ignore[no-untyped-call]
        return kind(schema)

    def at(self, path: Iterable[str]) -> Mapping[str, Any] | None:
        """Return what the schema says of a place; entries of lists count as '*' in the path."""
        found: Mapping[str, Any] | None = self.schema
        for step in path:
            found = None if found is None else step_into(found, step)
        return found

    def list_rule(self, path: tuple[str, ...]) -> ListRule:
        """Return what the list at a path is; entries of lists count as '*' in the path."""
        rule = self._rules.get(path)
        if rule is None:
            found = self.at(path)
            if found is None:  # not kept: there is no end of places that no schema knows
                return ATOMIC
            rule = self._rules[path] = _rule_in(found)
        return rule

    def findings(self, document: Document, *, patch: bool = False) -> Iterator[Finding]:
        """Yield every way in which a document does not fit the schema."""
        for error in (self._patch_validator if patch else self._validator).iter_errors(document.body):
            yield from _findings_of(document, error)


def _matching(validator: object, pattern: str, instance: object, schema: object) -> "Iterator[ValidationError]":
    """Yield an error where a text does not match the pattern of a declared kind."""
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and pattern_of(pattern).search(instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _rule_in(schema: Mapping[str, Any]) -> ListRule:
    options = (schema, *schema.get("oneOf", ()))
    text = next((found for option in options if (found := option.get("x-list"))), "atomic")
    form, _, keys = text.partition("(")
    return ListRule(form, tuple(key.strip() for key in keys.rstrip(")").split(",")) if keys else ())


class Kinds(Mapping[str, Kind]):
    """The kinds that a set of layers may use, by name."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        """Take the kinds; of two of one name the first stands."""
        self._kinds: dict[str, Kind] = {}
        for kind in kinds:
            self._kinds.setdefault(kind.name, kind)

    def __getitem__(self, name: str) -> Kind:
        """Return the kind of that name."""
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names, those of the platform first."""
        return iter(self._kinds)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._kinds)

    def __eq__(self, other: object) -> bool:
        """Tell whether these are the same kinds: two of one name may still differ."""
        return self is other

    def __hash__(self) -> int:
        """Return what goes with being the same."""
        return id(self)

    def in_folder(self, folder: str) -> Kind | None:
        """Return the kind whose documents lie in a folder of that name."""
        return next((kind for kind in self._kinds.values() if kind.folder == folder), None)

    def declared(self) -> tuple[Kind, ...]:
        """Return the kinds that packages declare."""
        return tuple(kind for kind in self._kinds.values() if kind.package is not None)

    def list_rule(self, kind: str, path: tuple[str, ...]) -> ListRule:
        """Return what the list at a path of a kind is, atomic where there is no such kind."""
        found = self._kinds.get(kind)
        return ATOMIC if found is None else found.list_rule(path)

    def pattern(self, kind: str, path: Iterable[str]) -> tuple[str, ...]:
        """Return a path with '*' for the entry keys of keyed lists."""
        out: tuple[str, ...] = ()
        for step in path:
            out = (*out, "*" if self.list_rule(kind, out).form == "keyed" else step)
        return out


KIND = "kind"
"""The kind under which a declared kind is itself a document."""


def _shipped(name: str) -> Mapping[str, Any]:
    file = f"{name}.schema.json"
    # The schema of kinds describes values within values, so nothing can be put in the place of its references.
    schema: Mapping[str, Any] = shipped()[file] if name == KIND else inlined(shipped()[file], file, shipped())
    return schema


_FOLDERS = {
    "object": "objects", "extension": "extensions", "picklist": "picklists", "rule": "rules", "role": "roles",
    "sharing": "sharing", "setting": "settings", "view": "views", "layout": "layouts", "app": "apps",
    "action": "actions", "duplicate_rule": "duplicate_rules", "assignment": "assignments", "template": "templates",
    "translation": "translations", KIND: "kinds",
}  # fmt: skip
OURS = Kinds(Kind(name, folder, partial(_shipped, name)) for name, folder in _FOLDERS.items())
"""The kinds of the platform itself."""
MANIFEST_FORM = Kind("plugin", "", partial(_shipped, "plugin"))
"""What plugin.yaml must fit."""


_DETAILS: Mapping[str, tuple[str, str]] = {
    "minItems": ("entries: at least {}", "至少需要 {} 项"),
    "maxItems": ("entries: at most {}", "最多 {} 项"),
    "minLength": ("characters: at least {}", "至少需要 {} 个字符"),
    "maxLength": ("characters: at most {}", "最多 {} 个字符"),
    "minProperties": ("keys: at least {}", "至少需要 {} 个键"),
    "maxProperties": ("keys: at most {}", "最多 {} 个键"),
    "minimum": ("at least {}", "不得小于 {}"),
    "maximum": ("at most {}", "不得大于 {}"),
    "pattern": ("the form is {}", "格式须为 {}"),
}


def _findings_of(document: Document, error: "ValidationError") -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    rule: object = error.validator
    wanted: Any = error.validator_value
    instance: Any = error.instance
    if rule == "additionalProperties":
        known = error.schema["properties"]  # type: ignore[index]  # a schema that forbids keys is a mapping
        for key in (key for key in instance if key not in known):
            yield document.finding("unknown_key", (*path, key), fix=nearest(key, known), key=key)
    elif rule == "required":
        missing = [key for key in wanted if key not in instance]
        # jsonschema reports each missing key by itself: take the one this error is about.
        key = next((key for key in missing if error.message.startswith(f"{key!r} ")), missing[0])
        yield document.finding("missing_key", path, key=key)
    elif rule in {"enum", "const"}:
        allowed = [str(value) for value in (wanted if rule == "enum" else [wanted])]
        fix = nearest(instance, allowed)
        yield document.finding("not_allowed", path, fix=fix, value=instance, allowed=", ".join(allowed))
    elif rule == "type":
        expected = wanted if isinstance(wanted, str) else " / ".join(wanted)
        yield document.finding("wrong_type", path, expected=expected)
    elif rule == "pattern" and path and path[-1] == "name":
        yield document.finding("bad_name", path, name=instance, detail=wanted)
    elif rule == "allOf" or (rule == "oneOf" and error.context and len(error.context) == 1):
        for inner in error.context or ():
            yield from _findings_of(document, inner)
    else:
        en, zh = _DETAILS.get(str(rule), (error.message[:300],) * 2)
        wanted = str(wanted)[:300]
        yield document.finding("schema", path, detail_en=en.replace("{}", wanted), detail_zh=zh.replace("{}", wanted))
