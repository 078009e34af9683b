"""`cluster-gis boundary`: read a boundary from a file, print one as the official table."""

import json
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError

from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.reading import BoundaryReading
from cluster_gis.boundary.repairs import REPAIRS
from cluster_gis.boundary.table_files import write_table
from cluster_gis.boundary.territory import UnitOutline
from cluster_gis.boundary.zones import ZONES
from cluster_gis.cli.database import register_session, running_register
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.cli.terminal import register_option, say
from cluster_gis.config import parse_register
from cluster_gis.errors import ClusterGisError
from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.services.find_declared_outline import find_declared_outline
from cluster_gis.services.print_boundary import print_boundary


def parse_hectares(
    _ctx: click.Context, parameter: click.Parameter, value: str | None
) -> Decimal | None:
    """The option as hectares > 0, decimal comma allowed; a bad one is wrong usage (exit 2)."""
    if value is None:
        return None
    try:
        hectares = Decimal(value.replace(",", "."))
    except InvalidOperation as error:
        raise click.BadParameter(f"{value!r}: 74.955", param=parameter) from error
    if not hectares.is_finite() or hectares <= 0:
        raise click.BadParameter(f"{value!r}: > 0", param=parameter)
    return hectares


@click.group("boundary")
def boundary() -> None:
    """Boundaries from coordinate tables and drawings, and back."""


@boundary.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--crs", help="EPSG code, e.g. EPSG:9210; EPSG:9210+swapped exchanges X and Y.")
@click.option("--province", help="Code, name or initials of the province (31, Hải Phòng, HP).")
@click.option("--commune", help="Code or name of the commune.")
@click.option("--stated-area-ha", callback=parse_hectares, help="Area that the decision states.")
@click.option("--layer", help="Sheet, layer or CAD layer, where the file has several.")
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(sorted(REPAIRS)),
    help="Apply a repair that was offered; may be given several times.",
)
@click.option(
    "--register",
    type=click.Choice(["real", "simulated"]),
    default="real",
    help="Whose outlines of units are looked at, when its database is running (real).",
)
@click.option("--details", is_flag=True, help="JSON also with repairs and candidates' outlines.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    help="Default: text on a terminal, json otherwise.",
)
@click.pass_context
def read(
    ctx: click.Context,
    file: Path,
    *,
    crs: str | None,
    province: str | None,
    commune: str | None,
    stated_area_ha: Decimal | None,
    layer: str | None,
    accept: tuple[str, ...],
    register: str,
    details: bool,
    form: str | None,
) -> None:
    """Read a boundary, say which coordinate system it is in and what is wrong with it.

    Nothing is written and nothing is mended in silence. Exit 1 when the file is refused as it
    stands: the issues say why, the candidates what the coordinates can be.
    """
    reading = read_boundary(
        file.read_bytes(),
        file.name,
        crs=crs,
        province=province,
        commune=commune,
        stated_area_ha=stated_area_ha,
        layer=layer,
        accept=accept,
        outline=_find_outline(register, province, commune),
    )
    translate = translator(ctx.obj["lang"])
    if form == "json" or (form is None and not sys.stdout.isatty()):
        answer = reading.to_json(translate, details=details)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        print_reading(reading, translate)
    if reading.refused:
        ctx.exit(1)


def _find_outline(register: str, province: str | None, commune: str | None) -> UnitOutline | None:
    """The declared unit's outline of a register that is running; None = boxes must do.

    Reading a file needs no database: none is started, and one that is away is done without.
    """
    if province is None and commune is None:
        return None
    try:
        with running_register(parse_register(register)) as session:
            return find_declared_outline(session, province, commune)
    except (ClusterGisError, OperationalError):
        return None


def print_reading(reading: BoundaryReading, translate: Translator) -> None:
    """The reading as text: system, areas, issues, candidates, repairs."""
    if reading.code is not None:
        name = ZONES[reading.code].label if reading.code in ZONES else f"EPSG:{reading.code}"
        click.echo(f"{name}  ({reading.how})")
    areas = reading.areas
    if areas.tm3_ha is not None:
        text = translate(
            N_(
                "Area {tm3_ha} ha (TM-3, EPSG:{code}, used by the law check); UTM {utm_ha} ha;"
                " ellipsoid {geodesic_ha} ha"
            )
        )
        click.echo(
            text.format(
                tm3_ha=areas.tm3_ha,
                code=areas.tm3_code,
                utm_ha=areas.utm_ha,
                geodesic_ha=areas.geodesic_ha,
            )
        )
    if areas.stated_ha is not None and areas.difference_pct is not None:
        text = translate(N_("Stated {stated_ha} ha, difference {difference_pct} %"))
        click.echo(text.format(stated_ha=areas.stated_ha, difference_pct=areas.difference_pct))
    for issue in reading.issues:
        place = f"  [{issue.lon:.6f} {issue.lat:.6f}]" if issue.lon and issue.lat else ""
        click.echo(f"{issue.severity:7} {issue.code}: {issue.text(translate)}{place}")
    if reading.shape is None:
        for candidate in reading.candidates:
            far = "" if candidate.distance_m is None else f"  {candidate.distance_m:.0f} m"
            click.echo(f"  --crs {candidate.choice}  {ZONES[candidate.code].label}{far}")
    for repair in reading.repairs:
        click.echo(
            f"  --accept {repair.code}  {repair.area_before_ha} -> {repair.area_after_ha} ha"
        )


@boundary.command("table")
@click.argument("code")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; its ending chooses .xlsx, .docx or .csv.",
)
@click.option("--on", type=ISO_DATE, help="Day on which the boundary holds; default today.")
@register_option
def table(code: str, *, output: Path, on: date | None, register: str) -> None:
    """Print the stored boundary of cluster CODE as the official coordinate table."""
    with register_session(parse_register(register)) as session:
        printed = print_boundary(session, code, on=on or legal_today())
    output.write_bytes(write_table(printed, output.name))
    points = sum(row.side_m is not None for row in printed.rows)
    say(N_("{path}: {points} points."), path=str(output), points=points)
