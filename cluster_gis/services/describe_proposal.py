"""A proposal as plain values: what the API answers, the page shows and the command prints."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, may
from cluster_gis.domain.actors import ROLE_LABELS, Role
from cluster_gis.domain.proposal_diff import Change, ItemDiff, compare_contents
from cluster_gis.domain.proposal_fields import KIND_NAMES, fields_of
from cluster_gis.domain.proposal_ladder import ladder_of
from cluster_gis.domain.proposal_moves import (
    MOVES,
    RESULTS,
    STATE_NAMES,
    UNDER_REVIEW,
    WRITABLE,
    State,
    may_move,
    moves_from,
)
from cluster_gis.domain.proposals import ChangeSet, Outline
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_, Translator, fill
from cluster_gis.law.deadlines import Clock
from cluster_gis.law.judgement_json import plain
from cluster_gis.law.procedure_steps import version_id
from cluster_gis.services.ask_opinions import OPINION_RESULTS
from cluster_gis.services.move_proposal import submitted_content
from cluster_gis.services.proposal_clocks import NEXT, Task, clocks_on
from cluster_gis.services.write_proposal import EVENT_LABELS, place_of
from cluster_gis.storage.queries.proposal_base import outline_difference, unit_record
from cluster_gis.storage.queries.proposal_review import (
    attachments_of,
    comments_of,
    opinions_of,
    papers_of,
)
from cluster_gis.storage.queries.proposals import (
    Proposal,
    Revision,
    clocks_of,
    events_of,
    revisions_of,
)
from cluster_gis.storage.register import revision_at


def summary_json(proposal: Proposal, translate: Translator) -> dict[str, Any]:
    """One line of a list. Times are UTC; law_on is a legal day."""
    return {
        "id": proposal.id,
        "title": proposal.draft.title or None,
        "state": proposal.state.value,
        "state_label": translate(STATE_NAMES[proposal.state]),
        "version": proposal.version,
        "province": proposal.province_key,
        "unit": proposal.unit_key,
        "proposer_role": proposal.proposer_role.value,
        "items": [
            {
                "key": item.key,
                "kind": item.kind.value,
                "kind_label": translate(KIND_NAMES[item.kind]),
                "cluster_code": item.cluster_code,
                "name": item.name,
                "area_ha": plain(item.area_ha),
            }
            for item in proposal.draft.items
        ],
        "law_on": _day(proposal.law_on),
        "law_version": version_id(proposal.law_on) if proposal.law_on else None,
        "undoes": proposal.undoes,
        "decided_revision": proposal.decided_revision,
        "plan_version": proposal.plan_version_key,
        "created_by": proposal.created_by_name,
        "created_at": proposal.created_at.isoformat(),
        "changed_by": proposal.changed_by,
        "changed_at": proposal.changed_at.isoformat(),
    }


def describe_proposal(
    session: Session, proposal: Proposal, actor: Actor, translate: Translator, *, on: date
) -> dict[str, Any]:
    """Everything of a proposal but its check, as this person sees it on the day."""
    place = place_of(session, proposal, on)
    revisions = revisions_of(session, proposal.id)
    content = proposal.draft if not revisions else revisions[-1].content
    clocks = clocks_of(session, [proposal.id]).get(proposal.id, [])
    unit = unit_record(session, proposal.unit_key, revision_at(session))
    writes = proposal.state in WRITABLE and may_move(
        MOVES["submit"], proposal.proposer_role, actor, place, on
    )
    return {
        **summary_json(proposal, translate),
        "unit_name": None if unit is None else unit["name"],
        "content": proposal.draft.to_json(),
        "may_write": writes,
        "may_appraise": proposal.state in UNDER_REVIEW
        and may(actor, Action.PROPOSAL_APPRAISE, place, on),
        "may_opine": proposal.state in UNDER_REVIEW
        and may(actor, Action.PROPOSAL_OPINE, place, on),
        "moves": [
            {
                "move": move.name,
                "label": translate(move.label),
                "to": move.to.value,
                "needs": list(move.needs),
                "allowed": may_move(move, proposal.proposer_role, actor, place, on),
            }
            for move in moves_from(proposal.state)
        ],
        "waits_for": waits_for(proposal, translate),
        "clocks": [
            clock_json(one, translate)
            for one in clocks_on(proposal, clocks, content.procedures, as_of=on)
        ],
        "ladder": ladder_json(session, proposal, content, translate),
        "opinions": [opinion_json(row, translate, on) for row in opinions_of(session, proposal.id)],
        "comments": [comment_json(row, translate) for row in comments_of(session, proposal.id)],
        "attachments": [attachment_json(row) for row in attachments_of(session, proposal.id)],
        "events": [event_json(row, translate) for row in events_of(session, proposal.id)],
        "revisions": [
            {
                "number": one.number,
                "made_by": one.made_by,
                "made_at": one.made_at.isoformat(),
                "reason": one.reason,
                "verdict": one.findings.get("verdict"),
            }
            for one in revisions
        ],
    }


def waits_for(proposal: Proposal, translate: Translator) -> dict[str, str] | None:
    """Who must act and what; None = decided."""
    if proposal.state not in NEXT:
        return None
    action, what = NEXT[proposal.state]
    who = {
        Action.PROPOSAL_APPRAISE: Role.INDUSTRY_DEPARTMENT,
        Action.PROPOSAL_DECIDE: Role.PROVINCE,
        Action.PROPOSAL_OPINE: Role.MINISTRY,
        None: proposal.proposer_role,
    }[action]
    return {"role": who.value, "who": translate(ROLE_LABELS[who]), "what": translate(what)}


def clock_json(clock: Clock, translate: Translator) -> dict[str, Any]:
    """A clock with its limit; due null = not fixed, a completion request is open."""
    return {
        "rule": clock.step.rule,
        "title": translate(clock.step.title),
        "state": clock.state.value,
        "started": clock.started.isoformat(),
        "done": _day(clock.done),
        "due": _day(clock.due_date),
        "days": clock.step.days,
        "day_kind": clock.step.day_kind.value,
        "days_used": clock.days_used,
        "days_left": clock.days_left,
        "days_late": clock.days_late,
        "overdue": clock.overdue,
        "needs_review": clock.needs_review,
        "citation": {"document": clock.step.document, "locator": clock.step.locator},
        "confidence": clock.step.confidence,
    }


def ladder_json(
    session: Session, proposal: Proposal, content: ChangeSet, translate: Translator
) -> list[dict[str, Any]]:
    """Steps with their papers. state: done, now (the first without a paper), later, skipped."""
    ladder = ladder_of([item.kind for item in content.items])
    papers: dict[str, list[RowMapping]] = {}
    for row in papers_of(session, proposal.id):
        papers.setdefault(row["step"], []).append(row)
    last = max((n for n, step in enumerate(ladder) if step.key in papers), default=-1)
    return [
        {
            "step": step.key,
            "title": translate(step.title),
            "agency": translate(step.agency),
            "rule": step.rule,
            "state": "done"
            if step.key in papers
            else "skipped"
            if n < last
            else "now"
            if n == last + 1
            else "later",
            "papers": [
                {
                    "number": row["number"],
                    "signed_on": row["signed_on"].isoformat(),
                    "agency": row["agency"],
                    "title": row["title"],
                    "attachment": row["attachment"],
                }
                for row in papers.get(step.key, [])
            ],
        }
        for n, step in enumerate(ladder)
    ]


def opinion_json(row: RowMapping, translate: Translator, on: date) -> dict[str, Any]:
    """An opinion asked for; result null = not given."""
    waiting = row["given_on"] is None
    return {
        "id": row["id"],
        "agency": row["agency"],
        "required": row["required"],
        "requested_on": row["requested_on"].isoformat(),
        "due_on": _day(row["due_on"]),
        "overdue": waiting and row["due_on"] is not None and row["due_on"] < on,
        "revision": row["revision"],
        "given_on": _day(row["given_on"]),
        "result": row["result"],
        "result_label": None if waiting else translate(OPINION_RESULTS[row["result"]]),
        "body": row["body"],
        "document": row["document"],
        "given_by": row["given_by"],
    }


def comment_json(row: RowMapping, translate: Translator) -> dict[str, Any]:
    """A remark with its place."""
    return {
        "id": row["id"],
        "revision": row["revision"],
        "item_key": row["item_key"],
        "about": row["about"],
        "target": row["target"],
        "lon": row["lon"],
        "lat": row["lat"],
        "body": row["body"],
        "reply_to": row["reply_to"],
        "by": row["by_name"],
        "role": role_label(row["role"], translate),
        "at": row["at"].isoformat(),
        "resolved_by": row["resolved_by"],
        "resolved_at": None if row["resolved_at"] is None else row["resolved_at"].isoformat(),
    }


def attachment_json(row: RowMapping) -> dict[str, Any]:
    """A file without its bytes."""
    names = ("id", "item_key", "paper", "file_name", "media_type", "size", "sha256", "added_by")
    return {name: row[name] for name in names} | {"added_at": row["added_at"].isoformat()}


def event_json(row: RowMapping, translate: Translator) -> dict[str, Any]:
    """Who moved what, when, in which role, why, with which paper."""
    move = MOVES.get(row["move"])
    label = move.label if move is not None else EVENT_LABELS.get(row["move"], row["move"])
    details = dict(row["details"])
    if details.get("result") in RESULTS:
        details["result_label"] = translate(RESULTS[details["result"]])
    return {
        "version": row["version"],
        "move": row["move"],
        "label": translate(label),
        "from": row["from_state"],
        "to": row["to_state"],
        "at": row["at"].isoformat(),
        "on": row["on_date"].isoformat(),
        "by": row["by_name"],
        "account": row["by_account"],
        "role": role_label(row["role"], translate),
        "reason": row["reason"],
        "document": row["document"],
        "revision": row["revision"],
        "details": details,
    }


def role_label(role: str, translate: Translator) -> str:
    """What people call a role; the operator's is "operator of the server"."""
    if role not in set(Role):
        return translate(N_("operator of the server"))
    return translate(ROLE_LABELS[Role(role)])


def task_json(task: Task, translate: Translator) -> dict[str, Any]:
    """One line of a work list."""
    return {
        "proposal": summary_json(task.proposal, translate),
        "what": translate(task.what),
        "mine": task.mine,
        "due": _day(task.due),
        "overdue": task.overdue,
        "clock": None if task.clock is None else clock_json(task.clock, translate),
        "agency": None if task.opinion is None else task.opinion["agency"],
    }


def blocking_json(
    blocking: Sequence[Mapping[str, Any]], translate: Translator
) -> list[dict[str, str]]:
    """Why it cannot be submitted, in the reader's language."""
    return [
        {"field": str(one["field"]), "message": fill(str(one["message"]), one["values"], translate)}
        for one in blocking
    ]


def boundary_issue_json(issue: Mapping[str, Any], translate: Translator) -> dict[str, Any]:
    """What the boundary reader says, in the reader's language, with its place."""
    names = ("code", "severity", "line", "point", "field", "value", "lon", "lat")
    message = fill(str(issue["message"]), dict(issue.get("values") or {}), translate)
    return {name: issue.get(name) for name in names} | {"message": message}


def check_json(answer: Mapping[str, Any], translate: Translator) -> dict[str, Any]:
    """The check with the messages that are msgids in the reader's language."""
    items = [
        {
            **item,
            "kind_label": translate(next(v for k, v in KIND_NAMES.items() if k == item["kind"])),
            "boundary": [boundary_issue_json(one, translate) for one in item["boundary"]],
        }
        for item in answer["items"]
    ]
    return {
        **answer,
        "items": items,
        "blocking": blocking_json(answer["blocking"], translate),
    }


def diff_json(
    session: Session, revisions: Sequence[Revision], first: int, second: int, translate: Translator
) -> dict[str, Any]:
    """What differs between two revisions: facts, and land added and given up. Raises NotFound."""
    by_number = {one.number: one for one in revisions}
    for number in (first, second):
        if number not in by_number:
            raise NotFound(N_("There is no revision {number}."), number=number)
    before, after = by_number[first].content, by_number[second].content
    whole, items = compare_contents(before, after)
    return {
        "from": first,
        "to": second,
        "changes": [_change_json(one, translate) for one in whole],
        "items": [_item_diff_json(session, one, translate) for one in items],
    }


def _item_diff_json(session: Session, diff: ItemDiff, translate: Translator) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "key": diff.key,
        "name": diff.name,
        "state": diff.state,
        "changes": [_change_json(one, translate) for one in diff.changes],
        "outline": None,
    }
    if diff.outline is not None:
        answer["outline"] = _outline_diff(session, *diff.outline)
    return answer


def _outline_diff(
    session: Session, before: Outline | None, after: Outline | None
) -> dict[str, Any]:
    srid = next((o.measuring_srid for o in (after, before) if o and o.measuring_srid), None)
    measured = outline_difference(
        session,
        None if before is None else before.geometry,
        None if after is None else after.geometry,
        srid=srid,
    )
    return {
        "before": None if before is None else dict(before.geometry),
        "after": None if after is None else dict(after.geometry),
        "before_ha": None if before is None else plain(before.area_ha),
        "after_ha": None if after is None else plain(after.area_ha),
        "added_ha": plain(measured["added_ha"]),
        "removed_ha": plain(measured["removed_ha"]),
    }


def _change_json(change: Change, translate: Translator) -> dict[str, Any]:
    return {
        "name": change.name,
        "label": translate(change.label),
        "before": change.before,
        "after": change.after,
        "unit": change.unit,
    }


def form_json(translate: Translator) -> list[dict[str, Any]]:
    """The fields of each kind of item, for forms."""
    return [
        {
            "kind": kind.value,
            "label": translate(label),
            "fields": [
                {
                    "name": field.name,
                    "label": translate(field.label),
                    "type": field.type,
                    "unit": field.unit,
                    "choices": list(field.choices),
                }
                for field in fields_of(kind)
            ],
        }
        for kind, label in KIND_NAMES.items()
    ]


def newest_content(session: Session, proposal: Proposal) -> ChangeSet:
    """What is shown of a proposal: the draft while it is written, else the newest revision."""
    if proposal.state in (State.DRAFT, State.COMPLETION_REQUESTED):
        return proposal.draft
    content: ChangeSet = submitted_content(session, proposal)
    return content


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
