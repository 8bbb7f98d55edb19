"""Field types that packages bring: they are admitted when the package's code loads, once per process."""

import re
from collections.abc import Iterable, Iterator, Mapping

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, FieldSpec

__all__ = ["AbsentField", "KnownTypes"]

_TOKEN = re.compile(r"[a-z][a-z0-9_]{0,39}")


class AbsentField(FieldType):
    """Stands for a type whose package does not load here: until it does the field is out of sight; its values stay."""

    token = "absent"  # noqa: S105
    family = ""
    declarable = False
    writable = False
    filterable = False
    sortable = False
    groupable = False
    orderable = False

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return no column, as nothing is read or written."""
        del spec
        return ()

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure that refuses every value."""

        def parse(value: object) -> object:
            raise FieldProblem("field_type_absent", type=spec.type)

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of nothing."""
        del spec
        return {"type": "null"}


class KnownTypes(Mapping[str, FieldType]):
    """Every field type by its token: those of the platform, and those that packages brought.

    A token that nobody knows stands for a type whose package is missing; `in` and `get` tell whether one is known.
    """

    def __init__(self, own: Iterable[FieldType]) -> None:
        """Begin with the platform's own."""
        self._known = {kind.token: kind for kind in own}
        self._packages: dict[str, str] = {}
        self._absent = AbsentField()

    def __getitem__(self, token: str) -> FieldType:
        """Return a type by its token."""
        return self._known.get(token, self._absent)

    def __contains__(self, token: object) -> bool:
        """Tell whether the type is known here."""
        return token in self._known

    def get(self, token: str, default: FieldType | None = None) -> FieldType | None:  # type: ignore[override]
        """Return a type that is known here, else the default."""
        return self._known.get(token, default)

    def __iter__(self) -> Iterator[str]:
        """Yield the tokens."""
        return iter(tuple(self._known))

    def __len__(self) -> int:
        """Return how many types there are."""
        return len(self._known)

    def package(self, token: str) -> str | None:
        """Return the package that brought a type, None for the platform's own."""
        return self._packages.get(token)

    def admit(self, package: str, prefix: str, brought: Iterable[object]) -> None:
        """Take the types of a package, all or none; TypeError and ValueError say what is wrong with one."""
        kinds: dict[str, FieldType] = {}
        for kind in brought:
            if not isinstance(kind, FieldType):
                raise TypeError(f"field_types gave {kind!r}, which is no FieldType")
            token = getattr(kind, "token", "")
            if not _TOKEN.fullmatch(token) or not token.startswith(prefix):
                raise ValueError(f"the field type {token!r} has no name that begins with {prefix!r}")
            if token in kinds or (token in self._known and self._packages.get(token) != package):
                raise ValueError(f"the field type {token!r} is there already")
            kinds[token] = kind
        self._known |= kinds
        self._packages |= dict.fromkeys(kinds, package)
