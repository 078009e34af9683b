"""`cluster-gis report return`: begin, fill, send, accept, send back and correct periodic returns.

Commands act as the operator of the server, recorded under `--by`; pages and programs act as who
signed in.
"""

import getpass
from collections.abc import Callable
from typing import Any

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.access import OPERATOR
from cluster_gis.domain.reporting.returns import STATE_NAMES, Move, ReturnVersion
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services import work_on_returns as work
from cluster_gis.services.describe_return import describe_return

_by = click.option(
    "--by", default=getpass.getuser, show_default="your login name", help="Who acts."
)
_on = click.option("--on", type=ISO_DATE, help="Day of the act, YYYY-MM-DD; default today.")
_number = click.argument("number", type=click.IntRange(min=1), metavar="ID")


@click.group("return")
def returns() -> None:
    """Periodic returns: begin, fill, send, accept, send back, correct."""


def _acting(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command of the group."""
    for option in (format_option, register_option, _on, _by):
        command = option(command)
    return click.pass_context(command)


def _work(
    ctx: click.Context,
    said: dict[str, Any],
    act: Callable[[Any, work.Person], ReturnVersion],
) -> None:
    """Do it in one transaction, then tell the version."""
    which = parse_register(said["register"])
    person = work.Person(
        actor=OPERATOR, by=said["by"], on=said["on"] or legal_today(), register=which
    )
    with register_session(which) as session:
        version = act(session, person)
        told = describe_return(session, version, person, language_of(ctx.find_root()))
    if said["output_format"] == "json":
        print_json(told)
        return
    say(
        N_("Return {number}: form {form}, {period}, {reporter}, version {version}: {state}."),
        number=version.id,
        form=version.form,
        period=version.period,
        reporter=told["name"],
        version=version.version,
        state=current_translator()(STATE_NAMES[version.state]),
    )
    for row in told["figures"]:
        value = "–" if row["value"] is None else row["value"]
        typed = f" [{row['typed']}]" if row["typed"] is not None else ""
        click.echo(f"  {row['number']:>5}  {value:>14}{typed}  {row['label']}")
    for row in told.get("not_the_sum", ()):
        click.echo(f"  ! {row['number']}: {row['whole']} ≠ {row['parts']}")


@returns.command("start")
@click.option("--form", "form", required=True, help="01, 02, 03 or 04.")
@click.option("--period", required=True, help="2026-H1 or 2026-Y.")
@click.option(
    "--reporter",
    required=True,
    help="Key of a project (01), a cluster's code (02), unit (03, 04).",
)
@click.option("--reason", help="Why a closed version is corrected by a new one.")
@_acting
def start(
    ctx: click.Context,
    form: str,
    period: str,
    reporter: str,
    reason: str | None,
    **said: Any,
) -> None:
    """Begin a draft, or with --reason a correction of a version that is closed."""
    _work(
        ctx,
        said,
        lambda session, who: work.start_return(session, who, form, period, reporter, reason=reason),
    )


@returns.command("show")
@_number
@_acting
def show(ctx: click.Context, number: int, **said: Any) -> None:
    """Show version ID: its figures, what was typed, what happened."""
    _work(ctx, said, lambda session, who: work.read_return(session, who, number))


@returns.command("fill")
@_number
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="FIELD=FIGURE",
    help='A figure such as projects_fdi=2; "FIELD=" takes one back. Without --set: from progress.',
)
@_acting
def fill(ctx: click.Context, number: int, pairs: tuple[str, ...], **said: Any) -> None:
    """Fill draft ID: with the record of progress, or with the figures of --set."""
    figures = dict(_pair(pair) for pair in pairs)

    def act(session: Any, who: work.Person) -> ReturnVersion:
        if figures:
            return work.type_return(session, who, number, figures, locale="en", read=work.ANY)
        return work.fill_return(session, who, number, read=work.ANY)

    _work(ctx, said, act)


def _pair(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign or not field.strip():
        raise InvalidInput(
            N_("{field} is {value}; expected {expected}."),
            field="--set",
            value=repr(text),
            expected="projects_fdi=2",
        )
    return field.strip(), value


def _step(name: str, move: Move, text: str) -> None:
    """One command of a move without remarks."""

    @returns.command(name, help=text)
    @_number
    @_acting
    def step(ctx: click.Context, number: int, **said: Any) -> None:
        _work(
            ctx,
            said,
            lambda session, who: work.step_return(
                session, who, number, move, remark=None, read=work.ANY
            ),
        )


_step("submit", Move.SUBMIT, "Send draft ID; its figures are kept as they are then.")
_step("accept", Move.ACCEPT, "Accept version ID; it counts in forms 03 and 04 from now on.")
_step("discard", Move.DISCARD, "Give draft ID up.")


@returns.command("send-back")
@_number
@click.option("--remark", required=True, help="What is to be corrected.")
@_acting
def send_back(ctx: click.Context, number: int, remark: str, **said: Any) -> None:
    """Send version ID back with remarks."""
    _work(
        ctx,
        said,
        lambda session, who: work.step_return(
            session, who, number, Move.SEND_BACK, remark=remark, read=work.ANY
        ),
    )
