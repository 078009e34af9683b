"""`cluster-gis law book`: the rule book as PDF or as one HTML file."""

from datetime import date
from pathlib import Path

import click

from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.rule_book import rule_book, rule_book_html, rule_book_pdf


@click.command("book")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; .pdf or .html says which.",
)
@click.option("--on", type=ISO_DATE, help="Day whose law is marked as in force; default today.")
@click.option("--lang", "language", type=click.Choice(["vi", "en"]), help="Language (vi).")
@click.pass_context
def book(ctx: click.Context, output: Path, on: date | None, language: str | None) -> None:
    """Print every rule with its versions, marks, open questions and computed examples."""
    kind = output.suffix.lower()
    if kind not in (".pdf", ".html"):
        raise InvalidInput(
            N_("{field}: {value} does not end in {expected}."),
            field="--output",
            value=str(output),
            expected=".html, .pdf",
        )
    data = rule_book(language or language_of(ctx), on=on or legal_today())
    made = rule_book_pdf(data) if kind == ".pdf" else rule_book_html(data).encode("utf-8")
    write_document(ctx, output, made)
