"""`cluster-gis proposal`: proposals of changes of the plan, written, checked, moved, decided.

Commands act as the operator of the server, recorded under `--by`; pages act as who signed in.
"""

import getpass
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, legal_today, parse_moment
from cluster_gis.cli.proposal_paper import paper
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.access import OPERATOR, Scope
from cluster_gis.domain.proposal_moves import MOVES, RESULTS, Details, Document, State
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import legal_day
from cluster_gis.i18n import N_
from cluster_gis.services.decide_proposal import approve_proposal
from cluster_gis.services.describe_proposal import describe_proposal, newest_content, summary_json
from cluster_gis.services.move_proposal import move_proposal
from cluster_gis.services.proposal_json import check_json, event_json
from cluster_gis.services.proposal_standing import check_now
from cluster_gis.services.undo_decision import start_undo
from cluster_gis.services.write_proposal import Writer, save_draft, start_proposal
from cluster_gis.storage.queries.proposals import Proposal, events_of, get_proposal, list_proposals

EVERYWHERE = Scope(everywhere=True)
by_option = click.option(
    "--by", default=getpass.getuser, show_default="your login name", help="Who acts."
)
moment_option = click.option(
    "--at",
    "at_text",
    default=None,
    help="Moment of the act, 2026-10-05T09:00:00+07:00; default now. Its day in Viet Nam counts.",
)
_COMMANDS = tuple(name for name in MOVES if name not in ("approve", "refuse"))


@click.group()
def proposal() -> None:
    """Proposals: changes of the plan of clusters, from the draft to the decision."""


def _writer(by: str, at_text: str | None) -> Writer:
    return Writer(
        actor=OPERATOR, by=by, at=parse_moment(at_text, field="--at") or datetime.now(UTC)
    )


def _content(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidInput(
            N_("{field}: {value} is no JSON ({reason})."),
            field="FILE",
            value=str(file),
            reason=str(error),
        ) from error


def _told(found: Proposal, output_format: str) -> None:
    translate = current_translator()
    summary = summary_json(found, translate)
    if output_format == "json":
        print_json(summary)
        return
    click.echo(_line(summary))


def _line(summary: dict[str, Any]) -> str:
    items = "; ".join(
        f"{one['kind_label']}: {one['name'] or one['cluster_code'] or '?'}"
        for one in summary["items"]
    )
    return f"{summary['id']}\t{summary['state_label']}\t{summary['title'] or '-'}\t{items}"


@proposal.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), multiple=True)
@click.option("--province", default=None, help="Unit key, such as 2025:31.")
@register_option
@format_option
def list_command(
    state: tuple[str, ...], province: str | None, register: str, output_format: str
) -> None:
    """List proposals, the last changed first."""
    with register_session(parse_register(register)) as session:
        found = list_proposals(
            session,
            readable=EVERYWHERE,
            drafts=EVERYWHERE,
            states=[State(one) for one in state] or None,
            province_key=province,
        )
    translate = current_translator()
    summaries = [summary_json(one, translate) for one in found]
    if output_format == "json":
        print_json({"proposals": summaries})
        return
    for summary in summaries:
        click.echo(_line(summary))
    if not summaries:
        say(N_("There are no proposals."))


@proposal.command("show")
@click.argument("proposal_id", type=int, metavar="ID")
@register_option
@format_option
def show(proposal_id: int, register: str, output_format: str) -> None:
    """Show proposal ID: content, state, clocks, opinions, papers, events."""
    translate = current_translator()
    with register_session(parse_register(register)) as session:
        found = get_proposal(session, proposal_id)
        answer = describe_proposal(session, found, OPERATOR, translate, on=legal_today())
    if output_format == "json":
        print_json(answer)
        return
    click.echo(_line(answer))
    if answer["waits_for"]:
        click.echo(f"  → {answer['waits_for']['who']}: {answer['waits_for']['what']}")
    for one in answer["clocks"]:
        click.echo(f"  {one['rule']} {one['title']}: {one['state']}, {one['due'] or '-'}")
    for one in answer["opinions"]:
        click.echo(f"  {one['agency']}: {one['result_label'] or '-'}")
    for step in answer["ladder"]:
        papers = "; ".join(f"{p['number']} ({p['signed_on']})" for p in step["papers"])
        click.echo(f"  [{'x' if papers else ' '}] {step['title']}: {papers or '-'}")


@proposal.command("check")
@click.argument("proposal_id", type=int, metavar="ID")
@register_option
@format_option
def check(proposal_id: int, register: str, output_format: str) -> None:
    """Check proposal ID as the page does while it is written; exit 1 when it is not ready."""
    translate = current_translator()
    with register_session(parse_register(register)) as session:
        found = get_proposal(session, proposal_id)
        content = newest_content(session, found)
        result = check_now(session, found, content, today=legal_today())
    answer = check_json(result.answer, translate)
    if output_format == "json":
        print_json(answer)
    else:
        for item in answer["items"]:
            click.echo(f"{item['kind_label']}: {item['name'] or '?'} – {item['verdict']}")
            for one in item["to_pass"]:
                click.echo(f"  {one['rule']} {one['verdict']}: {one['message']['vi']}")
        for one in answer["blocking"]:
            click.echo(f"! {one['field']}: {one['message']}")
    if answer["blocking"]:
        raise SystemExit(1)


@proposal.command("start")
@click.argument("unit")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@by_option
@moment_option
@register_option
@format_option
def start(
    unit: str, file: Path, by: str, at_text: str | None, register: str, output_format: str
) -> None:
    """Begin a proposal of UNIT (2025:11800) with the content of the JSON FILE."""
    content = _content(file)
    with register_session(parse_register(register)) as session:
        made = start_proposal(session, unit, _writer(by, at_text), content=content)
        found = get_proposal(session, made)
    _told(found, output_format)


@proposal.command("write")
@click.argument("proposal_id", type=int, metavar="ID")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", type=int, required=True, help="The version you read.")
@by_option
@moment_option
@register_option
@format_option
def write(
    proposal_id: int,
    file: Path,
    version: int,
    by: str,
    at_text: str | None,
    register: str,
    output_format: str,
) -> None:
    """Write the content of the JSON FILE over the draft of proposal ID."""
    content = _content(file)
    who = _writer(by, at_text)
    with register_session(parse_register(register)) as session:
        found = save_draft(session, proposal_id, content, who, expected=version)
    _told(found, output_format)


def _paper_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--number", default=None, help="Number of the paper, 12/TTr-UBND."),
        click.option("--signed", type=ISO_DATE, default=None, help="Day it was signed."),
        click.option("--signer", default=None, help="Who signed it."),
        click.option("--reason", default=None, help="Why."),
        click.option("--version", type=int, default=None, help="The version you read (newest)."),
        by_option,
        moment_option,
        register_option,
        format_option,
    ):
        command = option(command)
    return command


def _document(number: str | None, signed: date | None, signer: str | None) -> Document | None:
    if number is None:
        return None
    if signed is None:
        raise click.UsageError("--signed goes with --number")
    return Document(number=number, signed_on=signed, signer=signer)


def _seen(session: Session, proposal_id: int, version: int | None) -> int:
    """The version that the change is made against: the one named, else the newest."""
    return get_proposal(session, proposal_id).version if version is None else version


@proposal.command("move")
@click.argument("proposal_id", type=int, metavar="ID")
@click.argument("move", type=click.Choice(_COMMANDS))
@click.option("--requested", multiple=True, help="What is to be completed; once for each.")
@click.option("--result", type=click.Choice(list(RESULTS)), default=None)
@click.option("--opinion", default=None, help="Text of the ministry's opinion.")
@click.option("--received", type=ISO_DATE, default=None, help="Day the dossier was received.")
@_paper_options
def move_command(
    *,
    proposal_id: int,
    move: str,
    requested: tuple[str, ...],
    result: str | None,
    opinion: str | None,
    received: date | None,
    number: str | None,
    signed: date | None,
    signer: str | None,
    reason: str | None,
    version: int | None,
    by: str,
    at_text: str | None,
    register: str,
    output_format: str,
) -> None:
    """Make MOVE on proposal ID."""
    given = Details(
        reason=reason,
        document=_document(number, signed, signer),
        requested=requested,
        result=result,
        opinion=opinion,
        received_on=received,
    )
    who = _writer(by, at_text)
    with register_session(parse_register(register)) as session:
        seen = _seen(session, proposal_id, version)
        found = move_proposal(session, proposal_id, move, given, who, expected=seen)
    _told(found, output_format)


@proposal.command("decide")
@click.argument("proposal_id", type=int, metavar="ID")
@click.argument("outcome", type=click.Choice(["approve", "refuse"]))
@_paper_options
def decide_command(
    *,
    proposal_id: int,
    outcome: str,
    number: str | None,
    signed: date | None,
    signer: str | None,
    reason: str | None,
    version: int | None,
    by: str,
    at_text: str | None,
    register: str,
    output_format: str,
) -> None:
    """Approve or refuse proposal ID; an approval writes the plan in the same transaction."""
    given = Details(reason=reason, document=_document(number, signed, signer))
    who = _writer(by, at_text)
    with register_session(parse_register(register)) as session:
        seen = _seen(session, proposal_id, version)
        if outcome == "approve":
            found = approve_proposal(session, proposal_id, given, who, expected=seen)
        else:
            found = move_proposal(session, proposal_id, outcome, given, who, expected=seen)
    _told(found, output_format)


@proposal.command("undo")
@click.argument("proposal_id", type=int, metavar="ID")
@click.option("--reason", required=True, help="Why the decision is to be taken back.")
@by_option
@moment_option
@register_option
@format_option
def undo(
    proposal_id: int,
    reason: str,
    by: str,
    at_text: str | None,
    register: str,
    output_format: str,
) -> None:
    """Begin a proposal that takes the approved proposal ID back by another decision."""
    who = _writer(by, at_text)
    with register_session(parse_register(register)) as session:
        made = start_undo(session, proposal_id, who, reason=reason)
        found = get_proposal(session, made)
    _told(found, output_format)


@proposal.command("events")
@click.argument("proposal_id", type=int, metavar="ID")
@register_option
@format_option
def events(proposal_id: int, register: str, output_format: str) -> None:
    """List who moved proposal ID, when, why and under which paper."""
    translate = current_translator()
    with register_session(parse_register(register)) as session:
        get_proposal(session, proposal_id)
        told = [event_json(row, translate) for row in events_of(session, proposal_id)]
    if output_format == "json":
        print_json({"events": told})
        return
    for one in told:
        paper = (one["document"] or {}).get("number", "")
        day = legal_day(datetime.fromisoformat(one["at"]))
        click.echo(f"{day:%d/%m/%Y}\t{one['by']}\t{one['label']}\t{paper}\t{one['reason'] or ''}")


proposal.add_command(paper)
