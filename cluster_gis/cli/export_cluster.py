"""`cluster-gis export cluster`: the boundary of one cluster as a file."""

from datetime import date
from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import ISO_DATE, legal_today, parse_moment
from cluster_gis.cli.terminal import register_option
from cluster_gis.config import parse_register
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.outline_files import SHAPE_FILES, TABLE_FILES, OutlineFile, file_name
from cluster_gis.services.print_boundary import get_outline, print_boundary
from cluster_gis.storage.register import revision_at

_WRITERS = {**SHAPE_FILES, **TABLE_FILES}


@click.command("cluster")
@click.argument("code")
@click.option(
    "--as",
    "form",
    type=click.Choice(list(_WRITERS)),
    help="Shape (geojson, gpkg, dxf) or coordinate table; default: the ending of --output.",
)
@click.option("--as-of", type=ISO_DATE, help="Day shown (YYYY-MM-DD); default today.")
@click.option("--known-at", help="What the register knew then, 2024-05-01T08:00:00Z; default now.")
@register_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; default cluster-CODE-DAY.FORM here.",
)
@click.pass_context
def cluster(
    ctx: click.Context,
    code: str,
    *,
    form: str | None,
    as_of: date | None,
    known_at: str | None,
    register: str,
    output: Path | None,
) -> None:
    """The boundary of cluster CODE as it stands on the day.

    GeoJSON is in EPSG:4326; GeoPackage and DXF are in the cluster's VN-2000 measuring zone. A
    cluster that has only an indicative place has no such file (exit 1).
    """
    chosen = form or (output.suffix.lower().removeprefix(".") if output else "")
    if chosen not in _WRITERS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="--as",
            value=repr(chosen),
            expected=", ".join(_WRITERS),
        )
    day = as_of or legal_today()
    kind = parse_register(register)
    moment = parse_moment(known_at)
    with register_session(kind) as session:
        revision = revision_at(session, moment)
        file = OutlineFile(
            outline=get_outline(session, code, on=day, revision=revision),
            table=print_boundary(session, code, on=day, revision=revision),
            register=kind,
            revision=revision,
        )
    target = output or Path(file_name(code, f"{day.isoformat()}.{chosen}"))
    write_document(ctx, target, _WRITERS[chosen](file))
