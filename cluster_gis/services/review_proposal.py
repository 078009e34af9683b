"""Review in place: files, opinions, comments and papers of a proposal.

Each change raises the version of the proposal and leaves an event, but for comments: they only add,
so that nobody who writes is stopped by somebody who remarks.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Role, decide, may
from cluster_gis.domain.proposal_ladder import Paper, check_paper, get_step, ladder_of
from cluster_gis.domain.proposal_moves import (
    OPEN,
    STATE_NAMES,
    UNDER_REVIEW,
    Document,
    State,
    roles_at,
)
from cluster_gis.errors import Conflict, Forbidden, InvalidInput, NotFound
from cluster_gis.i18n import N_, Words
from cluster_gis.law.deadlines import due_date
from cluster_gis.law.holidays_vn import vietnam_calendar
from cluster_gis.law.procedure_steps import DayKind
from cluster_gis.services.move_proposal import held_papers, submitted_content
from cluster_gis.services.write_proposal import (
    Writer,
    place_of,
    require_version,
    require_writable,
)
from cluster_gis.storage.queries.law_settings import province_rules_on
from cluster_gis.storage.queries.proposal_review import (
    answer_opinion,
    insert_attachment,
    insert_comment,
    insert_opinion,
    insert_paper,
    opinions_of,
    remove_attachment,
    resolve_comment,
)
from cluster_gis.storage.queries.proposals import (
    Proposal,
    get_proposal,
    insert_event,
    last_revision_of,
    update_proposal,
)
from cluster_gis.storage.register import revision_at

MOST_BYTES = 30_000_000
OPINION_RESULTS = {
    "agree": N_("agrees"),
    "agree_with_conditions": N_("agrees with conditions"),
    "disagree": N_("disagrees"),
}
#: Departments that an appraisal usually asks (LAW PROC-APPRAISAL; list of one province).
USUAL_AGENCIES = (
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Nông nghiệp và Môi trường",
    "Sở Khoa học và Công nghệ",
    "Công an cấp tỉnh",
    "UBND cấp xã",
)
#: A province's own limit for opinions (LAW PROC-LOCAL-OPINION), in working days.
OPINION_RULE = "PROC-LOCAL-OPINION"
ABOUT = ("proposal", "vertex", "figure", "rule", "document")
_REVIEWERS = (
    Action.PROPOSAL_APPRAISE,
    Action.PROPOSAL_OPINE,
    Action.PROPOSAL_DECIDE,
    Action.PROPOSAL_DRAFT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file as it came. paper: id of the dossier checklist; None = other evidence."""

    name: str
    media_type: str
    content: bytes
    item_key: str | None = None
    paper: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """A remark. about "vertex": with lon, lat (EPSG:4326); target: what of that sort is meant."""

    body: str
    about: str = "proposal"
    target: str | None = None
    item_key: str | None = None
    lon: float | None = None
    lat: float | None = None
    reply_to: int | None = None


def attach_file(
    session: Session, proposal_id: int, file: NewFile, writer: Writer, *, expected: int | None
) -> int:
    """Keep a file with the proposal; returns its id. The caller commits.

    A paper of the dossier is the proposer's, while the content may be written; other files may
    come from everybody who has a part in the review.
    """
    proposal = _open(session, proposal_id, expected)
    place = place_of(session, proposal, writer.on)
    if file.paper is not None or file.item_key is not None:
        decide(writer.actor, Action.PROPOSAL_DRAFT, place, writer.on)
        require_writable(proposal)
    elif not any(may(writer.actor, action, place, writer.on) for action in _REVIEWERS):
        decide(writer.actor, Action.PROPOSAL_APPRAISE, place, writer.on)
    if not file.name.strip() or not file.content:
        raise InvalidInput(N_("{field}: a file with content is expected."), field="file")
    if len(file.content) > MOST_BYTES:
        raise InvalidInput(
            N_("{field} has {value} bytes; at most {most} are kept."),
            field="file",
            value=len(file.content),
            most=MOST_BYTES,
        )
    attachment_id = insert_attachment(
        session,
        {
            "proposal_id": proposal_id,
            "item_key": file.item_key,
            "paper": file.paper,
            "file_name": file.name.strip()[-200:],
            "media_type": file.media_type,
            "content": file.content,
            "size": len(file.content),
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "added_by": writer.by,
        },
    )
    _note(session, proposal, writer, "attach", {"attachment": attachment_id, "file": file.name})
    return attachment_id


def detach_file(
    session: Session, proposal_id: int, attachment_id: int, writer: Writer, *, expected: int | None
) -> None:
    """Take a file off the draft; revisions that hold it keep it. The caller commits."""
    proposal = _open(session, proposal_id, expected)
    place = place_of(session, proposal, writer.on)
    decide(writer.actor, Action.PROPOSAL_DRAFT, place, writer.on)
    require_writable(proposal)
    remove_attachment(session, proposal_id, attachment_id)
    _note(session, proposal, writer, "detach", {"attachment": attachment_id})


def request_opinions(
    session: Session,
    proposal_id: int,
    agencies: Sequence[str],
    writer: Writer,
    *,
    expected: int | None,
    required: bool = True,
    due_on: date | None = None,
) -> list[int]:
    """Ask agencies for their opinions; returns the ids. The caller commits.

    due_on None: the province's own limit counted in working days, when one is recorded.
    """
    proposal = _open(session, proposal_id, expected)
    decide(
        writer.actor, Action.PROPOSAL_APPRAISE, place_of(session, proposal, writer.on), writer.on
    )
    _require_state(proposal, UNDER_REVIEW)
    names = list(dict.fromkeys(name.strip() for name in agencies if name.strip()))
    if not names:
        raise InvalidInput(N_("{field}: name at least one agency."), field="agencies")
    waiting = {r["agency"] for r in opinions_of(session, proposal_id) if r["given_on"] is None}
    for name in names:
        if name in waiting:
            raise Conflict(N_("{agency} was asked and has not answered yet."), agency=name)
    newest = last_revision_of(session, proposal_id)
    due = due_on or _local_limit(session, proposal, writer.on)
    if due is not None and due < writer.on:
        raise InvalidInput(
            N_("{field} is {value}, a day in the past."), field="due_on", value=f"{due:%d/%m/%Y}"
        )
    made = [
        insert_opinion(
            session,
            {
                "proposal_id": proposal_id,
                "agency": name,
                "required": required,
                "requested_on": writer.on,
                "due_on": due,
                "requested_by": writer.by,
                "revision": 1 if newest is None else newest.number,
            },
        )
        for name in names
    ]
    _note(session, proposal, writer, "request_opinion", {"agencies": names})
    return made


def _local_limit(session: Session, proposal: Proposal, on: date) -> date | None:
    rules = province_rules_on(session, on=on, revision=revision_at(session))
    for row in rules.get(proposal.province_key, []):
        if row["rule"] == OPINION_RULE:
            return due_date(on, int(row["threshold"]), DayKind.WORKING, vietnam_calendar())
    return None


def give_opinion(
    session: Session,
    proposal_id: int,
    opinion_id: int,
    writer: Writer,
    *,
    result: str,
    body: str,
    document: Document | None = None,
    expected: int | None,
) -> None:
    """Answer for an agency. The caller commits.

    The agency itself answers, or the department that appraises records the agency's letter (then
    the letter must be named).
    """
    proposal = _open(session, proposal_id, expected)
    asked = next((r for r in opinions_of(session, proposal_id) if r["id"] == opinion_id), None)
    if asked is None:
        raise NotFound(N_("There is no opinion {id} in this proposal."), id=opinion_id)
    if asked["given_on"] is not None:
        raise Conflict(N_("{agency} has answered; an opinion stands."), agency=asked["agency"])
    _require_state(proposal, UNDER_REVIEW)
    _require_agency(session, proposal, asked["agency"], writer, document)
    if result not in OPINION_RESULTS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="result",
            value=repr(result),
            expected=", ".join(OPINION_RESULTS),
        )
    if not body.strip():
        raise InvalidInput(N_("{field}: the text of the opinion is expected."), field="body")
    given_on = writer.on if document is None else document.signed_on
    if not asked["requested_on"] <= given_on <= writer.on:
        raise InvalidInput(
            N_("{field} is {value}; expected a day from the request, {first}, until today."),
            field="document.signed_on",
            value=f"{given_on:%d/%m/%Y}",
            first=f"{asked['requested_on']:%d/%m/%Y}",
        )
    answer_opinion(
        session,
        opinion_id,
        {
            "given_on": given_on,
            "result": result,
            "body": body.strip(),
            "document": None if document is None else document.to_json(),
            "given_by": writer.by,
        },
    )
    _note(
        session,
        proposal,
        writer,
        "opinion",
        {"opinion": opinion_id, "agency": asked["agency"], "result": result},
    )


def _require_agency(
    session: Session, proposal: Proposal, agency: str, writer: Writer, document: Document | None
) -> None:
    place = place_of(session, proposal, writer.on)
    if may(writer.actor, Action.PROPOSAL_APPRAISE, place, writer.on):
        if document is None and not writer.actor.operator:
            raise InvalidInput(
                N_("{field}: number and day of the agency's letter are expected."),
                field="document",
            )
        return
    decide(writer.actor, Action.PROPOSAL_OPINE, place, writer.on)
    own = {
        one.organisation
        for one in writer.actor.memberships_on(writer.on)
        if one.role in (Role.OTHER_DEPARTMENT, Role.MINISTRY)
    }
    if own and agency not in own and "" not in own:
        raise Forbidden(
            N_("{agency} was asked; you answer for {own}."),
            agency=agency,
            own="; ".join(sorted(own)),
        )


def add_comment(session: Session, proposal_id: int, comment: NewComment, writer: Writer) -> int:
    """Remark on a proposal; returns the id. Everybody who may read it may. The caller commits."""
    proposal = get_proposal(session, proposal_id)
    place = place_of(session, proposal, writer.on)
    decide(writer.actor, Action.PROPOSAL_READ, place, writer.on)
    _require_state(proposal, OPEN)
    if comment.about not in ABOUT:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="about",
            value=repr(comment.about),
            expected=", ".join(ABOUT),
        )
    if not comment.body.strip():
        raise InvalidInput(N_("{field} is empty; a text is expected."), field="body")
    if comment.about != "proposal" and not comment.target:
        raise InvalidInput(N_("{field} is empty; a text is expected."), field="target")
    if (comment.about == "vertex") != (comment.lon is not None and comment.lat is not None):
        raise InvalidInput(
            N_("{field}: longitude and latitude belong to a remark on a point."), field="lon"
        )
    newest = last_revision_of(session, proposal_id)
    roles = roles_at(writer.actor, Action.PROPOSAL_READ, place, writer.on)
    return insert_comment(
        session,
        {
            "proposal_id": proposal_id,
            "revision": 0 if newest is None else newest.number,
            "item_key": comment.item_key,
            "about": comment.about,
            "target": comment.target,
            "lon": comment.lon,
            "lat": comment.lat,
            "body": comment.body.strip(),
            "reply_to": comment.reply_to,
            "by_account": writer.account,
            "by_name": writer.by,
            "role": "operator" if writer.actor.operator else roles[0].value,
        },
    )


def settle_comment(session: Session, proposal_id: int, comment_id: int, writer: Writer) -> None:
    """Mark a remark as settled. The caller commits."""
    proposal = get_proposal(session, proposal_id)
    place = place_of(session, proposal, writer.on)
    decide(writer.actor, Action.PROPOSAL_READ, place, writer.on)
    resolve_comment(session, proposal_id, comment_id, by=writer.by)


def record_step(
    session: Session,
    proposal_id: int,
    step: str,
    document: Document,
    writer: Writer,
    *,
    expected: int | None,
    agency: str | None = None,
    title: str | None = None,
) -> int:
    """Record a paper of the ladder; returns its id. The caller commits.

    Raises Conflict naming the paper that passed the step already.
    """
    proposal = get_proposal(session, proposal_id, lock=True)
    place = place_of(session, proposal, writer.on)
    if not any(
        may(writer.actor, action, place, writer.on)
        for action in (Action.PROPOSAL_APPRAISE, Action.PROPOSAL_SUBMIT, Action.PROPOSAL_DECIDE)
    ):
        decide(writer.actor, Action.PROPOSAL_APPRAISE, place, writer.on)
    require_version(session, proposal, expected)
    _require_state(proposal, OPEN | {State.APPROVED})
    if document.signed_on > writer.on:
        raise InvalidInput(
            N_("{field}: {value} is a day to come."),
            field="document.signed_on",
            value=f"{document.signed_on:%d/%m/%Y}",
        )
    content = submitted_content(session, proposal)
    ladder = ladder_of([item.kind for item in content.items])
    get_step(ladder, step)
    paper = Paper(step=step, number=document.number, signed_on=document.signed_on)
    approved = proposal.state is State.APPROVED
    check_paper(ladder, held_papers(session, proposal_id), paper, decided=approved)
    paper_id = insert_paper(
        session,
        {
            "proposal_id": proposal_id,
            "step": step,
            "number": document.number.strip(),
            "signed_on": document.signed_on,
            "agency": agency,
            "title": title,
            "attachment": document.attachment,
            "recorded_by": writer.by,
        },
    )
    if not approved:  # a decided proposal stands; its later papers only hang on it
        _note(session, proposal, writer, "paper", {"step": step, "number": document.number})
    return paper_id


def _open(session: Session, proposal_id: int, expected: int | None) -> Proposal:
    proposal = get_proposal(session, proposal_id, lock=True)
    require_version(session, proposal, expected)
    _require_state(proposal, OPEN)
    return proposal


def _require_state(proposal: Proposal, allowed: frozenset[State]) -> None:
    if proposal.state not in allowed:
        raise Conflict(
            N_("This is not done while a proposal is “{state}”."),
            state=Words([STATE_NAMES[proposal.state]]),
        )


def _note(
    session: Session, proposal: Proposal, writer: Writer, move: str, details: dict[str, Any]
) -> None:
    version = update_proposal(session, proposal.id, {"changed_by": writer.by})
    role = next(iter(writer.actor.memberships_on(writer.on))).role.value
    insert_event(
        session,
        {
            "proposal_id": proposal.id,
            "version": version,
            "move": move,
            "from_state": proposal.state.value,
            "to_state": proposal.state.value,
            "at": writer.at,
            "on_date": writer.on,
            "by_account": writer.account,
            "by_name": writer.by,
            "role": "operator" if writer.actor.operator else role,
            "details": details,
        },
    )
