"""`cluster-gis report list|status`: the forms there are, and who owes which report."""

from collections import Counter
from datetime import date

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import (
    ISO_DATE,
    language_of,
    legal_today,
    province_word,
    translator_of,
)
from cluster_gis.cli.terminal import format_option, print_json, register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.reporting.periods import due_date, latest_period, parse_period
from cluster_gis.domain.reporting.returns import DUTY_NAMES, STATE_NAMES
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.make_report import find_report_unit
from cluster_gis.services.read_duties import read_duties
from cluster_gis.services.read_report_forms import find_form, read_forms
from cluster_gis.services.report_facts import moment_of
from cluster_gis.storage.queries.reporting import list_issued


@click.command("list")
@click.option("--period", help="Also the reports issued for this period, 2026-H1.")
@format_option
@register_option
@click.pass_context
def list_reports(
    ctx: click.Context, *, period: str | None, output_format: str, register: str
) -> None:
    """The forms with their circulars; with --period what was issued for it."""
    language, formats = language_of(ctx.find_root()), Formats(language_of(ctx.find_root()))
    issued = []
    if period is not None:
        with register_session(parse_register(register)) as session:
            issued = list_issued(session, period=parse_period(period).key)
    rows = [
        {
            "form": form.form,
            "version": form.version,
            "title": form.title.of(language),
            "valid_from": form.valid_from.isoformat(),
            "valid_to": form.valid_to.isoformat() if form.valid_to else None,
            "document": form.document,
            "verified": form.verified,
        }
        for form in read_forms()
    ]
    if output_format == "json":
        print_json(
            {
                "forms": rows,
                "issued": [
                    {"sha256": one.sha256, "form": one.form, "period": one.period}
                    | {"unit": one.unit_key, "issued_at": one.issued_at.isoformat()}
                    for one in issued
                ],
            }
        )
        return
    for row in rows:
        mark = "" if row["verified"] else " *"
        click.echo(f"{row['form']:14} {row['document']}{mark}: {row['title']}")
    if any(not row["verified"] for row in rows):
        say(N_("* Form rebuilt, not compared with the original."))
    for one in issued:
        click.echo(
            f"{one.form} {one.period} {one.unit_name}: {one.sha256[:16]} "
            f"{formats.moment(one.issued_at)} {one.issued_by}"
        )


@click.command("status")
@click.option("--period", help="2026-H1 or 2026-Y; default the one whose window closed last.")
@click.option("--unit", help="Province (HP, hai-phong, 2025:31); default all.")
@click.option("--on", type=ISO_DATE, help="Day held against the due days; default today.")
@format_option
@register_option
@click.pass_context
def status(
    ctx: click.Context,
    *,
    period: str | None,
    unit: str | None,
    on: date | None,
    output_format: str,
    register: str,
) -> None:
    """Who owes which report for a period, its due day, and who has not reported."""
    _ = translator_of(ctx.find_root())
    formats = Formats(language_of(ctx.find_root()))
    day = on or legal_today()
    chosen = parse_period(period) if period else latest_period(day)
    with register_session(parse_register(register)) as session:
        key = None
        if unit is not None:
            moment = moment_of(session, None)
            form = find_form("04", chosen.last)
            found = find_report_unit(
                session,
                province_word(unit),
                form,
                as_of=chosen.last,
                revision=moment.revision,
            )
            key = found.key
        duties = read_duties(session, chosen, on=day, province=key)
    if output_format == "json":
        print_json(
            {
                "period": chosen.key,
                "on": day.isoformat(),
                "duties": [
                    {
                        "form": duty.form,
                        "reporter": duty.reporter,
                        "name": duty.name,
                        "due": duty.due.isoformat() if duty.due else None,
                        "state": duty.state.value,
                        "return": duty.version.id if duty.version else None,
                        "return_state": duty.version.state.value if duty.version else None,
                    }
                    for duty in duties
                ],
            }
        )
        return
    for number in ("01", "02", "03", "04"):
        form = find_form(number, chosen.last)
        due = due_date(form, chosen)
        counts = Counter(duty.state for duty in duties if duty.form == number)
        told = ", ".join(f"{_(DUTY_NAMES[state])}: {n}" for state, n in counts.items())
        last = formats.day(due) if due else "–"
        line = _(N_("Form {number}, {period}, last day {due}: {counts}"))
        click.echo(line.format(number=number, period=chosen.key, due=last, counts=told or "–"))
        for duty in duties:
            if duty.form == number:
                state = f" ({_(STATE_NAMES[duty.version.state])})" if duty.version else ""
                click.echo(f"  {duty.reporter:28} {_(DUTY_NAMES[duty.state])}{state}  {duty.name}")
