"""The menu of hooks: when each fires, in which transaction, and what raising does.

An implementation is a function of the same name in a plugin's `hooks.py`, marked with `@hookimpl`; it names only the
arguments it uses. Every hook is called once for a batch, never once per record. Hooks that run inside a transaction may
run again when the database asks for a retry, so they must have no effect outside of it; that belongs to `after_commit`.

Raising inside the transaction refuses the whole batch, undoes everything and is reported against the plugin. To refuse
single rows with a reason that a person can act on, call `batch.refuse(row, field, code, params)`.
"""

from collections.abc import Mapping, Sequence

import pluggy

from guanxi.hooks.protocols import Actor, Batch, Call, Context, Declarations, Event

__all__ = ["MENU", "PROJECT", "AccessHooks", "RecordHooks", "hookimpl", "hookspec"]

PROJECT = "guanxi"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class RecordHooks:
    """Moments of a save, in the order in which they come."""

    @hookspec
    def before_validate(self, batch: Batch, context: Context) -> None:
        """Fill in or change values: the last place where that is possible.

        Runs inside the write transaction, after parsing and defaults and before all checks, on create and update.
        Change a value by `row.set(field, value)`; it is checked like what a caller sends, but needs no right of theirs.
        """

    @hookspec
    def before_save(self, batch: Batch, context: Context) -> None:
        """Judge rows that have passed every check, or write other records that must come first.

        Runs inside the write transaction, before rows are stored. Values are frozen. On delete and restore too, where
        `row.values` equal `row.before`. Refused rows leave the batch before anything of them is written.
        """

    @hookspec
    def after_save(self, batch: Batch, context: Context) -> None:
        """Follow up with other records that belong to the same save.

        Runs inside the write transaction, after rows, roll-ups, history and events are stored. Records written here
        pass the whole pipeline again (at most eight saves deep). Refusing a row here undoes the batch; in partial mode
        it is then saved again without that row.
        """

    @hookspec
    def after_commit(self, events: Sequence[Event], context: Context) -> None:
        """Do what leaves the database: call another system, send a message.

        Runs after the commit, in a worker, in no transaction, fed from the outbox in its order. Raising has the
        delivery repeated later with growing pauses, so an event may arrive more than once: handle it by its id.
        """


class AccessHooks:
    """Moments of deciding who may see what."""

    @hookspec
    def restrict_rows(self, object: str, principal: Actor) -> str | None:
        """Narrow the rows of an object that the package guards, beyond what sharing and restrictions say.

        Runs before rows of an object that `guards` of plugin.yaml names are read or written, in no transaction of its
        own, for everybody but the platform itself. Answer with a formula over the object that rows must meet, None to
        narrow nothing; the same principal must get the same answer, as it is kept. Of `$user` a formula knows id, name,
        unit, party, audience and roles. Raising, or a formula that is none, lets no row through; while the code does
        not load at all, everything about the object is denied.
        """


class ActionHooks:
    """Moments of a button."""

    @hookspec
    def run_action(self, call: Call, context: Context) -> None:
        """Do what an action of the package with `hook: true` stands for.

        Runs inside one write transaction, after the parameters are checked and the record was seen to fit
        `available_when`; only the package that brings the action is called. What it reads and saves with the context
        is cut to the rights of whoever pressed the button. `call.refuse`, or raising, undoes all of it. It may be a dry
        run, which is undone afterwards, and it may run again when the database asks for a retry.
        """


class MetadataHooks:
    """Moments of a change of metadata."""

    @hookspec
    def compile_kind(self, kind: Declarations) -> Mapping[str, object] | None:
        """Turn the items of a kind that the package declares into values that its other hooks read.

        Runs while a change is planned, and in each process when it loads a catalog in which such items differ; in no
        transaction, and only in the package that declares the kind. Answer with a value by the name of the item, frozen
        and hashable, which `items` of `guanxi.api` hands out; with None where there is only something to refuse. The
        schema, all names and all formulas were checked before; what else is wrong is said by `kind.refuse`. Raising
        refuses the change that brought it; items that stand already are then refused to whoever asks for them.
        """


class LoadingHooks:
    """Moments of loading the code of a package."""

    @hookspec
    def field_types(self) -> Sequence[object]:  # type: ignore[empty-body]  # a promise, not an answer
        """Give field types of the package's own: one instance of each class, whose token begins with its prefix.

        Runs once, when a process loads the code, in no transaction and whether or not the package is installed. Only
        packages that depend on this one may declare fields of the types. Raising disables the package's code, as a
        fault in it does.
        """


MENU: tuple[type, ...] = (RecordHooks, ActionHooks, AccessHooks, MetadataHooks, LoadingHooks)
"""All hooks, grouped by moment."""
