"""`cluster-gis account`: who may sign in to the pages and the API, and in which roles."""

import sys
from datetime import date
from typing import Any

import click

from cluster_gis.cli.database import operator_name, register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.access import (
    COUNTRY,
    Membership,
    Period,
    Role,
    Territory,
)
from cluster_gis.domain.actors import ROLE_LABELS
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services import manage_account
from cluster_gis.services.manage_account import get_account
from cluster_gis.services.sign_in import MAX_TOKEN_DAYS, SCOPES, issue_token
from cluster_gis.storage.queries.accounts import Account, list_accounts
from cluster_gis.storage.queries.sign_ins import (
    open_sessions,
    revoke_sessions,
    revoke_token,
    tokens_of,
)
from cluster_gis.storage.queries.territory import place_of_territory

_ROLES = [str(role) for role in Role if role is not Role.PUBLIC]
_stdin_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)


@click.group("account")
def account() -> None:
    """Manage accounts, their roles, sessions and tokens."""


@account.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--administrator", is_flag=True, help="Let it manage all accounts.")
@click.option("--no-password", is_flag=True, help="Signs in by the identity provider only.")
@_stdin_option
@register_option
@format_option
def add(
    *,
    login: str,
    name: str,
    administrator: bool,
    no_password: bool,
    password_stdin: bool,
    register: str,
    output_format: str,
) -> None:
    """Add the account LOGIN; the password is asked for."""
    manage_account.read_login(login)
    password = None if no_password else read_password(from_stdin=password_stdin)
    with register_session(parse_register(register)) as session:
        made = manage_account.add_account(
            session, login=login, name=name, password=password, by=operator_name()
        )
        if administrator:
            role = Membership(role=Role.ADMINISTRATOR, territory=COUNTRY)
            manage_account.grant_membership(session, made, role, by=operator_name())
        made = get_account(session, made.login)
    if output_format == "json":
        print_json(account_json(made))
        return
    say(N_("Account {login} is made."), login=made.login)


@account.command("list")
@click.option("--search", default="", help="Part of the name or sign-in name.")
@register_option
@format_option
def list_command(search: str, register: str, output_format: str) -> None:
    """List the accounts."""
    with register_session(parse_register(register)) as session:
        found = list_accounts(session, search=search)
    if output_format == "json":
        print_json({"accounts": [account_json(one) for one in found]})
        return
    for one in found:
        _print_account(one)
    if not found:
        say(N_("There is no account."))


@account.command("show")
@click.argument("login")
@register_option
@format_option
def show(login: str, register: str, output_format: str) -> None:
    """Show one account: roles, sessions, tokens."""
    with register_session(parse_register(register)) as session:
        found = get_account(session, login)
        answer = account_json(found) | {
            "sessions": [
                _moments(s, "id", "created_at", "seen_at", "expires_at", "address", "browser")
                for s in open_sessions(session, found.id)
            ],
            "tokens": [
                _moments(t, "id", "name", "scope", "created_at", "expires_at", "revoked_at")
                for t in tokens_of(session, found.id)
            ],
        }
    if output_format == "json":
        print_json(answer)
        return
    _print_account(found)
    for held in found.memberships:
        one = held.membership
        state = "–" if held.revoked_at is None else f"× {held.revoked_at:%Y-%m-%d}"
        days = f"{one.valid.first or '…'} – {one.valid.last or '…'}"
        click.echo(f"  {held.id}  {one.role}  {one.territory}  {days}  {one.organisation}  {state}")


@account.command("password")
@click.argument("login")
@_stdin_option
@register_option
def password_command(login: str, password_stdin: bool, register: str) -> None:
    """Set a new password of LOGIN; all its sessions end."""
    new = read_password(from_stdin=password_stdin)
    with register_session(parse_register(register)) as session:
        manage_account.set_password(session, get_account(session, login), new)
    say(N_("The password is set; all sessions of the account have ended."))


@account.command("grant")
@click.argument("login")
@click.argument("role", type=click.Choice(_ROLES))
@click.argument("territory")
@click.option("--from", "first_day", type=ISO_DATE, help="First day; none = always.")
@click.option("--until", "last_day", type=ISO_DATE, help="Last day; none = open.")
@click.option("--organisation", default="", help="Office as it is called in these days.")
@register_option
def grant(
    *,
    login: str,
    role: str,
    territory: str,
    first_day: date | None,
    last_day: date | None,
    organisation: str,
    register: str,
) -> None:
    """Give LOGIN a role in TERRITORY: country, unit:2025:31, cluster:CODE, project:CODE/KEY."""
    wanted = Membership(
        role=Role(role),
        territory=Territory.parse(territory),
        valid=Period(first_day, last_day),
        organisation=organisation,
    )
    with register_session(parse_register(register)) as session:
        place_of_territory(session, wanted.territory, first_day or last_day or legal_today())
        number = manage_account.grant_membership(
            session, get_account(session, login), wanted, by=operator_name()
        )
    say(N_("Role number {number} is given."), number=number)


@account.command("revoke")
@click.argument("login")
@click.argument("number", type=click.IntRange(1))
@register_option
def revoke(login: str, number: int, register: str) -> None:
    """Take role NUMBER (see `account show`) of LOGIN away."""
    with register_session(parse_register(register)) as session:
        manage_account.revoke_membership(
            session, get_account(session, login), number, by=operator_name()
        )
    say(N_("The role is taken away."))


@account.command("lock")
@click.argument("login")
@click.option("--reason", default="", help="Why; needed to lock.")
@click.option("--unlock", is_flag=True, help="Let it sign in again.")
@register_option
def lock(login: str, reason: str, unlock: bool, register: str) -> None:
    """Lock LOGIN: nobody signs in as it, its sessions end, its tokens rest."""
    with register_session(parse_register(register)) as session:
        found = get_account(session, login)
        if unlock:
            manage_account.unlock_account(session, found)
        else:
            manage_account.lock_account(session, found, reason)
    message = (
        N_("The account may sign in again.")
        if unlock
        else N_("The account is locked; its sessions have ended.")
    )
    say(message)


@account.command("token")
@click.argument("login")
@click.option("--name", default="", help="What the token is for.")
@click.option("--scope", type=click.Choice(SCOPES), default="read", help="What it may (read).")
@click.option("--days", type=click.IntRange(1, MAX_TOKEN_DAYS), default=90, help="Days (90).")
@click.option("--revoke", "revoked", type=click.IntRange(1), help="Revoke this one instead.")
@register_option
@format_option
def token(
    *,
    login: str,
    name: str,
    scope: str,
    days: int,
    revoked: int | None,
    register: str,
    output_format: str,
) -> None:
    """Make an API token of LOGIN, printed this once; or revoke one."""
    with register_session(parse_register(register)) as session:
        found = get_account(session, login)
        if revoked is not None:
            if not revoke_token(session, found.id, revoked, operator_name()):
                raise InvalidInput(
                    N_("{field} is {value}; the account has no such token that still holds."),
                    field="--revoke",
                    value=revoked,
                )
            secret = None
        else:
            secret = issue_token(
                session, found, name=name, scope=scope, days=days, by=operator_name()
            )
    if secret is None:
        say(N_("The token is revoked."))
    elif output_format == "json":
        print_json({"token": secret, "scope": scope, "days": days})
    else:
        click.echo(secret)


@account.command("provider")
@click.argument("login")
@click.option("--issuer", required=True, help="Address of the identity provider.")
@click.option("--subject", required=True, help="What the provider calls the person (sub).")
@register_option
def provider(login: str, issuer: str, subject: str, register: str) -> None:
    """Let a person of the identity provider sign in as LOGIN."""
    with register_session(parse_register(register)) as session:
        manage_account.tie_to_provider(session, get_account(session, login), issuer, subject)
    say(N_("The account is tied to the person of the identity provider."))


@account.command("sessions")
@click.argument("login")
@click.option("--end", type=click.IntRange(1), help="End this session.")
@click.option("--end-all", is_flag=True, help="End all of them.")
@register_option
@format_option
def sessions(login: str, end: int | None, end_all: bool, register: str, output_format: str) -> None:
    """List the open sessions of LOGIN, or end some."""
    with register_session(parse_register(register)) as session:
        found = get_account(session, login)
        ended = (
            revoke_sessions(session, found.id, only=None if end_all else end)
            if end_all or end is not None
            else 0
        )
        held = [
            _moments(one, "id", "created_at", "seen_at", "expires_at", "address", "browser")
            for one in open_sessions(session, found.id)
        ]
    if output_format == "json":
        print_json({"ended": ended, "sessions": held})
        return
    if ended:
        say(N_("Sessions ended: {number}."), number=ended)
    for row in held:
        click.echo("  ".join(str(value) for value in row.values()))


def read_password(*, from_stdin: bool) -> str:
    """A password from the keyboard, twice and unseen, or one line of standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise click.UsageError("no terminal to ask for the password; use --password-stdin")
    words = current_translator()
    text: str = click.prompt(
        words(N_("Password")),
        hide_input=True,
        confirmation_prompt=words(N_("Once more")),
    )
    return text


def account_json(found: Account) -> dict[str, Any]:
    """The account without its secrets."""
    return {
        "login": found.login,
        "name": found.name,
        "has_password": found.password_hash is not None,
        "locked": found.locked_reason,
        "created_at": found.created_at,
        "created_by": found.created_by,
        "roles": [
            {
                "number": held.id,
                "role": str(held.membership.role),
                "territory": str(held.membership.territory),
                "organisation": held.membership.organisation,
                "from": held.membership.valid.first,
                "until": held.membership.valid.last,
                "granted_by": held.granted_by,
                "revoked_at": held.revoked_at,
            }
            for held in found.memberships
        ],
    }


def _print_account(found: Account) -> None:
    words = current_translator()
    roles = [f"{words(ROLE_LABELS[one.role])} – {one.territory}" for one in found.actor.memberships]
    state = f" [{found.locked_reason}]" if found.locked_at else ""
    click.echo(f"{found.login}  {found.name}{state}  {'; '.join(roles)}")


def _moments(record: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
