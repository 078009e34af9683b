"""`cluster-gis law`: the register of law, one rule with its versions, what two days differ in."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from cluster_gis.cli.law_book import book
from cluster_gis.cli.parameters import ISO_DATE, language_of
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.i18n import Translator, translator
from cluster_gis.law.documents import version_on
from cluster_gis.law.judgement_json import render
from cluster_gis.law.labels import CONFIDENCE_NAMES
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import Limit, Rule, Text, Version
from cluster_gis.law.rule_book import (
    CHANGE_NAMES,
    GROUP_NAMES,
    THRESHOLD_NAMES,
    UNIT_NAMES,
    Difference,
    difference_to_json,
    differences,
    find_rule,
    rule_to_json,
)

OPERATORS = {"<=": "≤", "<": "<", ">=": "≥", ">": ">", "==": "="}
#: The duties to report are no procedure of a case.
REPORT = "report"
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text"
)


@click.group("law")
def law() -> None:
    """The rules, their texts in force and how sure they are."""


law.add_command(book)


@law.command("list")
@click.option(
    "--procedure", type=click.Choice([*PROCEDURES, REPORT]), help="Only rules of this procedure."
)
@click.option("--on", type=ISO_DATE, help="Only rules in force on this day.")
@format_option
@click.pass_context
def list_rules(ctx: click.Context, procedure: str | None, on: date | None, form: str) -> None:
    """Every rule of the register."""
    rules = [rule for rule in RULES if _speaks(rule, procedure, on)]
    if form == "json":
        _print_json([rule_to_json(rule) for rule in rules])
        return
    _ = translator(language_of(ctx))
    for rule in rules:
        click.echo(f"{rule.id:<20} {_(GROUP_NAMES[rule.group]):<22} {_(rule.title)}")
    click.echo(_("{count} rules").format(count=len(rules)))


def _speaks(rule: Rule, procedure: str | None, on: date | None) -> bool:
    return any(
        (on is None or version.holds(on))
        and (procedure is None or procedure in rule.procedures_of(version))
        for version in rule.versions
    )


@law.command("show")
@click.argument("rule")
@format_option
@click.pass_context
def show(ctx: click.Context, rule: str, form: str) -> None:
    """One RULE: its texts in force, limits, exceptions and how sure each is."""
    found = find_rule(rule)
    if form == "json":
        _print_json(rule_to_json(found))
        return
    language = language_of(ctx)
    _ = translator(language)
    click.echo(f"{found.id}: {_(found.title)} ({_(GROUP_NAMES[found.group])})")
    for version in found.versions:
        for line in _version_lines(found, version, language):
            click.echo(line)


@law.command("diff")
@click.argument("earlier", type=ISO_DATE)
@click.argument("later", type=ISO_DATE)
@click.option(
    "--procedure", type=click.Choice([*PROCEDURES, REPORT]), help="Only rules of this procedure."
)
@click.option(
    "--all", "everything", is_flag=True, help="Also rules of which only the text changed."
)
@format_option
@click.pass_context
def diff(
    ctx: click.Context,
    earlier: date,
    later: date,
    procedure: str | None,
    everything: bool,
    form: str,
) -> None:
    """What the law of the day LATER says otherwise than that of EARLIER."""
    found = [
        difference
        for difference in differences(earlier, later)
        if procedure in {None, difference.procedure}
        and (everything or difference.change != "citation")
    ]
    versions = [version_on(day) for day in (earlier, later)]
    names = [version.id if version else None for version in versions]
    if form == "json":
        _print_json(
            {
                "from": earlier.isoformat(),
                "to": later.isoformat(),
                "law_versions": names,
                "differences": [difference_to_json(difference) for difference in found],
            }
        )
        return
    language = language_of(ctx)
    _ = translator(language)
    click.echo(f"{earlier:%d/%m/%Y} ({names[0] or '—'}) → {later:%d/%m/%Y} ({names[1] or '—'})")
    for difference in found:
        for line in _difference_lines(difference, language):
            click.echo(line)
    click.echo(_("{count} differences").format(count=len(found)))


def _difference_lines(difference: Difference, language: str) -> Iterator[str]:
    _ = translator(language)
    rule = difference.rule
    change = _(CHANGE_NAMES[difference.change])
    yield f"{rule.id} [{difference.procedure}] {_(rule.title)}: {change}"
    for mark, version in (("-", difference.before), ("+", difference.after)):
        if version is not None:
            for line in dict.fromkeys(limit_text(limit, _, language) for limit in version.limits):
                yield f"  {mark} {line}"
            yield f"  {mark} {version.document} {version.locator}"
            if version.note:
                yield f"  {mark} {_(version.note)}"


def _version_lines(rule: Rule, version: Version, language: str) -> Iterator[str]:
    _ = translator(language)
    until = f"{version.effective_to:%d/%m/%Y}" if version.effective_to else _("open-ended")
    law_version = f"{version.law} " if version.law else ""
    yield f"  {law_version}{version.effective_from:%d/%m/%Y} – {until}"
    yield f"      {version.document} {version.locator} ({_(CONFIDENCE_NAMES[version.confidence])})"
    yield f"      {', '.join(rule.procedures_of(version))}"
    for limit in version.limits:
        yield f"      {limit_text(limit, _, language)}"
    if version.note:
        yield f"      {_(version.note)}"


def limit_text(limit: Limit, _: Translator, language: str) -> str:
    """`AREA-MIN-SPECIAL: ≥ 5 ha`; a yes-or-no condition is told by the rule's title."""
    arm = f"{limit.rule}: " if limit.rule else ""
    if isinstance(limit.threshold, bool):
        return arm + (_("must hold") if limit.threshold else _("must not be asked"))
    word = THRESHOLD_NAMES.get(str(limit.threshold), limit.threshold)
    threshold = render(Text("{value}", {"value": word}), language)
    operator = OPERATORS.get(limit.operator, "")
    unit = _(UNIT_NAMES.get(limit.unit, limit.unit))
    return f"{arm}{operator} {threshold} {unit}".strip()


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))
