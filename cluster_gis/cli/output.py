"""Documents that commands write."""

from pathlib import Path

import click

from cluster_gis.cli.parameters import translator_of
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_


def write_document(ctx: click.Context, target: Path, content: bytes) -> None:
    """Write it and say so; raises InvalidInput naming the file when it cannot be written."""
    try:
        target.write_bytes(content)
    except OSError as error:
        raise InvalidInput(
            N_("{field}: {value} cannot be written ({reason})."),
            field="--output",
            value=str(target),
            reason=error.strerror or str(error),
        ) from error
    said = translator_of(ctx)(N_("{file} written, {size} kB."))
    click.echo(said.format(file=target, size=-(-len(content) // 1000)))
