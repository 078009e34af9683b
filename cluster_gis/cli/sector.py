"""`cluster-gis sector`: a province's list of sectors, line by line with its days."""

import getpass
from datetime import date

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, province_word
from cluster_gis.cli.terminal import register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.progress_words import SECTOR_CLASS
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.read_support import SectorEntry, end_sector, enter_sector
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.register import revision_at

_by = click.option(
    "--by", default=getpass.getuser, show_default="your login name", help="Who says so."
)
_province = click.option("--province", required=True, help="31, hai-phong or 2025:31.")


@click.group("sector")
def sector() -> None:
    """Sectors that a province encourages, takes under conditions, or does not accept."""


def _key(session: object, province: str) -> str:
    unit = find_province(session, province_word(province), revision=revision_at(session))  # type: ignore[arg-type]
    if unit is None:
        raise InvalidInput(
            N_("{field}: there is no province {value}; expected 31, hai-phong or 2025:31."),
            field="--province",
            value=repr(province),
        )
    return unit.key


@sector.command("add")
@_province
@click.option("--sector", "name", required=True, help="Words of the list.")
@click.option("--class", "class_", required=True, type=click.Choice(list(SECTOR_CLASS)))
@click.option("--since", required=True, type=ISO_DATE, help="First day of the list.")
@click.option("--code", help="Sector code (VSIC); its beginning is enough.")
@click.option("--condition", help="Needed for a conditional sector.")
@click.option("--document", help="Number of the decision.")
@click.option("--source", required=True, help="The paper, as it will be shown.")
@click.option("--reason", required=True, help="Why, in at least 10 characters.")
@_by
@register_option
def add(
    *,
    province: str,
    name: str,
    class_: str,
    since: date,
    code: str | None,
    condition: str | None,
    document: str | None,
    source: str,
    reason: str,
    by: str,
    register: str,
) -> None:
    """Write a line of a province's list; a line of the same words is replaced from its day on."""
    with register_session(parse_register(register)) as session:
        entry = SectorEntry(
            province_key=_key(session, province),
            sector=name,
            class_=class_,
            since=since,
            sector_code=code,
            condition=condition,
            document=document,
            source=source,
            reason=reason,
            by=by,
        )
        revision = enter_sector(session, entry)
    if revision is None:
        say(N_("The list says just this already."))
    else:
        say(N_("Written as revision {revision}."), revision=revision)


@sector.command("end")
@_province
@click.option("--sector", "name", required=True, help="Words of the list.")
@click.option("--from", "until", required=True, type=ISO_DATE, help="First day it does not hold.")
@click.option("--reason", required=True, help="Why, in at least 10 characters.")
@_by
@register_option
def end(*, province: str, name: str, until: date, reason: str, by: str, register: str) -> None:
    """End a line of a province's list from a day on."""
    with register_session(parse_register(register)) as session:
        key = _key(session, province)
        revision = end_sector(session, key, name, until=until, reason=reason, by=by)
    say(N_("Written as revision {revision}."), revision=revision)
