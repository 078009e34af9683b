"""`cluster-gis assess`: judge clusters of the register and keep the findings."""

import json
from datetime import date
from typing import Any

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.config import REGISTERS, parse_register
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.services.assess_cluster import Assessment, assess_clusters, store_assessments
from cluster_gis.storage.queries.facts import cluster_exists

#: Judged when no procedure is named: the acts a cluster of a register can be in.
USUAL_PROCEDURES = ("plan_add", "establish", "expand", "operate")
VERDICT_WORDS = {
    "pass": N_("complies"),
    "fail": N_("does not comply"),
    "not_enough_data": N_("not enough data"),
    "not_applicable": N_("not applicable"),
    "needs_review": N_("needs review"),
}


@click.command("assess")
@click.argument("codes", nargs=-1)
@click.option(
    "--all", "everything", is_flag=True, help="Every cluster (the default without CODES)."
)
@click.option(
    "--procedure",
    "procedures",
    multiple=True,
    type=click.Choice(PROCEDURES),
    help="May be given several times; default: " + ", ".join(USUAL_PROCEDURES),
)
@click.option("--on", type=ISO_DATE, help="Date of the act judged (YYYY-MM-DD); default today.")
@click.option(
    "--facts-on",
    type=ISO_DATE,
    help="Judge the facts of another day under the law of --on; the answer is not stored.",
)
@click.option("--no-store", is_flag=True, help="Only print; do not keep the findings.")
@click.option("--register", type=click.Choice(REGISTERS), default="real")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def assess(
    ctx: click.Context,
    codes: tuple[str, ...],
    *,
    everything: bool,
    procedures: tuple[str, ...],
    on: date | None,
    facts_on: date | None,
    no_store: bool,
    register: str,
    form: str,
) -> None:
    """Judge clusters under the law of a day, and keep the findings.

    Facts are those the register holds for the same day; what it does not know gives
    not_enough_data and names the missing figure.
    """
    if everything and codes:
        raise click.UsageError("--all and CODES exclude each other")
    day = on or legal_today()
    translate = translator(ctx.obj["lang"])
    with register_session(parse_register(register)) as session:
        for code in codes:
            if not cluster_exists(session, code):
                raise InvalidInput(
                    N_("{field}: there is no cluster with code {value}."), field="CODES", value=code
                )
        found: list[Assessment] = []
        for procedure in procedures or USUAL_PROCEDURES:
            found += assess_clusters(
                session, codes or None, procedure=procedure, on=day, facts_on=facts_on
            )
        asked_only = no_store or (facts_on is not None and facts_on != day)
        revision = (
            None if asked_only else store_assessments(session, found, by="cluster-gis assess")
        )
    if form == "json":
        click.echo(json.dumps([item.to_json() for item in found], ensure_ascii=False, indent=1))
        return
    for item in found:
        _print(item, translate, ctx.obj["lang"])
    click.echo(_summary(found, revision, translate, stored=not asked_only))


def _print(item: Assessment, translate: Translator, language: str) -> None:
    judged = item.judgement
    verdict = translate(VERDICT_WORDS[judged["verdict"]])
    click.echo(
        f"{item.code}  {judged['procedure']}  {judged['on']}  {judged['law_version']}  {verdict}"
    )
    for finding in judged["findings"]:
        if finding["verdict"] in ("pass", "not_applicable"):
            continue
        cited = finding["citation"]
        word = translate(VERDICT_WORDS[finding["verdict"]])
        click.echo(
            f"    {finding['rule']}: {word} — {finding['message'][language]} "
            f"[{cited['document']} {cited['locator']}]"
        )


def _summary(
    found: list[Assessment], revision: int | None, translate: Translator, *, stored: bool
) -> str:
    counts: dict[str, int] = {}
    for item in found:
        counts[item.judgement["verdict"]] = counts.get(item.judgement["verdict"], 0) + 1
    words = ", ".join(f"{translate(VERDICT_WORDS[v])}: {n}" for v, n in sorted(counts.items()))
    values: dict[str, Any] = {"n": len(found), "words": words, "revision": revision}
    if not stored:
        return translate(N_("{n} assessments, not stored. {words}")).format(**values)
    if revision is None:
        return translate(N_("{n} assessments, nothing new to store. {words}")).format(**values)
    return translate(N_("{n} assessments, stored as revision {revision}. {words}")).format(**values)
