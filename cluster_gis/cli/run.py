"""`run`: everything from an empty machine to a page, in order. `make run` ends here.

A second run does the same steps, each of which finds its work done.
"""

import time

import click

from cluster_gis.cli.database import register_session, require_accounts
from cluster_gis.cli.judging import judge_everything
from cluster_gis.cli.parameters import legal_today
from cluster_gis.cli.ports import require_free_port
from cluster_gis.cli.server import migrate_register
from cluster_gis.cli.terminal import Steps, say
from cluster_gis.cli.web_server import ends_once, serve_until_stopped
from cluster_gis.config import Settings
from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_
from cluster_gis.ingest.shipped import DATASETS, load_shipped
from cluster_gis.postgres import Server, open_server, release_server

TITLES = (N_("Database"), N_("Schema"), N_("Shipped data"), N_("Law findings"))


def load_everything() -> None:
    """Load every shipped dataset into the real register; one loaded before is left as it is."""
    with register_session("real") as session:
        for loaded in load_shipped(session, list(DATASETS), by="cluster-gis run"):
            if not loaded.applied:
                raise Conflict(
                    N_("The shipped dataset {dataset} was not loaded; see: {command}"),
                    dataset=loaded.dataset,
                    command=f"cluster-gis ingest {loaded.dataset}",
                )


@click.command()
@click.option("--after", type=click.IntRange(0), default=0, hidden=True, help="Steps done before.")
def run(after: int) -> None:
    """Start the database, load the shipped data, assess every cluster, serve until Ctrl-C."""
    settings = Settings.from_environment()
    require_free_port(settings.host, settings.port)
    started = time.monotonic()
    steps = Steps(len(TITLES) + after, done=after)
    server: Server | None = None
    with ends_once():
        try:
            with steps.step(TITLES[0]):
                server = open_server(settings)
            with steps.step(TITLES[1]):
                migrate_register(server, "real")
                require_accounts(server, "real", settings.host)
            with steps.step(TITLES[2]):
                load_everything()
            with steps.step(TITLES[3]), register_session("real") as session:
                stamp = settings.home / "judged"
                judge_everything(session, on=legal_today(), stamp=stamp)
            serve_until_stopped(
                "real",
                host=settings.host,
                port=settings.port,
                workers=1,
                announce=lambda: say(
                    N_("Cluster GIS is ready after {seconds} s: {address}  (Ctrl-C stops it)"),
                    seconds=f"{time.monotonic() - started:.1f}",
                    address=f"http://{settings.host}:{settings.port}",
                ),
            )
        except KeyboardInterrupt:
            pass
        finally:
            if server is not None and release_server(settings, server):
                say(N_("Stopped; the data stay in {home}."), home=settings.home)
