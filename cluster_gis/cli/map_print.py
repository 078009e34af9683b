"""Paper options of `cluster-gis map SUBJECT`: sheets, series and atlas as PDF or PNG."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

import click

from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import legal_today
from cluster_gis.config import Register
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.cluster_sheets import atlas_drafts, prepare_cluster, print_cluster_sheet
from cluster_gis.reports.map_sheets import (
    PrintJob,
    SheetRequest,
    about,
    prepare_map,
    print_pdf,
    print_png,
    series_drafts,
)
from cluster_gis.services.read_print import PrintRecords
from maps.print.document import Draft, write_pdf
from maps.print.paper import PAPERS_MM, parse_bbox, parse_scale
from maps.subjects import Subject

PDF, PNG = ".pdf", ".png"
#: Names under which the options below reach the command.
NAMES = (
    *("paper", "landscape", "scale", "cluster", "bbox", "dpi"),
    *("sheets", "atlas", "theme", "author", "signatures"),
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
        (
            "atlas",
            click.option(
                "--atlas",
                is_flag=True,
                help="One sheet a cluster with index map and list; A4 upright unless said.",
            ),
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
    found: PrintRecords,
    paper: dict[str, Any],
    *,
    language: str,
    register: Register,
    output: Path,
) -> None:
    """Write the records as a print, PDF or PNG by the ending of the file's name."""
    atlas, series = bool(paper.get("atlas")), bool(paper.get("sheets"))
    picture = output.suffix.lower() == PNG
    if picture and (atlas or series):
        raise InvalidInput(
            N_("{field}: {value} does not end in {expected}."),
            field="--output",
            value=str(output),
            expected=f"{PDF} (--{'atlas' if atlas else 'sheets'})",
        )
    request = SheetRequest(
        paper=paper.get("paper") or ("A4" if atlas else "A3"),
        landscape=paper.get("landscape"),
        scale=parse_scale(paper["scale"]) if paper.get("scale") else None,
        bbox=parse_bbox(paper["bbox"]) if paper.get("bbox") else None,
        cluster=None if atlas else paper.get("cluster") or None,
        author=paper.get("author"),
        signatures=bool(paper.get("signatures")),
        theme=paper.get("theme"),
    )
    told: Told = {"language": language, "register": register, "printed_on": legal_today()}
    if atlas and paper.get("cluster"):
        job = prepare_cluster(found, request, **told)
        made = print_cluster_sheet(job, found, paper["cluster"])
    elif atlas:
        job = prepare_cluster(found, request, **told)
        made = _turn(ctx, job, atlas_drafts(job, found))
    else:
        job = prepare_map(
            found.records,
            subject.look,
            request,
            communes=found.communes,
            restricted=found.restricted,
            **told,
        )
        if series:
            made = _turn(ctx, job, series_drafts(job))
        elif picture:
            made = print_png(job, dpi=paper.get("dpi") or _DPI)
        else:
            made = print_pdf(job)
    write_document(ctx, output, made)


def _turn(ctx: click.Context, job: PrintJob, drafts: list[Draft]) -> bytes:
    """The pages of a long print, with a progress bar."""
    with click.progressbar(drafts, label=ctx.command_path, file=sys.stderr) as turning:
        return write_pdf(turning, about(job.wanted))


class Told(TypedDict):
    """What every print is told."""

    language: str
    register: Register
    printed_on: date
