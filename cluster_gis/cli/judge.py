"""`cluster-gis judge`: what the law says of facts alone, without a database."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cluster_gis.cli.parameters import language_of
from cluster_gis.domain.facts_json import read_json
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.law.fact_names import fact_name
from cluster_gis.law.judge import judge as judge_facts
from cluster_gis.law.rule import Group
from cluster_gis.law.rule_book import GROUP_NAMES, PROCEDURE_NAMES, VERDICT_NAMES

JSON, ARRAY, LINES = "json", "array", "lines"


@click.command("judge")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text"]),
    default="json",
    help="JSON with both languages, or text in one (json).",
)
@click.pass_context
def judge(ctx: click.Context, file: str, form: str) -> None:
    """Judge the case of FILE (- = standard input) under the law of its day.

    FILE holds one case, a JSON array of cases, or one case a line. A case that is refused ends
    the run with the path of its field.
    """
    shape, cases = read_cases(_text_of(file))
    answers = _judged(shape, cases)
    if form == "text":
        for answer in answers:
            click.echo("\n".join(text_lines(answer, language_of(ctx))))
        return
    if shape == JSON:
        click.echo(json.dumps(answers[0], ensure_ascii=False, indent=2))
    elif shape == ARRAY:
        click.echo(json.dumps(answers, ensure_ascii=False, indent=1))
    else:
        for answer in answers:
            click.echo(json.dumps(answer, ensure_ascii=False))


def _text_of(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            N_("The file is not UTF-8 text (byte {place})."), place=error.start
        ) from None


def read_cases(text: str) -> tuple[str, list[Any]]:
    """How the text holds cases (one, an array, one a line), and the cases."""
    try:
        value = read_json(text)
    except InvalidInput:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not _is_json(lines[0][1]):
            raise
        return LINES, [_line(number, line) for number, line in lines]
    return (ARRAY, value) if isinstance(value, list) else (JSON, [value])


def _is_json(line: str) -> bool:
    """True when the first line alone is JSON: the file holds one case a line."""
    try:
        read_json(line)
    except InvalidInput:
        return False
    return True


def _line(number: int, line: str) -> Any:
    try:
        return read_json(line)
    except InvalidInput as error:
        raise InvalidInput(
            N_("Line {number}: {reason}"), field=f"[{number}]", number=number, reason=str(error)
        ) from None


def _judged(shape: str, cases: list[Any]) -> list[dict[str, Any]]:
    answers = []
    for place, case in enumerate(cases):
        try:
            answers.append(judge_facts(case))
        except InvalidInput as error:
            if shape == JSON:
                raise
            path = f"[{place}].{error.field}" if error.field else f"[{place}]"
            raise InvalidInput(error.message, **{**error.values, "field": path}) from None
    return answers


def text_lines(answer: dict[str, Any], language: str) -> Iterator[str]:
    """The judgement for reading: the verdict, what decides it, then the rest in short."""
    _ = translator(language)
    procedure = _(PROCEDURE_NAMES[answer["procedure"]])
    yield _("{procedure}, day {day}, law version {version}: {verdict}").format(
        procedure=procedure,
        day=answer["on"],
        version=answer["law_version"] or "—",
        verdict=_(VERDICT_NAMES[answer["verdict"]]).upper(),
    )
    for finding in answer["findings"]:
        if finding["kind"] == "condition":
            yield from _finding_lines(finding, language, _)
    for finding in answer["findings"]:
        if finding["kind"] != "condition":
            group = _(GROUP_NAMES[Group(finding["group"])])
            yield f"  · [{group}] {finding['rule']}: {finding['message'][language]}"
    for deadline in answer["deadlines"]:
        kind = _("working days") if deadline["day_kind"] == "working" else _("calendar days")
        yield f"  ⏱ {deadline['rule']}: {deadline['days']} {kind}"
    for notice in answer["notices"]:
        yield f"  ! {notice[language]}"


def _finding_lines(finding: dict[str, Any], language: str, _: Translator) -> Iterator[str]:
    citation = finding["citation"]
    verdict = _(VERDICT_NAMES[finding["verdict"]])
    yield f"  {verdict}: {finding['title'][language]} [{finding['rule']}]"
    yield f"      {finding['message'][language]}"
    yield f"      {citation['document']} {citation['locator']}"
    for remark in finding["remarks"]:
        yield f"      {remark[language]}"
    if finding["missing"]:
        names = dict.fromkeys(_(fact_name(path)) for path in finding["missing"])
        yield "      " + _("Not known: {facts}.").format(facts="; ".join(names))
    if finding["change"]:
        yield f"      → {finding['change'][language]}"
