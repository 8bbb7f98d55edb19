"""Commands about people: users, their passwords and API tokens."""

from typing import TYPE_CHECKING

import click

from guanxi import clock
from guanxi.access import credentials
from guanxi.access.audit import Entry, write_audit
from guanxi.access.credentials import Passwords, renew_password, sign_in
from guanxi.access.sessions import close_sessions_of
from guanxi.access.tokens import create_token
from guanxi.cli.terminal import Terminal, answering
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.records.save import save

if TYPE_CHECKING:
    from guanxi.access.principal import Audience

__all__ = ["COMMANDS", "give_password"]


def give_password(terminal: Terminal, user_id: str, *, must_change: bool = True) -> str:
    """Give a user a random password, which the user must change at the next sign-in unless told; end its sessions."""
    passwords = Passwords()
    with terminal.workspace.database.write() as transaction:
        return credentials.give_password(
            transaction, terminal.principal, user_id, passwords=passwords, now=clock.now(), must_change=must_change
        )


@click.group("user")
def user() -> None:
    """Users and their passwords."""


@user.command("add")
@click.argument("login")
@click.option("--name", help="The name to show; else the sign-in name.")
@click.option("--role", "roles", multiple=True, help="A role to give; may be repeated.")
@click.option(
    "--audience",
    type=click.Choice(["staff", "portal"]),
    default="staff",
    show_default=True,
    help="Whether the user is of the staff or signs in at the portal.",
)
@click.option("--unit", help="Code of the unit the user belongs to.")
@click.option("--party", help="Id of the record that a portal user belongs to.")
@answering
def user_add(
    terminal: Terminal, login: str, name: str | None, roles: tuple[str, ...], audience: str, unit: str | None,
    party: str | None,
) -> None:  # fmt: skip
    """Add a user and print a random password for it, to be changed at the first sign-in."""
    context = terminal.context()
    row: dict[str, object] = {
        "login": login,
        "name": name or login,
        "roles": list(roles),
        "audience": audience,
        "party": party,
    }
    if unit is not None:
        found = rows(context, Query("org_unit", fields=("id",), filter=f"code = {_quoted(unit)}", limit=1))
        row["unit"] = found[0]["id"] if found else unit
    done = save(context, "user", [row], operation="create")
    _show(terminal, login, str(done.results[0].id))


@user.command("reset")
@click.argument("login")
@answering
def user_reset(terminal: Terminal, login: str) -> None:
    """Give a user a new random password, to be changed at the next sign-in, and end its sessions."""
    _show(terminal, login, str(terminal.user(login).user_id))


@user.command("password")
@click.argument("login")
@click.option("--portal", is_flag=True, help="The user signs in at the portal.")
@click.option("--present", help="The present password.")
@click.option("--new", "chosen", help="The new password.")
@answering
def user_password(
    terminal: Terminal, login: str, portal: bool, present: str | None, chosen: str | None
) -> None:  # fmt: skip
    """Change a password as its owner, who knows the present one."""
    present = present or terminal.secret("Present password", "当前密码")
    chosen = chosen or terminal.secret("New password", "新密码", twice=True)
    database, catalog, now = terminal.workspace.database, terminal.workspace.snapshot().catalog, clock.now()
    passwords = Passwords()
    audience: Audience = "portal" if portal else "staff"
    known = sign_in(
        database, catalog, login=login, password=present, audience=audience, passwords=passwords, now=now
    )  # fmt: skip
    principal = terminal.user(login)
    with database.write() as transaction:
        renew_password(transaction, known.user_id, old=present, new=chosen, passwords=passwords, now=now)
        write_audit(transaction, principal, [Entry("password", "user", known.user_id)], now=now)
    if terminal.as_json:
        terminal.answer({"login": login, "changed": True})
    terminal.say("The password is changed; all sessions have ended.", "密码已修改，所有会话已结束。")


@user.command("disable")
@click.argument("login")
@answering
def user_disable(terminal: Terminal, login: str) -> None:
    """Take a user's access away at once; its records stay."""
    user_id = terminal.user(login).user_id
    save(terminal.context(), "user", [{"id": user_id, "active": False}], operation="update")
    with terminal.workspace.database.write() as transaction:
        close_sessions_of(transaction, user_id)
    if terminal.as_json:
        terminal.answer({"login": login, "active": False})
    terminal.say(f"{login} is disabled.", f"{login} 已停用。")


@click.group("token")
def token() -> None:
    """API tokens."""


@token.command("add")
@click.argument("login")
@click.option("--name", default="cli", show_default=True, help="What the token is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    help="A scope such as read or records:NAME:write; may be repeated; else everything the user may do.",
)
@answering
def token_add(terminal: Terminal, login: str, name: str, scopes: tuple[str, ...]) -> None:
    """Make a token for a user and print it; it is shown this once."""
    principal, now = terminal.user(login), clock.now()
    with terminal.workspace.database.write() as transaction:
        identity, secret = create_token(
            transaction,
            principal.user_id,
            name=name,
            scopes=scopes or ("read", "write", "system:*"),
            created_by=terminal.principal.user_id,
            now=now,
        )
        entry = Entry("token.create", "user", principal.user_id, {"token": identity, "scopes": list(scopes)})
        write_audit(transaction, terminal.principal, [entry], now=now)
    terminal.answer({"id": identity, "token": secret}) if terminal.as_json else click.echo(secret)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _show(terminal: Terminal, login: str, user_id: str) -> None:
    password = give_password(terminal, user_id)
    if terminal.as_json:
        terminal.answer({"id": user_id, "login": login, "password": password})
    terminal.say(f"{login}  {password}", f"{login}  {password}")


COMMANDS = (user, token)
