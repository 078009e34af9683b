"""`cluster-gis report`: statutory reports made from the register."""

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import language_of, legal_today, parse_moment, province_word
from cluster_gis.cli.terminal import register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.domain.reporting.periods import Period, parse_period
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.reports.form_workbook import form_workbook
from cluster_gis.services.make_report import Report, make_report
from cluster_gis.services.make_reports import make_province_reports

FORMATS = ("xlsx", "json")


@click.group("report")
def report() -> None:
    """Statutory reports: make them, see what is due, issue and verify them."""


@report.command("infrastructure")
@click.option("--form", "form_number", default="04", help="Number of the form (04).")
@click.option("--period", required=True, help="2026-H1 (half-year), 2026-9M or 2026-Y (year).")
@click.option("--unit", help="Province (HP, hai-phong, 2025:31), commune, district or cluster.")
@click.option("--all", "everywhere", is_flag=True, help="Every province, one file each.")
@click.option("--known-at", help="What the register knew then, 2024-05-01T08:00:00Z; default now.")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Default: that of the file.")
@register_option
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (that of messages).")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="File to write; with --all a folder.",
)
@click.pass_context
def infrastructure(
    ctx: click.Context,
    *,
    form_number: str,
    period: str,
    unit: str | None,
    everywhere: bool,
    known_at: str | None,
    kind: str | None,
    register: str,
    lang: str | None,
    output: Path,
) -> None:
    """Write one form for a period and a unit, with the source of every figure."""
    language = lang or language_of(ctx.find_root())
    chosen, moment = parse_period(period), parse_moment(known_at)
    which = parse_register(register)
    if everywhere:
        if unit is not None:
            raise InvalidInput(
                N_("{field}: give either a unit or --all, not both."), field="--unit"
            )
        _write_all(ctx, form_number, chosen, output, kind or "xlsx", language, which, moment)
        return
    form = kind or output.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise InvalidInput(
            N_("{field}: {value} does not end in {expected}."),
            field="--output",
            value=str(output),
            expected=", ".join(f".{name}" for name in FORMATS),
        )
    with register_session(which) as session:
        made = make_report(
            session,
            form_number,
            chosen,
            province_word(unit) if unit else unit,
            known_at=moment,
            register=which,
        )
    write_document(ctx, output, as_file(made, form, language, legal_today()))


def as_file(made: Report, kind: str, language: str, printed_on: date) -> bytes:
    """The bytes of a report in one of the formats."""
    if kind == "json":
        text = json.dumps(json.loads(canonical_json(made.document())), ensure_ascii=False, indent=1)
        return text.encode("utf-8")
    return form_workbook(made, language, printed_on=printed_on)


def _write_all(
    ctx: click.Context,
    form_number: str,
    period: Period,
    folder: Path,
    kind: str,
    language: str,
    register: str,
    moment: datetime | None,
) -> None:
    """One file a province into `folder`, with a progress bar."""
    which = parse_register(register)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            N_("{field}: {value} cannot be written ({reason})."),
            field="--output",
            value=str(folder),
            reason=error.strerror or str(error),
        ) from error
    with register_session(which) as session:
        reports = make_province_reports(
            session, form_number, period, known_at=moment, register=which
        )
        with click.progressbar(
            reports, label=ctx.command_path, length=reports.total, file=sys.stderr
        ) as turning:
            for made in turning:
                name = f"{form_number}-{period.key}-{made.unit.key.replace(':', '-')}.{kind}"
                content = as_file(made, kind, language, legal_today())
                (folder / name).write_bytes(content)
    say(N_("{n} reports written to {folder}."), n=reports.total, folder=folder)
