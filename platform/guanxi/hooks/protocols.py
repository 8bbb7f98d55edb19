"""What a hook is handed. The layers above keep these promises; plugins may rely on nothing else."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

__all__ = ["Actor", "Batch", "Call", "Context", "Declarations", "Declared", "Event", "Operation", "Row", "Values"]

Values: TypeAlias = Mapping[str, object]
Operation: TypeAlias = Literal["create", "update", "upsert", "delete", "restore"]


class Actor(Protocol):
    """Who acts: a person, a token, a portal user or the system with its reason."""

    @property
    def kind(self) -> str:
        """One of user, token, portal, system."""

    @property
    def user_id(self) -> str | None:
        """The acting user's record id, None where no user stands behind it."""

    @property
    def name(self) -> str:
        """The name to show."""

    @property
    def roles(self) -> frozenset[str]:
        """The names of the roles held."""


class Context(Protocol):
    """The circumstances of a call; handed on to every function of `guanxi.api`, it keeps all in one transaction."""

    @property
    def principal(self) -> Actor:
        """Who acts."""

    @property
    def now(self) -> dt.datetime:
        """The instant of the call in UTC, the same for all of its rows."""

    @property
    def language(self) -> str:
        """The language of the words that the caller will read."""


class Row(Protocol):
    """One record of a batch on its way into the database.

    Values are domain values: text, int, Decimal, bool, date, datetime in UTC, ids as text, tuples of texts, None.
    """

    @property
    def index(self) -> int:
        """The position in the caller's list, counted from 0."""

    @property
    def id(self) -> str:
        """The record's id, known before a new record is written."""

    @property
    def before(self) -> Values | None:
        """The stored values before this save, None on create."""

    @property
    def values(self) -> Values:
        """The values as they will be stored, with those that this save leaves alone; read them, `set` changes them."""

    @property
    def changed(self) -> frozenset[str]:
        """The names of the fields whose value differs from the stored one; on create, of those that are not blank."""

    def set(self, field: str, value: object) -> None:
        """Give the field another value, parsed as if the caller had sent it; only inside `before_validate`."""


class Batch(Protocol):
    """The records of one object that one call creates, updates, deletes or restores. One record is a batch of one."""

    @property
    def object(self) -> str:
        """The name of the object."""

    @property
    def operation(self) -> Operation:
        """What is done; in an upsert, `row.before` tells which rows are new."""

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that are not refused so far."""

    def refuse(self, row: Row, field: str | None, code: str, params: Values | None = None) -> None:
        """Refuse one row for a reason; the words of the code come from the plugin's translations."""


class Call(Protocol):
    """One run of an action of the package, asked for by a person or a program."""

    @property
    def action(self) -> str:
        """The name of the action."""

    @property
    def object(self) -> str:
        """The name of the object."""

    @property
    def records(self) -> Sequence[Values]:
        """The stored values of the records that it is run on, locked until it is done."""

    @property
    def parameters(self) -> Values:
        """The values of all parameters, as domain values."""

    def save(self, context: Context, object_name: str, values: Values, *, operation: Operation) -> str:
        """Save one record through the pipeline and return its id; what is made and warned of is told to the caller."""

    def refuse(self, parameter: str | None, code: str, params: Values | None = None) -> None:
        """Refuse the call for a reason, at a parameter; nothing that it wrote stays."""


class Declared(Protocol):
    """One item of a kind that a package declares, as all layers together make it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def package(self) -> str:
        """The package that brought it, `workspace` where an administrator made it."""

    @property
    def body(self) -> Values:
        """What it says: lists are tuples, mappings read-only, texts in both languages labels with `text(language)`."""

    @property
    def value(self) -> object:
        """What the package's hook made of it, None where it has no such hook."""


class Declarations(Protocol):
    """All items of one kind that the package declares."""

    @property
    def kind(self) -> str:
        """The name of the kind."""

    @property
    def items(self) -> Sequence[Declared]:
        """The items, those of packages first in their order."""

    def refuse(self, item: Declared, path: Sequence[str], *, en: str, zh: str, warning: bool = False) -> None:
        """Say what is wrong with an item at keys and entry keys; unless it is a warning, it cannot be published."""


class Event(Protocol):
    """Something that was committed; it may arrive twice, so handle it by its `id`."""

    @property
    def id(self) -> str:
        """The event's id, the same each time it is delivered."""

    @property
    def object(self) -> str:
        """The name of the object."""

    @property
    def kind(self) -> str:
        """One of created, updated, deleted, restored, derived (roll-ups and stored formulas alone)."""

    @property
    def at(self) -> dt.datetime:
        """When it was written."""

    @property
    def records(self) -> Sequence[Values]:
        """Per record its `id`, its `version` and the names of its changed `fields`."""
