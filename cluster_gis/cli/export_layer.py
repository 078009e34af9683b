"""`cluster-gis export layer`: a whole collection as a file of a GIS."""

from datetime import date, timedelta
from pathlib import Path

import click

from api.layer_labels import layer_labels
from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import (
    ISO_DATE,
    language_of,
    legal_today,
    parse_moment,
    province_word,
    translator_of,
)
from cluster_gis.cli.terminal import register_option
from cluster_gis.config import parse_register
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.reports.layer_files import driver_of, write_layer
from cluster_gis.services.read_plan_map import choose_province
from cluster_gis.storage.layers import LAYERS, Selection
from cluster_gis.storage.queries.provinces import count_by_province
from cluster_gis.storage.register import revision_at


@click.command("layer")
@click.argument("collection", type=click.Choice(list(LAYERS)))
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
    help="The file to write: .gpkg, .fgb or .geojson.",
)
@click.pass_context
def layer(
    ctx: click.Context,
    collection: str,
    *,
    province: str,
    as_of: date | None,
    known_at: str | None,
    register: str,
    lang: str | None,
    output: Path,
) -> None:
    """COLLECTION as it stands on the day, in EPSG:4326, with the columns of the OGC API.

    Lists of texts are joined by "; ". Features without a position are in the file too.
    """
    driver_of(output)  # a wrong ending is told before anything is read
    wanted, day = LAYERS[collection], as_of or legal_today()
    with register_session(parse_register(register)) as session:
        revision = revision_at(session, parse_moment(known_at))
        provinces = count_by_province(session, as_of=day, revision=revision)
        chosen = choose_province(provinces, province_word(province))
        if chosen and "province_key" not in wanted.columns:
            raise InvalidInput(
                N_("{field}: the collection {collection} does not say its provinces."),
                field="--province",
                collection=collection,
            )
        written = write_layer(
            session,
            wanted,
            Selection(
                during=f"[{day},{day + timedelta(days=1)})",
                revision=revision,
                province=chosen.province.key if chosen else None,
                equal={},
            ),
            output,
            labels=layer_labels(wanted, lang or language_of(ctx.find_root())),
        )
    said = translator_of(ctx)(
        N_("{file} written: {features} features, {unplaced} of them without a position, {size} kB.")
    )
    size = -(-output.stat().st_size // 1000)
    click.echo(
        said.format(file=output, features=written.features, unplaced=written.unplaced, size=size)
    )
