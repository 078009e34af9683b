"""`cluster-gis progress`: the delay monitor, and which of two statements holds."""

import getpass
from datetime import date
from decimal import Decimal

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today, province_word
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.inspections import days_overdue, is_open
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.enter_progress import SETTLED, settle_statement
from cluster_gis.services.read_delays import Delay, read_delays
from cluster_gis.storage.progress_tables import inspection
from cluster_gis.storage.queries.progress_held import rows_of
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.register import revision_at


@click.group("progress")
def progress() -> None:
    """Works, money and delays of clusters."""


@progress.command("list")
@click.option("--province", help="Code, name or unit key: 31, hai-phong, 2025:31 (all of them).")
@click.option("--as-of", type=ISO_DATE, help="Day looked at (YYYY-MM-DD); default today.")
@click.option(
    "--order",
    type=click.Choice(["late", "idle"]),
    default="late",
    help="By days late, or by money that lies idle (late).",
)
@register_option
@format_option
@click.pass_context
def list_delays(
    ctx: click.Context,
    *,
    province: str | None,
    as_of: date | None,
    order: str,
    register: str,
    output_format: str,
) -> None:
    """Clusters by days late or idle money; a dash is not known, never zero."""
    day = as_of or legal_today()
    with register_session(parse_register(register)) as session:
        revision = revision_at(session)
        key = None
        if province is not None:
            unit = find_province(session, province_word(province), revision=revision)
            if unit is None:
                raise InvalidInput(
                    N_("{field}: there is no province {value}; expected 31, hai-phong or 2025:31."),
                    field="--province",
                    value=repr(province),
                )
            key = unit.key
        monitor = read_delays(session, as_of=day, revision=revision, province=key)
    delays = list(monitor.delays)
    if order == "idle":
        delays.sort(key=lambda one: (one.idle_vnd is None, -(one.idle_vnd or 0)))
    if output_format == "json":
        print_json({"as_of": day.isoformat(), "clusters": [_plain(delay) for delay in delays]})
        return
    formats = Formats(language_of(ctx.find_root()))
    for delay in delays:
        click.echo(_line(delay, formats))
    say(
        N_("{n} clusters: {late} late, {unknown} without a known schedule."),
        n=len(delays),
        late=sum(delay.is_late is True for delay in delays),
        unknown=sum(delay.is_late is None for delay in delays),
    )


def _plain(delay: Delay) -> dict[str, object]:
    return {
        "code": delay.code,
        "name": delay.name,
        "province": delay.province,
        "investor": delay.investor,
        "done_pct": _number(delay.done_pct),
        "days_late": delay.days_late,
        "stalled_months": delay.stalled_months,
        "last_report": delay.last_report,
        "planned_vnd": _number(delay.planned_vnd),
        "paid_vnd": _number(delay.paid_vnd),
        "idle_vnd": _number(delay.idle_vnd),
        "provisions": [
            {"rule": one.rule, "confidence": one.confidence} for one in delay.provisions
        ],
    }


def _number(value: Decimal | None) -> int | float | None:
    """As JSON has it: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _line(delay: Delay, formats: Formats) -> str:
    _ = current_translator()
    late = "–" if delay.days_late is None else formats.number(delay.days_late)
    idle = "–" if delay.idle_vnd is None else formats.money(delay.idle_vnd)
    done = "–" if delay.done_pct is None else f"{formats.number(delay.done_pct, 1)} %"
    rules = " ".join(one.rule for one in delay.provisions)
    head = f"{delay.code:<28} {late:>7} {_(N_('days late'))}  {done:>8}  {idle}"
    return f"{head}  {rules}".rstrip()


@progress.command("inspections")
@click.argument("code", required=False)
@click.option("--as-of", type=ISO_DATE, help="Day looked at (YYYY-MM-DD); default today.")
@click.option("--overdue", is_flag=True, help="Only findings that are overdue.")
@register_option
@format_option
@click.pass_context
def inspections(
    ctx: click.Context,
    *,
    code: str | None,
    as_of: date | None,
    overdue: bool,
    register: str,
    output_format: str,
) -> None:
    """Findings of inspections of the cluster CODE or of all, those overdue longest first."""
    day = as_of or legal_today()
    with register_session(parse_register(register)) as session:
        revision = revision_at(session)
        held = rows_of(session, inspection, [code] if code else None, revision=revision, on=day)
    rows = [row for found in held.values() for row in found]
    rows = [row for row in rows if not overdue or days_overdue(row, day)]
    rows.sort(key=lambda row: (-(days_overdue(row, day) or 0), row["inspected_on"]))
    if output_format == "json":
        print_json(
            {
                "as_of": day.isoformat(),
                "inspections": [
                    {name: row[name] for name in _INSPECTION}
                    | {"open": is_open(row, day), "days_overdue": days_overdue(row, day)}
                    for row in rows
                ],
            }
        )
        return
    formats, _ = Formats(language_of(ctx.find_root())), current_translator()
    for row in rows:
        late = days_overdue(row, day)
        state = formats.number(late) if late else "–" if is_open(row, day) else "✓"
        found = row["finding"] or _(N_("nothing was found"))
        click.echo(
            f"{row['cluster_code']:<28} {formats.day(row['inspected_on'])}  {state:>6}  {found}"
        )
    say(
        N_("{n} findings or inspections; {overdue} overdue."),
        n=len(rows),
        overdue=sum(bool(days_overdue(row, day)) for row in rows),
    )


_INSPECTION = (
    *("cluster_code", "inspected_on", "inspector", "decision", "kind", "subject", "subject_name"),
    *("scope", "finding", "remedy", "due", "remedied_on"),
)


@progress.command("settle")
@click.argument("table", type=click.Choice(list(SETTLED)))
@click.argument("key")
@click.option("--source", required=True, help="Number and date of the paper it rests on.")
@click.option("--reason", required=True, help="Why, in at least 10 characters.")
@click.option("--by", default=getpass.getuser, show_default="your login name", help="Who says so.")
@register_option
def settle(*, table: str, key: str, source: str, reason: str, by: str, register: str) -> None:
    """Close the statement KEY that does not hold, of two that disagree; the other one stays."""
    with register_session(parse_register(register)) as session:
        revision = settle_statement(session, table, key, source=source, reason=reason, by=by)
    say(
        N_("{key} is closed as revision {revision}; it stays readable."), key=key, revision=revision
    )
