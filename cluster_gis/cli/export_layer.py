"""`cluster-gis export layer`: a whole collection as a file of a GIS."""

from datetime import timedelta

import click

from api.layer_labels import layer_labels
from cluster_gis.cli.database import register_session
from cluster_gis.cli.export_options import Asked, export_options
from cluster_gis.cli.parameters import (
    translator_of,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.layer_files import driver_of, write_layer
from cluster_gis.storage.layers import LAYERS, Selection
from cluster_gis.storage.register import revision_at


@click.command("layer")
@click.argument("collection", type=click.Choice(list(LAYERS)))
@export_options(".gpkg, .fgb or .geojson")
def layer(ctx: click.Context, asked: Asked, *, collection: str) -> None:
    """COLLECTION as it stands on the day, in EPSG:4326, with the columns of the OGC API.

    Lists of texts are joined by "; ". Features without a position are in the file too.
    """
    driver_of(asked.output)  # a wrong ending is told before anything is read
    wanted, day = LAYERS[collection], asked.as_of
    with register_session(asked.register) as session:
        revision = revision_at(session, asked.known_at)
        chosen = asked.province_in(session, revision=revision)
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
            asked.output,
            labels=layer_labels(wanted, asked.language),
        )
    said = translator_of(ctx)(
        N_("{file} written: {features} features, {unplaced} of them without a position, {size} kB.")
    )
    size = -(-asked.output.stat().st_size // 1000)
    told = {"features": written.features, "unplaced": written.unplaced, "size": size}
    click.echo(said.format(file=asked.output, **told))
