"""Paper options of `cluster-gis map SUBJECT`: sheets, series and atlas as PDF or PNG."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import legal_today
from cluster_gis.config import Register
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.map_sheets import (
    SheetRequest,
    about,
    prepare_map,
    print_pdf,
    print_png,
    series_drafts,
)
from cluster_gis.services.read_map import MapRecords
from cluster_gis.storage.queries.places import Commune
from maps.print.document import write_pdf
from maps.print.paper import PAPERS_MM, parse_bbox, parse_scale
from maps.subjects import Subject

PDF, PNG = ".pdf", ".png"
#: Names under which the options below reach the command.
NAMES = (
    *("paper", "landscape", "scale", "cluster", "bbox", "dpi"),
    *("sheets", "theme", "author", "signatures"),
)
_DPI = 200


def paper_options(command: Any, subject: Subject) -> Any:
    """The command with the options of paper; one the subject has itself is left to it."""
    own = {option.name for option in subject.options}
    themes = tuple(theme.code for theme in subject.look.themes)
    options: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        (
            "paper",
            click.option(
                "--paper",
                type=click.Choice(tuple(PAPERS_MM)),
                help="Paper of a PDF or PNG; default A3.",
            ),
        ),
        (
            "landscape",
            click.option(
                "--landscape/--portrait",
                default=None,
                help="Turn of the paper; default the one that allows the larger scale.",
            ),
        ),
        (
            "scale",
            click.option("--scale", help="Denominator, 25000; default the largest that fits."),
        ),
        ("cluster", click.option("--cluster", help="Print the surroundings of this cluster.")),
        ("bbox", click.option("--bbox", help="Print west,south,east,north in degrees.")),
        (
            "dpi",
            click.option(
                "--dpi",
                type=click.IntRange(30, 1200),
                help=f"Points an inch of a PNG; default {_DPI}.",
            ),
        ),
        (
            "sheets",
            click.option("--sheets", is_flag=True, help="A series of sheets with an index sheet."),
        ),
        ("theme", click.option("--theme", type=click.Choice(themes), help="Colour by.")),
        ("author", click.option("--author", help="Who made the map, for the title block.")),
        (
            "signatures",
            click.option("--signatures", is_flag=True, help="Empty boxes to sign in."),
        ),
    )
    for name, option in reversed(options):
        if name not in own:
            command = option(command)
    return command


def take_paper(values: dict[str, Any], output: Path) -> dict[str, Any]:
    """Take the paper options out of a command's values; raises InvalidInput when they are idle."""
    taken = {name: values.pop(name) for name in NAMES if name in values}
    given = [name for name, value in taken.items() if value not in (None, False)]
    if given and not is_paper(output):
        raise InvalidInput(
            N_("{field}: {value} does not end in {expected}."),
            field="--output",
            value=str(output),
            expected=f"{PDF}, {PNG} (--{given[0]})",
        )
    return taken


def is_paper(output: Path) -> bool:
    """True when a file of that name is a print."""
    return output.suffix.lower() in (PDF, PNG)


def print_records(
    ctx: click.Context,
    subject: Subject,
    records: MapRecords,
    paper: dict[str, Any],
    *,
    communes: list[Commune],
    language: str,
    register: Register,
    output: Path,
) -> None:
    """Write the records as a print, PDF or PNG by the ending of the file's name."""
    request = SheetRequest(
        paper=paper.get("paper") or "A3",
        landscape=paper.get("landscape"),
        scale=parse_scale(paper["scale"]) if paper.get("scale") else None,
        bbox=parse_bbox(paper["bbox"]) if paper.get("bbox") else None,
        cluster=paper.get("cluster") or None,
        author=paper.get("author"),
        signatures=bool(paper.get("signatures")),
        theme=paper.get("theme"),
    )
    job = prepare_map(
        records,
        subject.look,
        request,
        language=language,
        register=register,
        printed_on=legal_today(),
        communes=communes,
    )
    picture = output.suffix.lower() == PNG
    if paper.get("sheets"):
        if picture:
            raise InvalidInput(
                N_("{field}: {value} does not end in {expected}."),
                field="--output",
                value=str(output),
                expected=f"{PDF} (--sheets)",
            )
        drafts = series_drafts(job)
        with click.progressbar(drafts, label=ctx.command_path, file=sys.stderr) as turning:
            made = write_pdf(turning, about(job.wanted))
    elif picture:
        made = print_png(job, dpi=paper.get("dpi") or _DPI)
    else:
        made = print_pdf(job)
    write_document(ctx, output, made)
