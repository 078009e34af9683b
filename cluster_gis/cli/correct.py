"""`cluster-gis correct`: one fact of a cluster, with its source and reason."""

import getpass
from typing import Any

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import language_of, legal_today
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.i18n import N_
from cluster_gis.services.correct_fact import (
    FIELDS,
    Correction,
    CorrectionPreview,
    correct_fact,
    preview_correction,
)
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.list_words import shown


@click.command("correct")
@click.argument("code")
@click.argument("field", type=click.Choice(FIELDS))
@click.argument("value", required=False)
@click.option("--unknown", is_flag=True, help="In place of VALUE: it is not known any more.")
@click.option(
    "--since", default="", help="First day (31/12/2024, 12/2024, 2024); none = it was never right."
)
@click.option("--source", required=True, help="Number and date of the paper it rests on.")
@click.option("--reason", required=True, help="Why, in at least 10 characters.")
@click.option("--by", default=getpass.getuser, show_default="your login name", help="Who says so.")
@click.option("--dry-run", is_flag=True, help="Only show old, new and the verdicts that turn.")
@register_option
@format_option
def correct(
    *,
    code: str,
    field: str,
    value: str | None,
    unknown: bool,
    since: str,
    source: str,
    reason: str,
    by: str,
    dry_run: bool,
    register: str,
    output_format: str,
) -> None:
    """Correct FIELD of cluster CODE to VALUE, as a new version; the old one stays readable."""
    if unknown == (value is not None):
        raise click.UsageError("give VALUE or --unknown")
    wanted = Correction(
        code=code, field=field, value=value, since=since, source=source, reason=reason, by=by
    )
    day = legal_today()
    with register_session(parse_register(register)) as session:
        preview = preview_correction(session, wanted, on=day)
        revision = None if dry_run else correct_fact(session, wanted, on=day)
    answer = _answer(wanted, preview, revision)
    if output_format == "json":
        print_json(answer)
        return
    say(
        N_("{column} of {name}: {before} → {after}"),
        column=answer["column"],
        name=preview.held.name,
        before=answer["before"] or "–",
        after=answer["after"] or "–",
    )
    for warning in answer["warnings"]:
        click.echo(f"  ! {warning}")
    for turn in answer["turns"]:
        click.echo(f"  {turn['procedure']} {turn['rule']}: {turn['before']} → {turn['after']}")
    if revision is None:
        say(N_("Nothing was written (--dry-run)."))
    else:
        say(N_("Recorded as revision {revision}."), revision=revision)


def _answer(wanted: Correction, preview: CorrectionPreview, revision: int | None) -> dict[str, Any]:
    translate = current_translator()
    language = language_of(click.get_current_context(silent=True))
    return {
        "code": wanted.code,
        "field": wanted.field,
        "column": translate(BY_KEY[wanted.field].header),
        "before": shown(wanted.field, preview.held.value, language),
        "before_source": preview.held.source,
        "after": shown(wanted.field, preview.value, language),
        "warnings": [issue_text(issue, translate) for issue in preview.warnings],
        "turns": [
            {
                "procedure": turn.procedure,
                "rule": turn.rule,
                "before": turn.before,
                "after": turn.after,
            }
            for turn in preview.turns
        ],
        "revision": revision,
    }
