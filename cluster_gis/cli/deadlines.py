"""`cluster-gis deadlines`: the statutory clock of a dossier, step by step."""

import json
from collections.abc import Sequence
from datetime import date

import click

from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today, translator_of
from cluster_gis.cli.timeline_output import timeline_lines
from cluster_gis.i18n import N_
from cluster_gis.law.deadlines import Pause
from cluster_gis.law.holidays_vn import vietnam_calendar
from cluster_gis.law.procedure_steps import PROCEDURES
from cluster_gis.law.timeline_json import timeline_json
from cluster_gis.law.timelines import DossierEvents, timeline


def parse_pauses(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> list[Pause]:
    """`FROM:TO` or `FROM:` (still open) as pauses."""
    pauses = []
    for value in values:
        requested, colon, completed = value.partition(":")
        if not colon:
            template = translator_of(ctx)(N_("{value} is not of the form FROM:TO or FROM:."))
            raise click.BadParameter(template.format(value=repr(value)))
        pauses.append(
            Pause(
                ISO_DATE.convert(requested, param, ctx),
                ISO_DATE.convert(completed, param, ctx) if completed else None,
            )
        )
    return pauses


def parse_step_days(
    ctx: click.Context, param: click.Parameter, values: Sequence[str]
) -> dict[str, date]:
    """`STEP=DATE` pairs as a mapping."""
    days = {}
    for value in values:
        rule, equals, day = value.partition("=")
        if not equals:
            template = translator_of(ctx)(N_("{value} is not of the form STEP=DATE."))
            raise click.BadParameter(template.format(value=repr(value)))
        days[rule] = ISO_DATE.convert(day, param, ctx)
    return days


@click.command("deadlines")
@click.argument("procedure", type=click.Choice(PROCEDURES))
@click.option(
    "--received", type=ISO_DATE, required=True, help="Day the dossier (first letter) was received."
)
@click.option("--as-of", type=ISO_DATE, help="Day the clock is read; today unless said.")
@click.option(
    "--pause",
    "pauses",
    multiple=True,
    metavar="FROM:TO",
    callback=parse_pauses,
    help="Completion requested on FROM, delivered on TO; `FROM:` = still open.",
)
@click.option(
    "--started",
    multiple=True,
    metavar="STEP=DATE",
    callback=parse_step_days,
    help="Day a step really started, for example PROC-APPRAISE=2026-05-04.",
)
@click.option(
    "--done",
    multiple=True,
    metavar="STEP=DATE",
    callback=parse_step_days,
    help="Day a step was done.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def deadlines(
    ctx: click.Context,
    *,
    procedure: str,
    received: date,
    as_of: date | None,
    pauses: list[Pause],
    started: dict[str, date],
    done: dict[str, date],
    form: str,
) -> None:
    """Due dates of PROCEDURE for a dossier received on a day.

    The law is that of the day of reception. A step whose start is not given is
    projected from the latest lawful day of the step before.
    """
    calendar = vietnam_calendar()
    events = DossierEvents(started=started, done=done, pauses=pauses)
    result = timeline(procedure, received, calendar, as_of or legal_today(), events)
    if form == "json":
        click.echo(json.dumps(timeline_json(result, calendar), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(timeline_lines(result, calendar, language_of(ctx))))
