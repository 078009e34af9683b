"""`cluster-gis report`: statutory reports made from the register."""

import sys
from datetime import datetime
from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import language_of, legal_today, parse_moment, province_word
from cluster_gis.cli.report_issue import compare, issue, verify
from cluster_gis.cli.report_list import list_reports, status
from cluster_gis.cli.report_return import returns
from cluster_gis.cli.terminal import register_option, say
from cluster_gis.config import Register, parse_register
from cluster_gis.domain.reporting.forms import Form
from cluster_gis.domain.reporting.periods import Period, parse_period
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.reports.report_files import FORMATS, TOLD, file_name, formats_of, report_file
from cluster_gis.services.make_report import make_report
from cluster_gis.services.make_reports import make_province_reports
from cluster_gis.services.report_context import read_context


@click.group("report")
def report() -> None:
    """Statutory reports: make them, see what is due, issue and verify them."""


for command in (list_reports, status, issue, verify, compare, returns):
    report.add_command(command)


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
    fmt = kind or output.suffix.lower().removeprefix(".")
    if fmt not in FORMATS:
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
        context = read_context(session, made, language=language) if fmt in TOLD else None
    refuse_format(made.form, fmt)
    content = report_file(made, context, fmt, language, printed_on=legal_today())
    write_document(ctx, output, content)


def refuse_format(form: Form, fmt: str) -> None:
    """Raise InvalidInput for a format that the form is not made in."""
    if fmt not in formats_of(form):
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="format",
            value=repr(fmt),
            expected=", ".join(formats_of(form)),
        )


def _write_all(
    ctx: click.Context,
    form_number: str,
    period: Period,
    folder: Path,
    fmt: str,
    language: str,
    register: Register,
    moment: datetime | None,
) -> None:
    """One file a province into `folder`, with a progress bar."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            N_("{field}: {value} cannot be written ({reason})."),
            field="--output",
            value=str(folder),
            reason=error.strerror or str(error),
        ) from error
    with register_session(register) as session:
        reports = make_province_reports(
            session, form_number, period, known_at=moment, register=register
        )
        with click.progressbar(
            reports, label=ctx.command_path, length=reports.total, file=sys.stderr
        ) as turning:
            for made in turning:
                name = file_name(form_number, period.key, made.unit.key, fmt)
                context = read_context(session, made, language=language) if fmt in TOLD else None
                content = report_file(made, context, fmt, language, printed_on=legal_today())
                (folder / name).write_bytes(content)
    say(N_("{n} reports written to {folder}."), n=reports.total, folder=folder)
