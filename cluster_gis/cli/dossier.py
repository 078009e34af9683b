"""`cluster-gis dossier`: the papers a dossier must hold, and what is missing."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from cluster_gis.cli.parameters import ISO_DATE, language_of
from cluster_gis.cli.timeline_output import CONFIDENCE_NAMES, PROCEDURE_NAMES
from cluster_gis.i18n import N_, translator
from cluster_gis.law.dossier_items import Item, Need, Sets
from cluster_gis.law.dossiers import (
    DossierCheck,
    PaperState,
    check_dossier,
    dossier_checklist,
    dossier_sets,
)
from cluster_gis.law.procedure_steps import CLUSTER_PROCEDURES, PROCEDURES, version_id

NEED_NAMES = {
    Need.REQUIRED: N_("required"),
    Need.REMARK: N_("if any"),
    Need.NOT_REQUIRED: N_("not required"),
}
PAPER_NAMES = {
    PaperState.PRESENT: N_("present"),
    PaperState.MISSING: N_("missing"),
    PaperState.UNREADABLE: N_("unreadable"),
    PaperState.NOT_GIVEN: N_("not given"),
    PaperState.NOT_REQUIRED: N_("not required"),
}
VERDICT_NAMES = {
    "pass": N_("complete"),
    "fail": N_("a required paper is missing"),
    "needs_review": N_("a paper needs review"),
}


@click.command("dossier")
@click.argument("procedure", type=click.Choice(PROCEDURES))
@click.option("--on", type=ISO_DATE, required=True, help="Day the dossier was received.")
@click.option(
    "--present", multiple=True, metavar="ID", help="A paper that is in the dossier; repeatable."
)
@click.option("--unreadable", multiple=True, metavar="ID", help="A paper that cannot be used.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def dossier(
    ctx: click.Context,
    *,
    procedure: str,
    on: date,
    present: Sequence[str],
    unreadable: Sequence[str],
    form: str,
) -> None:
    """Checklist of the papers of PROCEDURE; with --present, what is missing."""
    items = dossier_checklist(on, procedure)
    check = None
    if present or unreadable:
        check = check_dossier(on, present, procedure=procedure, unreadable=unreadable)
    sets = dossier_sets(on) if procedure in CLUSTER_PROCEDURES else None
    version = version_id(on)
    if form == "json":
        data = {
            "procedure": procedure,
            "on": on.isoformat(),
            "law_version": version,
            "verdict": None if check is None else check.verdict,
            "items": [_item_json(item, check) for item in items],
            "sets": None if sets is None else _sets_json(sets),
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


def _state_of(item: Item, check: DossierCheck | None) -> PaperState | None:
    if check is None:
        return None
    return next(line.state for line in check.items if line.item == item)


def _both(text: str | None) -> dict[str, str] | None:
    if text is None:
        return None
    return {language: translator(language)(text) for language in ("vi", "en")}


def _item_json(item: Item, check: DossierCheck | None) -> dict[str, Any]:
    state = _state_of(item, check)
    return {
        "id": item.id,
        "title": _both(item.title),
        "need": item.need.value,
        "state": None if state is None else state.value,
        "citation": {"document": item.document, "locator": item.locator},
        "confidence": item.confidence,
        "remark": _both(item.remark),
        "any_one_of": [{"id": name, "title": _both(title)} for name, title in item.proofs],
    }


def _sets_json(sets: Sets) -> dict[str, Any]:
    return {
        "rule": "PROC-SETS",
        "count": sets.count,
        "originals_at_least": sets.originals_at_least,
        "electronic_file": sets.electronic_file,
        "sender": sets.sender,
        "receiver": sets.receiver,
        "citation": {"document": sets.document, "locator": sets.locator},
        "confidence": sets.confidence,
        "remark": _both(sets.remark),
    }


def _item_lines(item: Item, check: DossierCheck | None, language: str) -> list[str]:
    _ = translator(language)
    state = _state_of(item, check)
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
