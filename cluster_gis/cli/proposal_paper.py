"""`cluster-gis proposal paper`: the papers of a proposal as Word files and PDF."""

from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import legal_today
from cluster_gis.cli.terminal import register_option
from cluster_gis.config import Settings, parse_register
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.paper_patterns import PaperKind, suffixes_of
from cluster_gis.reports.proposal_papers import paper_docx, paper_map, paper_pdf
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.read_paper import read_paper, read_paper_map
from cluster_gis.services.read_print import read_print
from cluster_gis.storage.queries.proposals import get_proposal


@click.command("paper")
@click.argument("proposal_id", type=int, metavar="ID")
@click.argument("kind", type=click.Choice([kind.value for kind in PaperKind]))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; .docx or .pdf says which.",
)
@click.option("--revision", type=int, default=None, help="Revision spoken of; default the newest.")
@click.option("--item", default=None, help="Key of the item drawn on the map; default the first.")
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of your own Word templates; default the folder templates in the home.",
)
@register_option
@click.pass_context
def paper(
    ctx: click.Context,
    proposal_id: int,
    *,
    kind: str,
    output: Path,
    revision: int | None,
    item: str | None,
    templates: Path | None,
    register: str,
) -> None:
    """Write the paper KIND of proposal ID: letter, reports, tables, draft decision or map."""
    wanted, suffix = PaperKind(kind), output.suffix.lower().removeprefix(".")
    if suffix not in suffixes_of(wanted):
        raise InvalidInput(
            N_("{field}: {value} does not end in {expected}."),
            field="--output",
            value=str(output),
            expected=", ".join(f".{one}" for one in suffixes_of(wanted)),
        )
    chosen, today = parse_register(register), legal_today()
    with register_session(chosen) as session:
        facts = read_paper(session, get_proposal(session, proposal_id), on=today, revision=revision)
        own = templates or Settings.from_environment().templates
        if wanted is PaperKind.MAP:
            question = MapQuestion(
                as_of=today, province=facts.proposal.province_key, verdicts=False
            )
            records = read_paper_map(session, facts, question, item_key=item)
            made = paper_map(facts, read_print(session, records, codes=()), register=chosen)
        elif suffix == "pdf":
            made = paper_pdf(facts, wanted, register=chosen, templates=own)
        else:
            made = paper_docx(facts, wanted, register=chosen, templates=own)
    write_document(ctx, output, made)
