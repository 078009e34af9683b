"""`cluster-gis report issue|verify|compare`: freeze a report, and hold it against the register."""

from datetime import date
from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import (
    ISO_DATE,
    language_of,
    legal_today,
    parse_moment,
    province_word,
)
from cluster_gis.cli.terminal import format_option, print_json, register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.reporting.canonical import sum_of
from cluster_gis.domain.reporting.papers import parse_paper
from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.reports.report_files import report_files
from cluster_gis.services.issue_report import (
    Verification,
    get_issued,
    issue_report,
    sum_of_report,
    verify_report,
)
from cluster_gis.services.make_report import make_report
from cluster_gis.services.report_context import read_context
from cluster_gis.services.report_facts import plain


@click.command("issue")
@click.option("--form", "form_number", default="04", help="Number of the form (04).")
@click.option("--period", required=True, help="2026-H1 or 2026-Y.")
@click.option("--unit", required=True, help="Province (HP, hai-phong, 2025:31) or other unit.")
@click.option("--known-at", help="What the register knew then, 2024-05-01T08:00:00Z; default now.")
@click.option("--by", required=True, help="Who issues it.")
@click.option("--on", type=ISO_DATE, help="Day of issue; default today.")
@click.option("--number", default="", help="Number of the paper with its sign, 125/BC-SCT.")
@click.option("--dated", type=ISO_DATE, help="Day of the paper; default the day of issue.")
@click.option("--signer", default="", help="Full name of who signs the paper.")
@click.option("--address", default="", help="Address of the server, for the QR code of files.")
@click.option("--reason", help="Why it is issued anew, when it replaces an issued report.")
@register_option
def issue(
    *,
    form_number: str,
    period: str,
    unit: str,
    known_at: str | None,
    by: str,
    on: date | None,
    number: str,
    dated: date | None,
    signer: str,
    address: str,
    reason: str | None,
    register: str,
) -> None:
    """Freeze a report with its files; they are served as issued from then on."""
    which, day = parse_register(register), on or legal_today()
    with register_session(which) as session:
        made = make_report(
            session,
            form_number,
            parse_period(period),
            province_word(unit),
            known_at=parse_moment(known_at),
            register=which,
        )
        context = read_context(session, made, language=LANGUAGES[0])
        link = f"{address.rstrip('/')}/verify/{sum_of_report(made)}"
        paper = parse_paper(made.form, number=number, dated=dated, signer=signer, on=day)
        files = report_files(made, context, printed_on=day, link=link, paper=paper)
        total = issue_report(session, made, files, by=by, on=day, reason=reason, paper=paper)
    say(N_("Issued: {sum}, {n} files."), sum=total, n=len(files))


@click.command("verify")
@click.argument("what")
@format_option
@register_option
@click.pass_context
def verify(ctx: click.Context, what: str, *, output_format: str, register: str) -> None:
    """Check an issued report: WHAT is its sum, that of one of its files, or such a file.

    The report is made again for its moment and must be the same to the byte.
    """
    found = _verified(what, register)
    if output_format == "json":
        print_json(_plain(found))
    else:
        formats = Formats(language_of(ctx.find_root()))
        say(
            N_("Form {form}, {period}, {unit}: issued {moment} by {who}."),
            form=found.issued.form,
            period=found.issued.period,
            unit=found.issued.unit_name,
            moment=formats.moment(found.issued.issued_at),
            who=found.issued.issued_by,
        )
        say(
            N_("Made again for its moment it is the same to the byte.")
            if found.same
            else N_("Made again for its moment it is NOT the same.")
        )
    if not found.same:
        ctx.exit(1)


@click.command("compare")
@click.argument("what")
@format_option
@register_option
@click.pass_context
def compare(ctx: click.Context, what: str, *, output_format: str, register: str) -> None:
    """Cells of an issued report that are other figures as known now."""
    found = _verified(what, register)
    if output_format == "json":
        print_json(_plain(found))
        return
    formats = Formats(language_of(ctx.find_root()))

    def shown(value: object) -> str:
        return "–" if value is None else formats.number(value)  # type: ignore[arg-type]

    if not found.changed:
        say(N_("No cell has changed since."))
    for cell in found.changed:
        members = ", ".join(cell.members)
        click.echo(f"{cell.number}: {shown(cell.before)} → {shown(cell.after)}  {members}")


def _verified(what: str, register: str) -> Verification:
    which = parse_register(register)
    total, path = what.strip().lower(), Path(what)
    if len(total) != 64 or not set(total) <= set("0123456789abcdef"):
        if not path.is_file():
            raise InvalidInput(
                N_("{field} is {value}; expected {expected}."),
                field="WHAT",
                value=repr(what),
                expected="SHA-256 (64 hex) / file",
            )
        total = sum_of(path.read_bytes())
    with register_session(which) as session:
        return verify_report(session, get_issued(session, total).sha256, register=which)


def _plain(found: Verification) -> dict[str, object]:
    return {
        "sha256": found.issued.sha256,
        "form": found.issued.form,
        "period": found.issued.period,
        "unit": found.issued.unit_key,
        "issued_at": found.issued.issued_at.isoformat(),
        "same": found.same,
        "changed": [
            {
                "number": cell.number,
                "before": None if cell.before is None else plain(cell.before),
                "after": None if cell.after is None else plain(cell.after),
                "members": list(cell.members),
            }
            for cell in found.changed
        ],
    }
