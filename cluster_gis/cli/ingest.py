"""`ingest`: data files into the register, with every bad row named."""

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.ingest_boundaries import boundaries
from cluster_gis.cli.ingest_clusters import clusters as ingest_clusters
from cluster_gis.cli.ingest_progress import progress
from cluster_gis.cli.ingest_restricted import restricted
from cluster_gis.cli.parameters import ISO_DATE
from cluster_gis.cli.terminal import current_translator, format_option, register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.intake import DatasetNote, Issue
from cluster_gis.domain.sources import SourceBook
from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_
from cluster_gis.ingest.shipped import DATASETS, Loaded, load_shipped
from cluster_gis.ingest.source_file import DATA
from cluster_gis.ingest.unit_outlines import default_validity, outline_rows, read_unit_outlines
from cluster_gis.services.write_dataset import write_dataset
from cluster_gis.storage.queries.loaded import unit_keys
from cluster_gis.storage.register import Changes, valid_range

BY = "cluster-gis ingest"
#: Datasets that both registers hold.
SHARED = frozenset({"admin_units", "measuring_zones"})
_data_option = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DATA,
    show_default=False,
    help="Folder with the data folders (those that are shipped).",
)
_accept_option = click.option(
    "--accept-issues", is_flag=True, help="Load the good rows although others have issues."
)
_again_option = click.option(
    "--again", is_flag=True, help="Compare row by row even if these files were loaded before."
)


class IngestGroup(click.Group):
    """Every shipped dataset is a subcommand, beside those that read a file of the user's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the subcommands."""
        return [*sorted(super().list_commands(ctx)), *DATASETS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand; None when there is none of that name."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        return _dataset_command(cmd_name) if cmd_name in DATASETS else None


@click.group("ingest", cls=IngestGroup, invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="Load every shipped dataset, in order.")
@_data_option
@_accept_option
@_again_option
@register_option
@format_option
@click.pass_context
def ingest(
    ctx: click.Context,
    *,
    everything: bool,
    data: Path,
    accept_issues: bool,
    again: bool,
    register: str,
    output_format: str,
) -> None:
    """Load data into the register: --all, one shipped dataset by name, or a file.

    Bad rows are listed with line, field, value and reason; a dataset with bad rows is not loaded
    unless you accept that. What the register already holds is not written again.
    """
    if ctx.invoked_subcommand is not None:
        given = click.core.ParameterSource.COMMANDLINE
        if any(ctx.get_parameter_source(name) is given for name in ctx.params):
            raise click.UsageError("options go after the name, and --all goes without one")
        return
    if not everything:
        raise click.UsageError("name a dataset or a file, or give --all")
    # Real clusters never enter the simulated register; units and zones are the same in both.
    _load(
        list(DATASETS if register == "real" else SHARED),
        data=data,
        accept_issues=accept_issues,
        again=again,
        register=register,
        output_format=output_format,
    )


def _dataset_command(name: str) -> click.Command:
    def run(**options: Any) -> None:
        _load([name], **options)

    run.__doc__ = f"Load the shipped dataset {name}."
    command = click.Command(name, callback=run, help=run.__doc__)
    options: list[Callable[[click.Command], click.Command]] = [
        _data_option,
        _accept_option,
        _again_option,
        register_option,
        format_option,
    ]
    for option in options:
        command = option(command)
    return command


def _load(
    names: list[str],
    *,
    data: Path,
    accept_issues: bool,
    again: bool,
    register: str,
    output_format: str,
) -> None:
    if register == "simulated" and not SHARED.issuperset(names):
        raise Conflict(
            N_("{dataset} is real data; it does not enter the simulated register."),
            dataset=names[0],
        )
    done: list[Loaded] = []
    with (
        register_session(parse_register(register)) as session,
        click.progressbar(length=len(names), label=BY, file=sys.stderr) as bar,
    ):
        for loaded in load_shipped(
            session, names, by=BY, data=data, accept_issues=accept_issues, again=again
        ):
            done.append(loaded)
            bar.update(1)
    if output_format == "json":
        click.echo(json.dumps([_plain(item) for item in done], ensure_ascii=False, indent=1))
    else:
        for item in done:
            _print(item)
    if not all(item.applied for item in done):
        raise SystemExit(1)


def _plain(item: Loaded) -> dict[str, Any]:
    return {
        **asdict(item),
        "issues": [asdict(issue) for issue in item.issues],
        "notices": [asdict(issue) for issue in item.notices],
    }


def _print(item: Loaded) -> None:
    for issue in (*item.issues, *item.notices):
        _print_issue(issue)
    values = {
        "dataset": item.dataset,
        "read": item.rows_read,
        "staged": item.rows_staged,
        "issues": len(item.issues),
        "revision": item.revision,
    }
    if item.loaded_before:
        say(N_("{dataset}: these files were loaded before; nothing done."), **values)
    elif not item.applied:
        say(
            N_(
                "{dataset}: {read} rows read, {staged} staged, {issues} issues; nothing applied. "
                "--accept-issues loads the good rows."
            ),
            **values,
        )
    elif item.revision is None:
        say(
            N_("{dataset}: {read} rows read, {issues} issues; the register holds all of it."),
            **values,
        )
    else:
        say(
            N_(
                "{dataset}: {read} rows read, {staged} staged, {issues} issues; "
                "written as revision {revision}."
            ),
            **values,
        )


def _print_issue(issue: Issue) -> None:
    reason = current_translator()(issue.reason)
    place = f"{issue.dataset}/{issue.file}:{issue.line}" if issue.line else issue.dataset
    click.echo(f"  {place}  {issue.field or '-'} = {issue.value!r}: {reason}", err=True)


@ingest.command("admin-units")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--source", required=True, help="Where the outlines are from, as it will be shown.")
@click.option(
    "--system",
    type=click.Choice(["2025", "pre2025"]),
    default="2025",
    help="Units since 2025-07-01, or before (2025).",
)
@click.option("--code-column", default="code", help="Column with the unit's code (code).")
@click.option("--layer", default=None, help="Layer of a file with several.")
@click.option("--crs", default=None, help="Coordinate system, when the file does not say it.")
@click.option("--quality", type=click.Choice(["official", "generalised"]), default="official")
@click.option("--licence", default=None, help="Terms under which you may use them.")
@click.option("--valid-from", type=ISO_DATE, default=None, help="First day they hold.")
@click.option("--valid-until", type=ISO_DATE, default=None, help="First day they hold no more.")
@_accept_option
@register_option
@format_option
def admin_units(
    *,
    file: Path,
    source: str,
    system: Any,
    code_column: str,
    layer: str | None,
    crs: str | None,
    quality: Any,
    licence: str | None,
    valid_from: date | None,
    valid_until: date | None,
    accept_issues: bool,
    register: str,
    output_format: str,
) -> None:
    """Load official outlines of administrative units from FILE (any format GDAL reads).

    Units are matched by code. The outlines become new versions beside older ones.
    """
    start, end = default_validity(system)
    note = DatasetNote(
        folder="admin-units", title=source, publisher=source, retrieved="", licence="", crs=""
    )
    digest = hashlib.sha256(file.read_bytes() if file.is_file() else file.name.encode()).hexdigest()
    key = f"file:{digest[:16]}"
    with register_session(parse_register(register)) as session:
        known = unit_keys(session, system)
        parsed = read_unit_outlines(
            file, known, system=system, code_column=code_column, crs=crs, layer=layer
        )
        applied = bool(parsed.records) and (accept_issues or not parsed.issues)
        revision = None
        if applied:
            book = SourceBook(note)
            book.rows = {
                key: {
                    "source_key": key,
                    "dataset": "admin-units",
                    "title": source,
                    "publisher": None,
                    "url": None,
                    "published_on": None,
                    "licence": licence,
                }
            }
            changes = Changes()
            changes.add(
                "admin_unit_outline",
                outline_rows(
                    parsed.records,
                    quality=quality,
                    source_key=key,
                    valid=valid_range(valid_from or start, valid_until or end),
                ),
            )
            revision = write_dataset(
                session, book, changes, by=BY, reason=f"Load outlines of units: {source}"
            )
    loaded = Loaded(
        dataset="admin-units",
        rows_read=parsed.rows_read,
        rows_staged=len(parsed.records),
        issues=parsed.issues,
        notices=(),
        revision=revision,
        applied=applied,
    )
    if output_format == "json":
        click.echo(json.dumps(_plain(loaded), ensure_ascii=False, indent=1))
    else:
        _print(loaded)
    if not applied:
        raise SystemExit(1)


ingest.add_command(boundaries)
ingest.add_command(ingest_clusters)
ingest.add_command(restricted)
ingest.add_command(progress)
