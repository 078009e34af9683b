"""Opinions on a proposal: asked of agencies, and given by them.

Each raises the version of the proposal and leaves an event.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Role, decide, may
from cluster_gis.domain.proposal_moves import OPEN, UNDER_REVIEW, Document
from cluster_gis.errors import Conflict, Forbidden, InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.law.deadlines import due_date
from cluster_gis.law.holidays_vn import vietnam_calendar
from cluster_gis.law.procedure_steps import DayKind
from cluster_gis.services.proposal_notes import note_event, open_proposal, require_state
from cluster_gis.services.write_proposal import (
    Writer,
    place_of,
)
from cluster_gis.storage.queries.law_settings import province_rules_on
from cluster_gis.storage.queries.proposal_review import (
    answer_opinion,
    insert_opinion,
    opinions_of,
)
from cluster_gis.storage.queries.proposals import (
    Proposal,
    last_revision_of,
)
from cluster_gis.storage.register import revision_at

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
    proposal = open_proposal(session, proposal_id, expected)
    decide(
        writer.actor, Action.PROPOSAL_APPRAISE, place_of(session, proposal, writer.on), writer.on
    )
    require_state(proposal, UNDER_REVIEW)
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
    note_event(session, proposal, writer, "request_opinion", {"agencies": names})
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
    proposal = open_proposal(session, proposal_id, expected)
    asked = next((r for r in opinions_of(session, proposal_id) if r["id"] == opinion_id), None)
    if asked is None:
        raise NotFound(N_("There is no opinion {id} in this proposal."), id=opinion_id)
    if asked["given_on"] is not None:
        raise Conflict(N_("{agency} has answered; an opinion stands."), agency=asked["agency"])
    require_state(proposal, UNDER_REVIEW)
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
    note_event(
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


def reply_to_opinion(
    session: Session,
    proposal_id: int,
    opinion_id: int,
    body: str,
    writer: Writer,
    *,
    expected: int | None,
) -> None:
    """Say what was taken over of an opinion, or why not; until it is decided. The caller commits.

    Who writes the proposal or who appraises it. Raises Conflict for an opinion not given yet.
    """
    proposal = open_proposal(session, proposal_id, expected)
    place = place_of(session, proposal, writer.on)
    if not may(writer.actor, Action.PROPOSAL_APPRAISE, place, writer.on):
        decide(writer.actor, Action.PROPOSAL_SUBMIT, place, writer.on)
    require_state(proposal, OPEN)
    asked = next((r for r in opinions_of(session, proposal_id) if r["id"] == opinion_id), None)
    if asked is None:
        raise NotFound(N_("There is no opinion {id} in this proposal."), id=opinion_id)
    if asked["given_on"] is None:
        raise Conflict(N_("{agency} has not answered yet."), agency=asked["agency"])
    if not body.strip():
        raise InvalidInput(N_("{field} is empty; a text is expected."), field="reply")
    answer_opinion(session, opinion_id, {"reply": body.strip(), "reply_by": writer.by})
    note_event(session, proposal, writer, "reply", {"agency": asked["agency"]})
