"""`cluster-gis export`: what the register holds as files for an office."""

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.export_cluster import cluster
from cluster_gis.cli.export_layer import layer
from cluster_gis.cli.export_options import Asked, export_options
from cluster_gis.cli.output import write_document
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.cluster_list import build_csv, build_workbook
from cluster_gis.services.read_cluster_list import ClusterList, read_cluster_list
from cluster_gis.storage.queries.cluster_list import ClusterFilter
from cluster_gis.storage.register import revision_at

WRITERS = {".xlsx": build_workbook, ".csv": build_csv}


@click.group("export")
def export() -> None:
    """Write what the register holds into one file."""


export.add_command(cluster)
export.add_command(layer)


@export.command("clusters")
@export_options(".xlsx or .csv")
def clusters(ctx: click.Context, asked: Asked) -> None:
    """The list of clusters with every column an office keeps; `ingest clusters` reads it back."""
    writer = WRITERS.get(asked.output.suffix.lower())
    if writer is None:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="--output",
            value=repr(asked.output.suffix),
            expected=", ".join(WRITERS),
        )
    with register_session(asked.register) as session:
        revision = revision_at(session, asked.known_at)
        chosen = asked.province_in(session, revision=revision)
        wanted = ClusterFilter(province=chosen.province.key if chosen else None)
        entries = read_cluster_list(
            session, wanted, as_of=asked.as_of, revision=revision, language=asked.language
        )
    listed = ClusterList(
        entries=entries,
        province=chosen.province.name if chosen else None,
        as_of=asked.as_of,
        known_at=asked.known_at,
        revision=revision,
        register=asked.register,
    )
    write_document(ctx, asked.output, writer(listed, asked.language))
