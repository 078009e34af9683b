"""`cluster-gis question`: questions and difficulties, asked, passed on, answered, closed."""

import getpass
from datetime import UTC, date, datetime
from typing import Any

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.access import OPERATOR, Scope
from cluster_gis.domain.proposal_moves import Document
from cluster_gis.domain.questions import DESKS, Desk, NewQuestion, QuestionState
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.ask_question import (
    Said,
    ask_question,
    move_question,
    working_days_after,
)
from cluster_gis.services.describe_question import question_json, questions_json
from cluster_gis.services.write_proposal import Writer
from cluster_gis.storage.queries.questions import get_question, list_questions

by_option = click.option(
    "--by", default=getpass.getuser, show_default="your login name", help="Who acts."
)
_number = click.option("--number", default="", help="Number of the letter, 12/UBND-KT.")
_signed = click.option("--signed", "signed_on", type=ISO_DATE, help="Day it was signed.")
_desk = click.option("--to", "desk", type=click.Choice([one.value for one in DESKS]), required=True)
_desk_name = click.option("--office", default=None, help="Name of the office it is sent to.")
_days = click.option("--days", type=int, default=None, help="Working days to answer.")
_due = click.option("--due", "due_on", type=ISO_DATE, help="Day the answer is due.")


@click.group()
def question() -> None:
    """Questions and difficulties of clusters, rules and proposals."""


def _writer(by: str) -> Writer:
    return Writer(actor=OPERATOR, by=by, at=datetime.now(UTC))


def _document(number: str, signed_on: date | None) -> Document | None:
    if not number:
        return None
    if signed_on is None:
        raise InvalidInput(
            N_("{field}: number and day of the paper are expected."), field="--signed"
        )
    return Document(number=number, signed_on=signed_on)


def _due_day(first: date, days: int | None, due_on: date | None) -> date | None:
    if days is not None and due_on is not None:
        raise InvalidInput(
            N_("{field}: give the day or the number of working days, not both."), field="--days"
        )
    return due_on if days is None else working_days_after(first, days)


def _line(row: dict[str, Any]) -> str:
    about = " ".join(str(row[key]) for key in ("cluster_code", "rule", "proposal") if row[key])
    late = " !" if row["overdue"] else ""
    return (
        f"{row['id']}\t{row['state_label']}\t{row['desk_label']}\t{row['due_on'] or '-'}{late}"
        f"\t{about}\t{row['title']}"
    )


@question.command("list")
@click.option("--state", type=click.Choice([one.value for one in QuestionState]), default=None)
@click.option("--overdue", is_flag=True, help="Only those whose answer is late.")
@click.option("--cluster", default=None, help="Cluster code.")
@click.option("--rule", default=None, help="Rule id.")
@register_option
@format_option
def list_command(
    *,
    state: str | None,
    overdue: bool,
    cluster: str | None,
    rule: str | None,
    register: str,
    output_format: str,
) -> None:
    """List questions, the open ones first by due day."""
    on = legal_today()
    with register_session(parse_register(register)) as session:
        found = list_questions(
            session,
            scope=Scope(everywhere=True),
            on=on,
            states=None if state is None else [QuestionState(state)],
            overdue=overdue,
            cluster_code=cluster,
            rule=rule,
        )
        rows = questions_json(session, found, current_translator(), on=on)
    if output_format == "json":
        print_json({"questions": rows})
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        say(N_("There are no questions here."))


@question.command("show")
@click.argument("question_id", type=int, metavar="ID")
@register_option
@format_option
def show(question_id: int, register: str, output_format: str) -> None:
    """Show question ID with its way."""
    _tell(question_id, register, output_format)


@question.command("ask")
@click.option("--cluster", default=None, help="Cluster code.")
@click.option("--rule", default=None, help="Rule id.")
@click.option("--proposal", type=int, default=None, help="Number of a proposal.")
@click.option("--unit", default=None, help="Unit that asks, for a question about a rule alone.")
@click.option("--title", required=True, help="Subject.")
@click.option("--text", "body", required=True, help="The question.")
@click.option("--asked-by", required=True, help="Office or investor that asks.")
@click.option("--asked-on", type=ISO_DATE, default=None, help="Day it was asked; default today.")
@_desk
@_desk_name
@_days
@_due
@_number
@_signed
@by_option
@register_option
@format_option
def ask(
    *,
    cluster: str | None,
    rule: str | None,
    proposal: int | None,
    unit: str | None,
    title: str,
    body: str,
    asked_by: str,
    asked_on: date | None,
    desk: str,
    office: str | None,
    days: int | None,
    due_on: date | None,
    number: str,
    signed_on: date | None,
    by: str,
    register: str,
    output_format: str,
) -> None:
    """Record a question about a cluster, a rule or a proposal and send it to an office."""
    first = asked_on or legal_today()
    new = NewQuestion(
        title=title,
        body=body,
        asked_by=asked_by,
        asked_on=first,
        desk=Desk.parse(desk, office),
        cluster_code=cluster,
        rule=rule,
        proposal_id=proposal,
        unit_key=unit,
        due_on=_due_day(first, days, due_on),
        document=_document(number, signed_on),
    )
    with register_session(parse_register(register)) as session:
        made = ask_question(session, new, _writer(by))
    _tell(made, register, output_format)


@question.command("forward")
@click.argument("question_id", type=int, metavar="ID")
@_desk
@_desk_name
@_days
@_due
@click.option("--reason", "body", default="", help="Why it is passed on.")
@by_option
@register_option
@format_option
def forward(
    *,
    question_id: int,
    desk: str,
    office: str | None,
    days: int | None,
    due_on: date | None,
    body: str,
    by: str,
    register: str,
    output_format: str,
) -> None:
    """Pass question ID on to another office."""
    due = _due_day(legal_today(), days, due_on)
    said = Said(body=body, desk=Desk.parse(desk, office), due_on=due)
    _step(question_id, "forward", said, by, register)
    _tell(question_id, register, output_format)


@question.command("answer")
@click.argument("question_id", type=int, metavar="ID")
@click.option("--text", "body", required=True, help="The answer.")
@_number
@_signed
@by_option
@register_option
@format_option
def answer(
    *,
    question_id: int,
    body: str,
    number: str,
    signed_on: date | None,
    by: str,
    register: str,
    output_format: str,
) -> None:
    """Record the answer to question ID."""
    _step(
        question_id,
        "answer",
        Said(body=body, document=_document(number, signed_on)),
        by,
        register,
    )
    _tell(question_id, register, output_format)


@question.command("close")
@click.argument("question_id", type=int, metavar="ID")
@click.option("--reason", "body", default="", help="Needed when it was not answered.")
@by_option
@register_option
@format_option
def close(question_id: int, body: str, by: str, register: str, output_format: str) -> None:
    """Close question ID."""
    _step(question_id, "close", Said(body=body), by, register)
    _tell(question_id, register, output_format)


def _step(question_id: int, move: str, said: Said, by: str, register: str) -> None:
    with register_session(parse_register(register)) as session:
        version = get_question(session, question_id).version
        move_question(session, question_id, move, said, _writer(by), expected=version)


def _tell(question_id: int, register: str, output_format: str) -> None:
    with register_session(parse_register(register)) as session:
        found = get_question(session, question_id)
        told = question_json(session, found, OPERATOR, current_translator(), on=legal_today())
    if output_format == "json":
        print_json(told)
        return
    click.echo(_line(told))
    for one in told["steps"]:
        paper = f" ({one['document']['number']})" if one["document"] else ""
        click.echo(
            f"  {one['on']} {one['label']} → {one['desk_label']}{paper}: {one['body'] or ''}"
        )
