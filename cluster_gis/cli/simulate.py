"""`cluster-gis simulate`: a synthetic register, beside the real one and never in it."""

import sys

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.server import migrate_register
from cluster_gis.cli.terminal import say
from cluster_gis.config import Settings
from cluster_gis.i18n import N_
from cluster_gis.ingest.shipped import load_shipped
from cluster_gis.postgres import open_server, release_server
from cluster_gis.simulate.country import FIXED_CLUSTERS, FIXED_SEED, simulate

BY = "cluster-gis simulate"
#: What a simulated register shares with the real one.
SHARED = ("admin_units", "measuring_zones")


@click.command("simulate")
@click.option(
    "--clusters",
    type=click.IntRange(1),
    default=FIXED_CLUSTERS,
    show_default=True,
    help="How many clusters; above 60 they are spread over the country.",
)
@click.option(
    "--seed", type=int, default=FIXED_SEED, show_default=True, help="Same seed, same data."
)
@click.option(
    "--lots", type=click.IntRange(1), default=50, show_default=True, help="Lots a cluster."
)
@click.option("--province", help="Key of one province, for example 2025:15.")
def simulate_command(*, clusters: int, seed: int, lots: int, province: str | None) -> None:
    """Fill the simulated register; what it held is replaced, the real register is not touched.

    Everything that shows it carries a watermark. The same arguments give the same register.
    """
    settings = Settings.from_environment()
    server = open_server(settings)
    try:
        migrate_register(server, "simulated")
        with register_session("simulated") as session:
            for _loaded in load_shipped(session, SHARED, by=BY):
                pass
            with click.progressbar(length=clusters, label=BY, file=sys.stderr) as bar:
                made = simulate(
                    session,
                    clusters=clusters,
                    seed=seed,
                    lots_each=lots,
                    province_key=province,
                    advance=bar.update,
                )
    finally:
        release_server(settings, server)
    if made:
        say(
            N_("The simulated register holds {clusters} clusters (seed {seed})."),
            clusters=clusters,
            seed=seed,
        )
    else:
        say(N_("The simulated register holds just this simulation already; nothing done."))
