"""Parts of a proposal as plain values: clocks, ladder, opinions, remarks, files, events, checks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.actors import ROLE_LABELS, Role
from cluster_gis.domain.proposal_fields import KIND_NAMES, fields_of, label_of
from cluster_gis.domain.proposal_ladder import ladder_of
from cluster_gis.domain.proposal_moves import MOVES, RESULTS
from cluster_gis.domain.proposals import ChangeSet
from cluster_gis.i18n import N_, Translator, fill
from cluster_gis.law.deadlines import Clock
from cluster_gis.law.procedure_steps import Step
from cluster_gis.services.ask_opinions import OPINION_RESULTS
from cluster_gis.services.proposal_clocks import ladder_limits
from cluster_gis.services.write_proposal import EVENT_LABELS
from cluster_gis.storage.queries.proposal_review import opinions_of, papers_of
from cluster_gis.storage.queries.proposals import Proposal


def clock_json(clock: Clock, translate: Translator) -> dict[str, Any]:
    """A clock with its limit; due null = not fixed, a completion request is open."""
    return {
        "rule": clock.step.rule,
        "title": translate(clock.step.title),
        "state": clock.state.value,
        "started": clock.started.isoformat(),
        "done": day_json(clock.done),
        "due": day_json(clock.due_date),
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
    session: Session,
    proposal: Proposal,
    content: ChangeSet,
    clocks: Sequence[Clock],
    translate: Translator,
    *,
    on: date,
) -> list[dict[str, Any]]:
    """Steps with their papers and limits; due null = not begun, or the clock stands.

    state: done, now (the first without a paper), later, skipped.
    """
    ladder = ladder_of([item.kind for item in content.items])
    papers: dict[str, list[Mapping[str, Any]]] = {}
    for row in papers_of(session, proposal.id):
        papers.setdefault(row["step"], []).append(dict(row))
    given = [row for row in opinions_of(session, proposal.id) if row["given_on"] is not None]
    if given:
        papers.setdefault("opinions", []).extend(_opinion_papers(given))
    signed = {key: max(row["signed_on"] for row in rows) for key, rows in papers.items()}
    limits = ladder_limits(proposal, clocks, content.procedures, signed, as_of=on)
    last = max((n for n, step in enumerate(ladder) if step.key in papers), default=-1)
    return [
        {
            "step": step.key,
            "title": translate(step.title),
            "agency": translate(step.agency),
            "rule": step.rule,
            "limit": _limit(limits.get(step.rule or "")),
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


def _opinion_papers(given: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Opinions as papers of their step; without a number: given in this system."""
    return [
        {
            "number": (row["document"] or {}).get("number") or row["agency"],
            "signed_on": date.fromisoformat(row["document"]["signed_on"])
            if row["document"]
            else row["given_on"],
            "agency": row["agency"] if row["document"] else None,
            "title": None,
            "attachment": (row["document"] or {}).get("attachment"),
        }
        for row in given
    ]


def _limit(known: tuple[Step, Clock | None] | None) -> dict[str, Any] | None:
    """Days of the law, and until when; None = the law sets none."""
    if known is None:
        return None
    step, clock = known
    return {
        "days": step.days,
        "day_kind": step.day_kind.value,
        "due": None if clock is None or clock.done else day_json(clock.due_date),
        "overdue": clock is not None and clock.overdue,
    }


def opinion_json(row: RowMapping, translate: Translator, on: date) -> dict[str, Any]:
    """An opinion asked for; result null = not given."""
    waiting = row["given_on"] is None
    return {
        "id": row["id"],
        "agency": row["agency"],
        "required": row["required"],
        "requested_on": row["requested_on"].isoformat(),
        "due_on": day_json(row["due_on"]),
        "overdue": waiting and row["due_on"] is not None and row["due_on"] < on,
        "revision": row["revision"],
        "given_on": day_json(row["given_on"]),
        "result": row["result"],
        "result_label": None if waiting else translate(OPINION_RESULTS[row["result"]]),
        "body": row["body"],
        "document": row["document"],
        "given_by": row["given_by"],
        "reply": row["reply"],
        "reply_by": row["reply_by"],
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
        "resolved_at": day_json(row["resolved_at"]),
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
    return translate(_OFFICES.get(Role(role), ROLE_LABELS[Role(role)]))


#: Local offices without the days in which the role exists, which tell nothing here.
_OFFICES = {
    Role.DISTRICT: N_("district People's Committee"),
    Role.COMMUNE: N_("commune People's Committee"),
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


def form_json(translate: Translator) -> list[dict[str, Any]]:
    """The fields of each kind of item, for forms."""
    return [
        {
            "kind": kind.value,
            "label": translate(label),
            "fields": [
                {
                    "name": field.name,
                    "label": translate(label_of(field, kind)),
                    "type": field.type,
                    "unit": field.unit,
                    "choices": list(field.choices),
                    "long": field.long,
                    "for_papers": field.for_papers,
                }
                for field in fields_of(kind)
            ],
        }
        for kind, label in KIND_NAMES.items()
    ]


def day_json(day: date | None) -> str | None:
    """A day or a moment as ISO 8601; None stays None."""
    return None if day is None else day.isoformat()
