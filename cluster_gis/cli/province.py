"""`cluster-gis province`: what a province decided, and which lists are complete."""

import csv
from datetime import date
from pathlib import Path

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.cli.terminal import format_option, print_json, register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.province_settings import SETTINGS
from cluster_gis.domain.reporting.region_sets import REGION_SETS
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.region_sets import load_region_set
from cluster_gis.services.settle_province import (
    set_province_setting,
    settings_told,
    state_complete_list,
)
from cluster_gis.storage.register import revision_at

BY = "cluster-gis province"
_from_option = click.option("--from", "first_day", required=True, type=ISO_DATE, help="First day.")
_until_option = click.option("--until", "last_day", type=ISO_DATE, help="Last day; none = open.")


@click.group("province")
def province() -> None:
    """Record what a province decided about the law, with its dates."""


@province.command("setting")
@click.argument("province_key")
@click.argument("setting", type=click.Choice(list(SETTINGS)))
@click.argument("value")
@click.option("--document", required=True, help="Number and date of the decision.")
@_from_option
@_until_option
@register_option
def setting_command(
    *,
    province_key: str,
    setting: str,
    value: str,
    document: str,
    first_day: date,
    last_day: date | None,
    register: str,
) -> None:
    """Record a decision that Decree 139/2025 Điều 12 left to the province, or a land quota.

    PROVINCE_KEY is for example 2025:31, for land_quota_ha also a commune; VALUE for example
    commune, former_district, true, or hectares: 1234,5.
    """
    with register_session(parse_register(register)) as session:
        revision = set_province_setting(
            session,
            province_key,
            setting=setting,
            value=value,
            document=document,
            first_day=first_day,
            last_day=last_day,
            by=BY,
        )
    _report(revision)


@province.command("settings")
@click.option("--on", type=ISO_DATE, default=None, help="Day asked about; default today.")
@register_option
@format_option
def settings_command(on: date | None, register: str, output_format: str) -> None:
    """List the settings in force on a day, with days and papers."""
    day = on or legal_today()
    with register_session(parse_register(register)) as session:
        rows = settings_told(session, on=day, revision=revision_at(session))
    if output_format == "json":
        print_json({"on": day, "settings": rows})
        return
    for row in rows:
        days = f"{row['first_day'] or ''}..{row['last_day'] or ''}"
        click.echo(f"{row['unit']}\t{row['setting']}\t{row['value']}\t{days}\t{row['document']}")
    if not rows:
        say(N_("No setting is recorded for that day."))


@province.command("regions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--set", "set_key", required=True, type=click.Choice(list(REGION_SETS)))
@click.option("--source", required=True, help="Number and date of the paper that lists them.")
@click.option("--from", "first_day", type=ISO_DATE, help="First day; none = on every day.")
@register_option
def regions_command(
    *, file: Path, set_key: str, source: str, first_day: date | None, register: str
) -> None:
    """Load which provinces belong to a set of regions, for the lines of tables.

    FILE is a text or CSV file with one province a line (its first cell): 31, 2025:31 or its name.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InvalidInput(
            N_("{field}: {value} is no text in UTF-8."), field="FILE", value=str(file)
        ) from None
    named = [row[0].strip() for row in csv.reader(lines) if row and row[0].strip()]
    with register_session(parse_register(register)) as session:
        revision = load_region_set(
            session, set_key, named, source=source, first_day=first_day, by=BY
        )
    _report(revision)


@province.command("complete-list")
@click.argument("unit_key")
@click.option("--stated-by", required=True, help="Who states it.")
@click.option("--source", required=True, help="The paper it rests on.")
@_from_option
@_until_option
@register_option
def complete_list_command(
    *,
    unit_key: str,
    stated_by: str,
    source: str,
    first_day: date,
    last_day: date | None,
    register: str,
) -> None:
    """State that the register lists every established cluster of a unit on these days.

    UNIT_KEY is a province, former district or commune, for example 2025:31.
    """
    with register_session(parse_register(register)) as session:
        revision = state_complete_list(
            session,
            unit_key,
            stated_by=stated_by,
            source=source,
            first_day=first_day,
            last_day=last_day,
            by=BY,
        )
    _report(revision)


def _report(revision: int | None) -> None:
    if revision is None:
        say(N_("The register holds just this already; nothing was written."))
    else:
        say(N_("Recorded as revision {revision}."), revision=revision)
