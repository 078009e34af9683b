"""`cluster-gis topology`: overlaps of boundaries, and how they lie in their communes."""

import json
from datetime import date

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.cli.terminal import current_translator, format_option, register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.restricted import LAYER_NAMES
from cluster_gis.domain.topology import Overlap, Placement
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.check_topology import Topology, check_topology
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.register import revision_at


@click.command("topology")
@click.option("--province", help="Code, name or unit key: 31, hai-phong, 2025:31 (all of them).")
@click.option("--as-of", type=ISO_DATE, help="Day looked at (YYYY-MM-DD); default today.")
@register_option
@format_option
@click.pass_context
def topology(
    ctx: click.Context,
    *,
    province: str | None,
    as_of: date | None,
    register: str,
    output_format: str,
) -> None:
    """Tell which boundaries overlap each other or a restricted area, and where they lie.

    Slivers along a common edge are not overlaps: the tolerance of each pair is printed with it.
    Places are indicative and never compared.
    """
    with register_session(parse_register(register)) as session:
        revision = revision_at(session)
        key = None
        if province is not None:
            unit = find_province(session, province, revision=revision)
            if unit is None:
                raise InvalidInput(
                    N_("{field}: there is no province {value}; expected 31, hai-phong or 2025:31."),
                    field="--province",
                    value=repr(province),
                )
            key = unit.key
        found = check_topology(
            session, as_of=as_of or legal_today(), revision=revision, province=key
        )
    if output_format == "json":
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        _print(found, Formats(ctx.obj["lang"]))


def _print(found: Topology, formats: Formats) -> None:
    say(
        N_("{boundaries} boundaries on {day}; {overlaps} overlaps."),
        boundaries=found.boundaries,
        day=formats.day(found.as_of),
        overlaps=len(found.overlaps),
    )
    for item in found.overlaps:
        _print_overlap(item, formats)
    for placed in found.placements:
        _print_placement(placed, formats)


def _print_overlap(item: Overlap, formats: Formats) -> None:
    _ = current_translator()
    other = item.other_name or item.other
    if item.layer is not None:
        other = f"{_(LAYER_NAMES[item.layer])}: {other}"
    say(
        N_(
            "  {code} × {other}: {area} ({share} of the first), up to {width} m wide, at "
            "{lon:.5f} {lat:.5f}; tolerance {least} m² and {narrow} m"
        ),
        code=item.code,
        other=other,
        area=formats.hectares(item.area_ha),
        share=formats.percent(item.share_pct),
        width=formats.number(item.width_m),
        lon=item.lon,
        lat=item.lat,
        least=formats.number(item.tolerance.area_m2),
        narrow=formats.number(item.tolerance.width_m),
    )


def _print_placement(placed: Placement, formats: Formats) -> None:
    """A line for a boundary of several parts or communes, or partly outside its own."""
    _ = current_translator()
    told = []
    if placed.parts > 1:
        told.append(_(N_("{n} parts")).format(n=placed.parts))
    if placed.crosses_communes:
        told.append(", ".join(f"{u.name} {formats.percent(u.share_pct)}" for u in placed.communes))
    if placed.inside_pct is not None and placed.inside_pct < 100:
        told.append(
            _(N_("{share} inside the declared commune")).format(
                share=formats.percent(placed.inside_pct)
            )
        )
    if told:
        click.echo(f"  {placed.code}: {'; '.join(told)}")
