"""What operators may order: each order is one call of a service, with its entry in the audit."""

from typing import TYPE_CHECKING, TypeAlias

from guanxi.access.audit import Entry, write_audit
from guanxi.access.sessions import end_session as end_one_session
from guanxi.access.tokens import revoke_any_token
from guanxi.automation import jobs
from guanxi.change.copies import release
from guanxi.change.install import disable, enable

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.workspace.context import Context

__all__ = ["Order", "cancel_job", "disable_package", "enable_package", "end_session", "end_token", "retry_job"]

Order: TypeAlias = "Callable[[Context, str], None]"


def end_session(context: "Context", key: str) -> None:
    """Sign somebody out."""
    with context.database.write() as transaction:
        user = end_one_session(transaction, key)
        entry = Entry("session_end", "user", user, {"session": key})
        write_audit(transaction, context.principal, [entry], now=context.now)


def end_token(context: "Context", key: str) -> None:
    """Revoke a token of anybody."""
    with context.database.write() as transaction:
        user = revoke_any_token(transaction, key, now=context.now)
        entry = Entry("token_revoke", "user", user, {"token": key})
        write_audit(transaction, context.principal, [entry], now=context.now)


def cancel_job(context: "Context", key: str) -> None:
    """Ask for the end of a job."""
    with context.database.write() as transaction:
        jobs.cancel(transaction, key)
        write_audit(transaction, context.principal, [Entry("job_cancel", detail={"job": key})], now=context.now)
    release(context.workspace)


def retry_job(context: "Context", key: str) -> None:
    """Have a job that failed or was cancelled begin again."""
    with context.database.write() as transaction:
        jobs.restart(transaction, key)
        write_audit(transaction, context.principal, [Entry("job_retry", detail={"job": key})], now=context.now)


def disable_package(context: "Context", key: str) -> None:
    """Switch a package off."""
    disable(context.workspace, key, author=context.principal)


def enable_package(context: "Context", key: str) -> None:
    """Switch a package on again."""
    enable(context.workspace, key, author=context.principal)
