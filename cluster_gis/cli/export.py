"""`cluster-gis export`: what the register holds as files for an office."""

from datetime import date
from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.export_cluster import cluster
from cluster_gis.cli.export_layer import layer
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import (
    ISO_DATE,
    language_of,
    legal_today,
    parse_moment,
    province_word,
)
from cluster_gis.cli.terminal import register_option
from cluster_gis.config import parse_register
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.reports.cluster_list import build_csv, build_workbook
from cluster_gis.services.read_cluster_list import ClusterList, read_cluster_list
from cluster_gis.services.read_plan_map import choose_province
from cluster_gis.storage.queries.cluster_list import ClusterFilter
from cluster_gis.storage.queries.provinces import count_by_province
from cluster_gis.storage.register import revision_at

WRITERS = {".xlsx": build_workbook, ".csv": build_csv}


@click.group("export")
def export() -> None:
    """Write what the register holds into one file."""


export.add_command(cluster)
export.add_command(layer)


@export.command("clusters")
@click.option(
    "--province",
    default="all",
    help="hai-phong, another province by name, code or unit key, or all (all).",
)
@click.option("--as-of", type=ISO_DATE, help="Day shown (YYYY-MM-DD); default today.")
@click.option("--known-at", help="What the register knew then, 2024-05-01T08:00:00Z; default now.")
@register_option
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (that of messages).")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .xlsx or .csv.",
)
@click.pass_context
def clusters(
    ctx: click.Context,
    *,
    province: str,
    as_of: date | None,
    known_at: str | None,
    register: str,
    lang: str | None,
    output: Path,
) -> None:
    """The list of clusters with every column an office keeps; `ingest clusters` reads it back."""
    language = lang or language_of(ctx.find_root())
    writer = WRITERS.get(output.suffix.lower())
    if writer is None:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="--output",
            value=repr(output.suffix),
            expected=", ".join(WRITERS),
        )
    moment = parse_moment(known_at)
    day = as_of or legal_today()
    kind = parse_register(register)
    with register_session(kind) as session:
        revision = revision_at(session, moment)
        provinces = count_by_province(session, as_of=day, revision=revision)
        chosen = choose_province(provinces, province_word(province))
        wanted = ClusterFilter(province=chosen.province.key if chosen else None)
        entries = read_cluster_list(
            session, wanted, as_of=day, revision=revision, language=language
        )
    listed = ClusterList(
        entries=entries,
        province=chosen.province.name if chosen else None,
        as_of=day,
        known_at=moment,
        revision=revision,
        register=kind,
    )
    write_document(ctx, output, writer(listed, language))
