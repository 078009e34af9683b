"""The one `cluster-gis` command: outermost layer, may call everything, nothing imports it.

Subcommands live one subject a module and are imported only when they are called,
so that `cluster-gis judge` does not wait for folium.
"""

import importlib
import sys
from typing import Any

import click

from cluster_gis.errors import ClusterGisError
from cluster_gis.i18n import fill, translator

#: command name -> "module:attribute"; a new command adds one line here.
COMMANDS: dict[str, str] = {
    "account": "cluster_gis.cli.account:account",
    "assess": "cluster_gis.cli.assess:assess",
    "audit": "cluster_gis.cli.audit:audit",
    "backup": "cluster_gis.cli.backup:backup",
    "boundary": "cluster_gis.cli.boundary:boundary",
    "correct": "cluster_gis.cli.correct:correct",
    "deadlines": "cluster_gis.cli.deadlines:deadlines",
    "dossier": "cluster_gis.cli.dossier:dossier",
    "down": "cluster_gis.cli.server:down",
    "export": "cluster_gis.cli.export:export",
    "ingest": "cluster_gis.cli.ingest:ingest",
    "judge": "cluster_gis.cli.judge:judge",
    "law": "cluster_gis.cli.law:law",
    "map": "cluster_gis.cli.map:map_group",
    "migrate": "cluster_gis.cli.server:migrate",
    "opinion": "cluster_gis.cli.opinion:opinion",
    "override": "cluster_gis.cli.override:override",
    "proposal": "cluster_gis.cli.proposal:proposal",
    "plan": "cluster_gis.cli.plan:plan",
    "progress": "cluster_gis.cli.progress:progress",
    "province": "cluster_gis.cli.province:province",
    "qgis": "cluster_gis.cli.qgis:qgis",
    "question": "cluster_gis.cli.question:question",
    "report": "cluster_gis.cli.report:report",
    "restore": "cluster_gis.cli.backup:restore_command",
    "run": "cluster_gis.cli.run:run",
    "same": "cluster_gis.cli.same:same",
    "sector": "cluster_gis.cli.sector:sector",
    "serve": "cluster_gis.cli.server:serve",
    "simulate": "cluster_gis.cli.simulate:simulate_command",
    "staging": "cluster_gis.cli.staging:staging",
    "status": "cluster_gis.cli.server:status",
    "topology": "cluster_gis.cli.topology:topology",
    "up": "cluster_gis.cli.server:up",
    "verify": "cluster_gis.cli.verify:verify",
    "what-if": "cluster_gis.cli.what_if:what_if",
}


class LazyGroup(click.Group):
    """A click group whose commands are imported when they are first needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of every command, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None when there is none of that name."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, attribute = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cluster-gis")
@click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of messages (vi)."
)
@click.pass_context
def cli(ctx: click.Context, lang: str) -> None:
    """Cluster GIS: register, law checks and planning maps of industrial clusters."""
    ctx.obj = {"lang": lang}


def main(arguments: list[str] | None = None) -> Any:
    """Run the command. Exit 0 done, 1 refused or failed (one clear sentence), 2 wrong usage."""
    args = sys.argv[1:] if arguments is None else arguments
    language = "en" if "--lang=en" in args or ("--lang" in args and "en" in args) else "vi"
    try:
        cli.main(args=args, prog_name="cluster-gis", standalone_mode=True)
    except ClusterGisError as error:
        _ = translator(language)
        values = {k: _(v) if isinstance(v, str) else v for k, v in error.values.items()}
        click.echo(fill(error.message, values, _), err=True)
        sys.exit(1)
