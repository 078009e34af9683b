"""`cluster-gis verify`: a second opinion on the register."""

import sys
from datetime import date

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.quality import CHECKS, OWNER_NAMES, SEVERITIES, SEVERITY_NAMES
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.verify_register import Verification, plan_work, verify_register
from cluster_gis.storage.register import revision_at


@click.command("verify")
@click.option("--as-of", type=ISO_DATE, help="Day looked at (YYYY-MM-DD); default today.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="Exit 1 when an issue of this severity, or a graver one, stands.",
)
@register_option
@format_option
@click.pass_context
def verify(
    ctx: click.Context, *, as_of: date | None, fail_on: str, register: str, output_format: str
) -> None:
    """Compute every area, overlap and verdict by another way and tell what disagrees.

    Nothing is written. Each issue has its severity, who must settle it, its place, the tolerance
    and what both ways gave.
    """
    day = as_of or legal_today()
    with register_session(parse_register(register)) as session:
        revision = revision_at(session)
        work = plan_work(session, as_of=day, revision=revision)
        with click.progressbar(length=work, label="cluster-gis verify", file=sys.stderr) as bar:
            found = verify_register(
                session, as_of=day, revision=revision, trail=True, advance=bar.update
            )
    if output_format == "json":
        print_json(found.to_json())
    else:
        _print(found, language_of(ctx.find_root()))
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    if any(issue.severity in failing for issue in found.issues):
        raise SystemExit(1)


def _print(found: Verification, language: str) -> None:
    _ = current_translator()
    for issue in found.issues:
        place = f"  [{issue.lon:.5f} {issue.lat:.5f}]" if issue.lon and issue.lat else ""
        owner = _(OWNER_NAMES[issue.owner])
        click.echo(
            f"{_(SEVERITY_NAMES[issue.severity]):9} {issue.check:22} {issue.code or '-':28} "
            f"{issue.text(language)}{place}  ({owner})"
        )
    nothing = [name for name in CHECKS if not found.checked.get(name)]
    if nothing:
        say(N_("Nothing to look at for: {checks}"), checks=", ".join(nothing))
    say(
        N_(
            "{day}, revision {revision}: {errors} errors, {warnings} warnings, {notes} notes from "
            "{looked} comparisons."
        ),
        day=Formats(language).day(found.as_of),
        revision=found.revision,
        errors=found.severities["error"],
        warnings=found.severities["warning"],
        notes=found.severities["note"],
        looked=sum(found.checked.values()),
    )
