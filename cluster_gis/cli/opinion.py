"""`cluster-gis opinion`: the legal opinion on one cluster as a Word file or PDF."""

from datetime import date
from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today
from cluster_gis.config import REGISTERS, parse_register
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.legal_opinion import legal_opinion_docx, legal_opinion_pdf
from cluster_gis.services.read_opinion import read_opinion


@click.command("opinion")
@click.argument("code")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; .docx or .pdf says which.",
)
@click.option("--procedure", default="establish", type=click.Choice(PROCEDURES))
@click.option("--on", type=ISO_DATE, help="Day of the law; default today.")
@click.option("--facts-on", type=ISO_DATE, help="Day of the facts; default the day of the law.")
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Word template of your own, made from the one shipped.",
)
@click.option("--register", type=click.Choice(REGISTERS), default="real")
@click.option("--lang", "language", type=click.Choice(["vi", "en"]), help="Language (vi).")
@click.pass_context
def opinion(
    ctx: click.Context,
    code: str,
    *,
    output: Path,
    procedure: str,
    on: date | None,
    facts_on: date | None,
    template: Path | None,
    register: str,
    language: str | None,
) -> None:
    """Write the legal opinion on the cluster CODE: facts, findings, citations, what is missing."""
    kind = output.suffix.lower()
    if kind not in (".docx", ".pdf"):
        raise InvalidInput(
            N_("{field}: {value} does not end in {expected}."),
            field="--output",
            value=str(output),
            expected=".docx, .pdf",
        )
    chosen, today = parse_register(register), legal_today()
    with register_session(chosen) as session:
        found = read_opinion(session, code, procedure=procedure, on=on or today, facts_on=facts_on)
    spoken = language or language_of(ctx)
    if kind == ".pdf":
        made = legal_opinion_pdf(found, language=spoken, register=chosen, printed_on=today)
    else:
        made = legal_opinion_docx(
            found, language=spoken, register=chosen, printed_on=today, template=template
        )
    write_document(ctx, output, made)
