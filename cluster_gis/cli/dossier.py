"""`cluster-gis dossier`: the papers a dossier must hold, and what is missing."""

import json
from collections.abc import Sequence
from datetime import date

import click

from cluster_gis.cli.parameters import ISO_DATE, language_of
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, translator
from cluster_gis.law.checklists import Checklist, check_list, checklist
from cluster_gis.law.dossier_items import Item, Sets
from cluster_gis.law.dossier_json import item_json, sets_json, state_of
from cluster_gis.law.dossiers import (
    DossierCheck,
    check_dossier,
    dossier_checklist,
    dossier_sets,
)
from cluster_gis.law.labels import (
    CONFIDENCE_NAMES,
    NEED_NAMES,
    PAPER_NAMES,
    PROCEDURE_NAMES,
    VERDICT_NAMES,
)
from cluster_gis.law.procedure_steps import CLUSTER_PROCEDURES, PROCEDURES, version_id


@click.command("dossier")
@click.argument("procedure", type=click.Choice(PROCEDURES))
@click.option("--on", type=ISO_DATE, required=True, help="Day the dossier was received.")
@click.option(
    "--present", multiple=True, metavar="ID", help="A paper that is in the dossier; repeatable."
)
@click.option("--unreadable", multiple=True, metavar="ID", help="A paper that cannot be used.")
@click.option(
    "--list",
    "kind",
    type=click.Choice(["dossier", *(kind.value for kind in Checklist)]),
    default="dossier",
    help="Which checklist: the dossier's papers unless said.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def dossier(
    ctx: click.Context,
    *,
    procedure: str,
    on: date,
    present: Sequence[str],
    unreadable: Sequence[str],
    kind: str,
    form: str,
) -> None:
    """Checklist of the papers of PROCEDURE; with --present, what is missing."""
    check = None
    if kind == "dossier":
        items = dossier_checklist(on, procedure)
        if present or unreadable:
            check = check_dossier(on, present, procedure=procedure, unreadable=unreadable)
    elif procedure in CLUSTER_PROCEDURES:
        items = checklist(Checklist(kind), on)
        if present or unreadable:
            check = check_list(Checklist(kind), on, present, unreadable=unreadable)
    else:
        raise InvalidInput(
            N_("{field} is {value}; that list is one of establish and expand only."),
            field="list",
            value=repr(kind),
        )
    sets = dossier_sets(on) if kind == "dossier" and procedure in CLUSTER_PROCEDURES else None
    version = version_id(on)
    if form == "json":
        data = {
            "procedure": procedure,
            "on": on.isoformat(),
            "law_version": version,
            "list": kind,
            "verdict": None if check is None else check.verdict,
            "items": [item_json(item, check) for item in items],
            "sets": None if sets is None else sets_json(sets),
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    language = language_of(ctx)
    _ = translator(language)
    click.echo(
        _("{procedure}: papers by law version {version}.").format(
            procedure=_(PROCEDURE_NAMES[procedure]), version=version
        )
    )
    for item in items:
        click.echo("\n".join(_item_lines(item, check, language)))
    if sets is not None:
        click.echo("\n".join(_sets_lines(sets, language)))
    if check is not None:
        click.echo(_("Dossier: {verdict}.").format(verdict=_(VERDICT_NAMES[check.verdict])))


def _item_lines(item: Item, check: DossierCheck | None, language: str) -> list[str]:
    _ = translator(language)
    state = state_of(item, check)
    mark = _(NEED_NAMES[item.need]) if state is None else _(PAPER_NAMES[state])
    source = f"{item.document} {item.locator}".strip()
    lines = [
        f"- {_(item.title)} [{item.id}]: {mark}",
        f"    {source} ({_(CONFIDENCE_NAMES[item.confidence])})",
    ]
    lines += [f"    * {_(title)} [{name}]" for name, title in item.proofs]
    if item.remark is not None:
        lines.append(f"    {_(item.remark)}")
    return lines


def _sets_lines(sets: Sets, language: str) -> list[str]:
    _ = translator(language)
    lines = [_("Sets: {count}").format(count=sets.count)]
    if sets.originals_at_least is not None:
        lines.append("  " + _("originals at least: {count}").format(count=sets.originals_at_least))
    if sets.electronic_file:
        lines.append("  " + _("and an electronic file"))
    lines.append(f"  {sets.document} {sets.locator} ({_(CONFIDENCE_NAMES[sets.confidence])})")
    if sets.remark is not None:
        lines.append("  " + _(sets.remark))
    return lines
