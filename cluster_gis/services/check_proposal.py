"""What is to be said of a change set: the same answer while it is written and when it is submitted.

Boundary, law, overlaps, colliding proposals, dossier, effect on the unit and on the plan, and what
would make it pass. Plain values, JSON-able, in both languages where the law room speaks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_fields import ItemKind
from cluster_gis.domain.proposals import ChangeSet, Item
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_, Figure
from cluster_gis.law import fill_rate
from cluster_gis.law.documents import version_on
from cluster_gis.law.dossier_json import item_json
from cluster_gis.law.dossiers import check_dossier, dossier_checklist
from cluster_gis.law.judge import judgement_to_json
from cluster_gis.law.judgement_json import plain
from cluster_gis.services.plan_totals import plan_totals
from cluster_gis.services.proposal_facts import Ground, JudgedItem, judge_items, verdict_of
from cluster_gis.storage.queries.map_conflicts import conflicts_of
from cluster_gis.storage.queries.proposals import collisions_of

#: UTM zone for outlines that the reader could not measure.
_UTM_48N = 3405
#: Measured against stated area: beyond this one of them is wrong (limit of this tool, not of law;
#: a real dossier declared 55 ha with coordinates of 73 ha).
MOST_OFF_PCT = Decimal(5)
#: Items that cannot be submitted without an outline.
NEEDS_OUTLINE = frozenset({ItemKind.ADD, ItemKind.EXPAND, ItemKind.ESTABLISH})
#: Items that speak of a cluster the register has.
NEEDS_CLUSTER = frozenset({ItemKind.ADJUST, ItemKind.EXPAND, ItemKind.WITHDRAW})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCheck:
    """The answer, and the records behind it. blocking: why it cannot be submitted as it stands."""

    judged: Sequence[JudgedItem]
    verdict: str
    law_version: str
    blocking: Sequence[Mapping[str, Any]]
    answer: Mapping[str, Any]

    @property
    def verdicts(self) -> dict[str, dict[str, str]]:
        """Item key -> rule -> verdict; "*" = of the item."""
        return {
            one.item.key: {"*": one.judged.verdict.value}
            | {finding.rule.id: finding.verdict.value for finding in one.judged.findings}
            for one in self.judged
        }


def check_proposal(
    session: Session,
    content: ChangeSet,
    ground: Ground,
    *,
    papers: Collection[tuple[str | None, str]] = (),
    proposal_id: int | None = None,
) -> ProposalCheck:
    """Check a change set on the ground. papers: (item key or None, paper) of files attached."""
    judged = judge_items(session, content, ground)
    collisions = collisions_of(session, content, own=proposal_id, unit_key=ground.unit_key)
    law = version_on(ground.on)
    version = "" if law is None else law.id
    blocking = list(_blocking(content))
    items = []
    for one in judged:
        dossier = _dossier(one.item, ground, papers)
        items.append(
            {
                "key": one.item.key,
                "kind": one.item.kind.value,
                "cluster_code": one.item.cluster_code,
                "name": one.item.name or (one.state["name"] if one.state else None),
                "area_ha": plain(one.item.area_ha),
                "measured_ha": plain(one.item.outline.area_ha) if one.item.outline else None,
                **judgement_to_json(one.judged),
                "from_proposal": list(one.from_item),
                "boundary": [dict(issue) for issue in one.item.outline.issues]
                if one.item.outline
                else [],
                "overlaps": _overlaps(session, one.item, ground),
                "collisions": [
                    {
                        "proposal": hit.proposal_id,
                        "title": hit.title,
                        "state": hit.state.value,
                        "cluster_code": hit.cluster_code,
                        "area_ha": plain(hit.area_ha),
                    }
                    for hit in collisions
                    if hit.item_key == one.item.key
                ],
                "dossier": dossier,
                "unit": unit_effect(one),
                "to_pass": _to_pass(one),
            }
        )
    answer = {
        "on": ground.on.isoformat(),
        "facts_on": ground.facts_on.isoformat(),
        "revision": ground.revision,
        "law_version": version,
        "verdict": verdict_of(judged) if judged else "not_enough_data",
        "items": items,
        "plan": plan_totals(session, content, ground),
        "blocking": blocking,
    }
    return ProposalCheck(
        judged=judged,
        verdict=str(answer["verdict"]),
        law_version=version,
        blocking=blocking,
        answer=answer,
    )


def area_off_pct(item: Item) -> Decimal | None:
    """Measured area against the area asked for, in percent of that; None = nothing to compare.

    The outline of an expansion is that of the whole cluster, as is the area asked for.
    """
    asked = item.amount("area_ha")
    if asked is None or item.outline is None or item.outline.area_ha is None:
        return None
    return (item.outline.area_ha - asked) / asked * 100


def _blocking(content: ChangeSet) -> list[dict[str, Any]]:
    """What keeps it from being submitted: field (path), message (msgid), values."""
    found: list[dict[str, Any]] = []

    def say(field: str, message: str, **values: Any) -> None:
        found.append({"field": field, "message": message, "values": values})

    if not content.title:
        say("title", N_("The proposal has no title."))
    if not content.items:
        say("items", N_("The proposal has no item."))
    for item in content.items:
        path = f"items.{item.key}"
        if item.kind in NEEDS_CLUSTER and item.cluster_code is None:
            say(f"{path}.cluster_code", N_("Which cluster of the register is meant?"))
        elif item.cluster_code is None and not item.name:
            say(f"{path}.name", N_("The new cluster has no name."))
        if item.kind in NEEDS_OUTLINE and item.outline is None:
            say(f"{path}.outline", N_("There is no boundary: draw it, or upload its file."))
        if item.kind is not ItemKind.WITHDRAW and item.area_ha is None:
            say(f"{path}.area_ha", N_("The area asked for is not stated."))
        investor = item.values.get("investor")
        if item.winner and investor and investor != item.winner:
            say(
                f"{path}.investor",
                N_("The infrastructure investor is {investor}, the candidate chosen {winner}."),
                investor=investor,
                winner=item.winner,
            )
        outline = item.outline
        off_pct = area_off_pct(item)
        if off_pct is not None and abs(off_pct) > MOST_OFF_PCT:
            say(
                f"{path}.area_ha",
                N_(
                    "The boundary measures {measured} ha, {off} % off the area asked for, "
                    "{asked} ha."
                ),
                measured=Figure(f"{outline.area_ha:.2f}" if outline and outline.area_ha else ""),
                off=Figure(f"{off_pct:+.1f}"),
                asked=Figure(item.area_ha),
            )
        if outline is not None and not outline.usable:
            errors = [one for one in outline.issues if one.get("severity") == "error"]
            for issue in errors:
                say(f"{path}.outline", str(issue["message"]), **dict(issue.get("values") or {}))
            if not errors:
                say(f"{path}.outline", N_("The boundary could not be measured."))
    return found


def _overlaps(session: Session, item: Item, ground: Ground) -> list[dict[str, Any]]:
    """What the outline would overlap beyond the tolerance: clusters and restricted areas."""
    if item.outline is None or not item.outline.usable or item.kind is ItemKind.WITHDRAW:
        return []
    hits = conflicts_of(
        session,
        dict(item.outline.geometry),
        srid=item.outline.measuring_srid or _UTM_48N,
        own=item.cluster_code,
        as_of=ground.facts_on,
        revision=ground.revision,
    )
    return [
        {
            "kind": hit.kind,
            "key": hit.key,
            "name": hit.name,
            "area_ha": plain(hit.area_ha),
            "geometry": hit.geometry,
        }
        for hit in hits
    ]


def _dossier(
    item: Item, ground: Ground, papers: Collection[tuple[str | None, str]]
) -> dict[str, Any] | None:
    """The checklist of the version held against the files; None before every checklist.

    A file that belongs to no item counts for each of them.
    """
    try:
        known = dossier_checklist(ground.on, item.procedure)
    except NotFound:
        return None
    names = {name for one in known for name in (one.id, *(proof for proof, _ in one.proofs))}
    present = {paper for key, paper in papers if key in (None, item.key) and paper in names}
    check = check_dossier(ground.on, present, procedure=item.procedure)
    return {
        "verdict": check.verdict,
        "complete": check.complete,
        "items": [item_json(line.item, check) for line in check.items],
    }


def unit_effect(judged: JudgedItem) -> dict[str, Any] | None:
    """Average fill and unleased land of the unit before and after; None = its list is not known.

    After: the cluster's industrial land counts as wholly unleased, as on its first day.
    """
    others = judged.case.unit_clusters
    if others is None:
        return None
    counted = version_counts_licensed(judged)
    lands = [fill_rate.land_of(one, count_licensed=counted) for one in others]
    before = _averages(lands)
    after = None
    industrial = judged.case.cluster.industrial_land_ha
    adds = judged.item.kind in (ItemKind.ADD, ItemKind.ESTABLISH)
    if adds and industrial is not None:
        own = fill_rate.Land(
            industrial,
            (Decimal(0), Decimal(0)),
            (industrial, industrial),
            (industrial, industrial),
            known=True,
        )
        after = _averages([*lands, own])
    return {"clusters": len(others), "before": before, "after": after}


def version_counts_licensed(judged: JudgedItem) -> bool:
    """V3 and later count licensed land in the fill rate (Điều 2 khoản 7)."""
    law = judged.judged.law
    return law is not None and law.id not in ("V0", "V1", "V2")


def _averages(lands: Sequence[fill_rate.Land]) -> dict[str, Any]:
    return {
        "fill_weighted_pct": plain(fill_rate.shown_weighted(lands)) if lands else None,
        "fill_simple_pct": plain(fill_rate.shown_simple(lands)) if lands else None,
        "unleased_ha": plain(fill_rate.shown_unleased(lands)) if lands else None,
    }


def _to_pass(judged: JudgedItem) -> list[dict[str, Any]]:
    """Deciding findings that do not pass, with what is missing and what would change them."""
    listed = judgement_to_json(judged.judged)["findings"]
    deciding = {finding.rule.id for finding in judged.judged.findings if finding.deciding}
    order = {"fail": 0, "not_enough_data": 1, "needs_review": 2}
    found = [
        {
            "rule": finding["rule"],
            "title": finding["title"],
            "verdict": finding["verdict"],
            "message": finding["message"],
            "change": finding["change"],
            "missing": finding["missing"],
            "citation": finding["citation"],
        }
        for finding in listed
        if finding["rule"] in deciding and finding["verdict"] in order
    ]
    return sorted(found, key=lambda one: order[one["verdict"]])
