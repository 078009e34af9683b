"""`cluster-gis what-if`: which verdicts turn under another date or another number."""

import json
from datetime import date

import click

from cluster_gis.cli.assess import VERDICT_WORDS
from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.config import REGISTERS, parse_register
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.law.what_if import parse_threshold
from cluster_gis.services.compare_law import PROCEDURE_RESULT, Comparison, compare_law


@click.command("what-if")
@click.argument("codes", nargs=-1)
@click.option("--procedure", default="establish", type=click.Choice(PROCEDURES))
@click.option("--on", type=ISO_DATE, help="First date (YYYY-MM-DD); default today.")
@click.option("--and", "second", type=ISO_DATE, help="Second date to compare with.")
@click.option("--set", "changes", multiple=True, help="RULE=NUMBER, for example AREA-MAX=70.")
@click.option("--facts-on", type=ISO_DATE, help="Day of the facts; default the later date.")
@click.option("--province", help="Key of a province, for example 2025:31.")
@click.option("--register", type=click.Choice(REGISTERS), default="real")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def what_if(
    ctx: click.Context,
    codes: tuple[str, ...],
    *,
    procedure: str,
    on: date | None,
    second: date | None,
    changes: tuple[str, ...],
    facts_on: date | None,
    province: str | None,
    register: str,
    form: str,
) -> None:
    """Judge the same facts under two dates, or under changed thresholds; list what turns.

    Nothing is stored.
    """
    thresholds = dict(parse_threshold(change) for change in changes)
    with register_session(parse_register(register)) as session:
        found = compare_law(
            session,
            codes or None,
            procedure=procedure,
            before=on or legal_today(),
            after=second,
            thresholds=thresholds,
            facts_on=facts_on,
            province_key=province,
        )
    if form == "json":
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        _print(found, translator(ctx.obj["lang"]), ctx.obj["lang"])


def _print(found: Comparison, translate: Translator, language: str) -> None:
    for turn in found.turns:
        rule = translate(N_("result")) if turn.rule == PROCEDURE_RESULT else turn.rule
        was, now = (translate(VERDICT_WORDS[v]) for v in (turn.before, turn.after))
        click.echo(f"{turn.code}  {rule}: {was} → {now}  {turn.message[language]}".rstrip())
    for side, title in (("before", N_("before")), ("after", N_("after"))):
        counts = sorted(found.totals[side].items())
        words = ", ".join(f"{translate(VERDICT_WORDS[v])}: {n}" for v, n in counts)
        click.echo(f"{translate(title)}: {words}")
    turned = len({turn.code for turn in found.turns})
    text = N_("{turned} of {n} clusters have a verdict that turns (facts of {day}).")
    click.echo(
        translate(text).format(turned=turned, n=found.n_clusters, day=found.facts_on.isoformat())
    )
