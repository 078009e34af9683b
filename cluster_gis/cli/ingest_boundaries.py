"""`ingest boundaries FILE`: one file, many clusters, into staging; nothing is applied."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from cluster_gis.boundary.issues import Refused
from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE
from cluster_gis.cli.source_options import source_options
from cluster_gis.cli.staging import by_option
from cluster_gis.cli.staging_text import file_text
from cluster_gis.cli.terminal import format_option, register_option
from cluster_gis.config import parse_register
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.errors import InvalidInput
from cluster_gis.services.draft_boundaries import BoundaryFile
from cluster_gis.services.source_of_file import find_source
from cluster_gis.services.stage_boundaries import ACTS, QUALITIES, stage_boundaries


@click.command("boundaries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--province", help="Code, name or initials of the province (15, Lào Cai, HP).")
@click.option("--crs", help="EPSG code, where the file does not say it; EPSG:9210+swapped.")
@click.option("--layer", help="Layer, where the file has several.")
@source_options
@click.option("--name-field", help="Column with the clusters' names (name, ten, ten_ccn …).")
@click.option("--code-field", help="Column with the clusters' codes (code, ma_ccn …).")
@click.option("--area-field", help="Column with stated areas in hectares (area_ha, dien_tich …).")
@click.option("--quality", type=click.Choice(QUALITIES), help="Of every row; never assumed.")
@click.option("--act", type=click.Choice(ACTS), help="Which act the outlines are of (unknown).")
@click.option("--since", type=ISO_DATE, help="First day on which the outlines hold.")
@by_option
@register_option
@format_option
def boundaries(
    *,
    file: Path,
    province: str | None,
    crs: str | None,
    layer: str | None,
    source: str | None,
    document: str | None,
    source_note: str | None,
    name_field: str | None,
    code_field: str | None,
    area_field: str | None,
    quality: str | None,
    act: str | None,
    since: date | None,
    by: str,
    register: str,
    output_format: str,
) -> None:
    """Stage the outlines of FILE (GeoJSON, GeoPackage, SHP in ZIP, KML, KMZ, GML, DXF).

    Each outline is judged, matched to a cluster and compared with the register; what is wrong is
    listed with its place. Nothing is applied: decide with `staging decide`, then `staging apply`.
    """
    options = BoundaryFile(
        crs=crs,
        province=province,
        layer=layer,
        name_field=name_field,
        code_field=code_field,
        area_field=area_field,
    )
    choices: dict[str, Any] = {"quality": quality, "act": act, "since": since and since.isoformat()}
    with register_session(parse_register(register)) as session:
        origin = find_source(session, source=source, document=document, note=source_note)
        received = ReceivedFile(
            name=file.name,
            content=file.read_bytes(),
            source_title=origin.title,
            document_key=origin.document_key,
            options=options.to_options(),
        )
        with click.progressbar(length=0, label=file.name, file=sys.stderr) as bar:

            def start(count: int) -> None:
                bar.length = count

            try:
                file_id = stage_boundaries(
                    session,
                    received,
                    choices={k: v for k, v in choices.items() if v is not None},
                    by=by,
                    on_count=start,
                    on_rows=bar.update,
                )
            except Refused as refusal:
                raise InvalidInput(refusal.issue.message, **refusal.issue.values) from refusal
        shown = file_text(session, file_id, output_format)
    click.echo(shown)
