"""`cluster-gis same`: two records of the register that mean one cluster."""

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.terminal import register_option, say
from cluster_gis.config import parse_register
from cluster_gis.i18n import N_
from cluster_gis.services.mark_same import mark_same, unmark_same


@click.command("same")
@click.argument("codes", nargs=-1, required=True)
@click.option("--keep", help="The record that is kept; the other leads to it.")
@click.option("--source", help="The paper or the person it is known from.")
@click.option("--reason", required=True, help="Why, in at least 10 characters.")
@click.option("--by", default="cluster-gis same", help="Who says so.")
@click.option("--undo", is_flag=True, help="CODE is a cluster of its own after all.")
@register_option
def same(
    *,
    codes: tuple[str, ...],
    keep: str | None,
    source: str | None,
    reason: str,
    by: str,
    undo: bool,
    register: str,
) -> None:
    """Mark the records CODE_A and CODE_B as one cluster, or take that back (--undo CODE).

    The merged record is not counted any more and its address leads to the kept one.
    """
    if undo:
        if len(codes) != 1 or keep or source:
            raise click.UsageError("--undo takes one CODE and --reason")
    elif len(codes) != 2 or not keep or not source:
        raise click.UsageError("two codes, --keep and --source are needed")
    with register_session(parse_register(register)) as session:
        if undo:
            revision = unmark_same(session, codes[0], reason=reason, by=by)
        else:
            revision = mark_same(
                session,
                (codes[0], codes[-1]),
                keep=str(keep),
                source=str(source),
                reason=reason,
                by=by,
            )
    if revision is None:
        say(N_("The register holds just this already; nothing was written."))
    else:
        say(N_("Recorded as revision {revision}."), revision=revision)
