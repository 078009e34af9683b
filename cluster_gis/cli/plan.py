"""`cluster-gis plan`: versions of provinces' plans, the list on a day, differences."""

from datetime import date

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.labels import PLAN_CHANGE
from cluster_gis.errors import NotFound
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.read_plans import (
    DIFFERENCES,
    amendments,
    compare_versions,
    difference_json,
    find_version,
    list_on,
    list_sums,
    listed_json,
    plan_versions_of,
    version_json,
)
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.register import revision_at

on_option = click.option(
    "--on", type=ISO_DATE, default=None, help="Day of the list; default today."
)


@click.group()
def plan() -> None:
    """Plans of provinces: versions, the list on a day, differences between versions."""


@plan.command("list")
@click.option("--province", default=None, help="31, 2025:31 or hai-phong.")
@on_option
@register_option
@format_option
def list_command(province: str | None, on: date | None, register: str, output_format: str) -> None:
    """List versions of plans with their decisions, newest first."""
    with register_session(parse_register(register)) as session:
        revision, key = revision_at(session), None
        if province is not None:
            unit = find_province(session, province, revision=revision)
            if unit is None:
                raise NotFound(N_("There is no administrative unit {key}."), key=repr(province))
            key = unit.key
        versions = plan_versions_of(
            session, on=on or legal_today(), revision=revision, province_key=key
        )
        told = amendments(session, revision=revision, province_key=key)
    if output_format == "json":
        print_json(
            {
                "versions": [version_json(row) for row in versions],
                "amendments": [dict(row) for row in told],
            }
        )
        return
    for row in versions:
        day = Formats("vi").period(
            row["approved_from"], row["approved_until"], row["approved_precision"]
        )
        mark = "*" if row["holds"] else " "
        click.echo(f"{mark} {row['key']}\t{row['title']}\t{day}\t{row['entries']}")
    if not versions:
        say(N_("No plan is known."))


@plan.command("show")
@click.argument("plan_key", metavar="PLAN")
@on_option
@register_option
@format_option
def show(plan_key: str, on: date | None, register: str, output_format: str) -> None:
    """Show the list of PLAN (hai-phong/2021-2030) on a day."""
    day = on or legal_today()
    with register_session(parse_register(register)) as session:
        revision = revision_at(session)
        every = plan_versions_of(session, on=day, revision=revision)
        versions = [row for row in every if row["plan_key"] == plan_key]
        if not versions:
            raise NotFound(N_("There is no plan {key}."), key=repr(plan_key))
        listed = list_on(session, versions, on=day, revision=revision)
    sums = list_sums(listed)
    if output_format == "json":
        print_json({"on": day, "totals": sums, "entries": [listed_json(one) for one in listed]})
        return
    translate = current_translator()
    for one in listed:
        area = "-" if one.area_ha is None else f"{one.area_ha} ha"
        said = translate(PLAN_CHANGE.get(one.change, one.change))
        click.echo(f"{one.code or '-'}\t{one.name}\t{area}\t{said}\t{one.version}")
    say(
        N_("{entries} clusters, {area} ha known, {unknown} without an area."),
        entries=sums["entries"],
        area=sums["area_ha"] or "-",
        unknown=sums["unknown"],
    )


@plan.command("diff")
@click.argument("first")
@click.argument("second")
@register_option
@format_option
def diff(first: str, second: str, register: str, output_format: str) -> None:
    """Compare plan version FIRST with SECOND: added, adjusted, withdrawn, with old and new."""
    with register_session(parse_register(register)) as session:
        revision = revision_at(session)
        versions = plan_versions_of(session, on=legal_today(), revision=revision)
        old, new = find_version(versions, first), find_version(versions, second)
        found = compare_versions(session, old, new, revision=revision)
    if output_format == "json":
        print_json({"differences": [difference_json(one) for one in found]})
        return
    translate = current_translator()
    for one in found:
        before, after = (
            "-" if entry is None or entry["area_max_ha"] is None else f"{entry['area_max_ha']} ha"
            for entry in (one.before, one.after)
        )
        click.echo(f"{translate(DIFFERENCES[one.state])}\t{one.name}\t{before} → {after}")
