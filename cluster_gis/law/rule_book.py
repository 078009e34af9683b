"""The register of law for readers: rules with their versions, and what two days differ in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.law import labels
from cluster_gis.law.judgement_json import both, plain
from cluster_gis.law.register import BY_ID, RULES
from cluster_gis.law.rule import DECIDING, Group, Limit, Rule, Text, Version

GROUP_NAMES = {
    Group.CONDITION: N_("conditions"),
    Group.PLAN: N_("plan"),
    Group.OPERATION: N_("operation"),
    Group.ROUTE: N_("route"),
    Group.PROCEDURE: N_("procedure"),
    Group.DOSSIER: N_("dossier"),
    Group.BUILDING_CODE: N_("building code"),
    Group.SUPPORT: N_("support"),
    Group.REPORT: N_("report"),
    Group.INFORMATION: N_("information"),
}

VERDICT_NAMES = {
    "pass": N_("complies"),
    "fail": N_("does not comply"),
    "not_enough_data": N_("not enough data"),
    "not_applicable": N_("not applicable"),
    "needs_review": N_("needs review"),
}
PROCEDURE_NAMES = {**labels.PROCEDURE_NAMES, "operate": N_("Operate an industrial cluster")}
UNIT_NAMES = {
    "persons": N_("persons"),
    "points": N_("points"),
    "working_days": N_("working days"),
    "days": N_("days"),
    "sets": N_("sets"),
    "years": N_("years"),
    "months": N_("months"),
    "items": N_("items"),
    "fields": N_("fields"),
    "projects": N_("projects"),
    "outlets": N_("outlets"),
    "inspections": N_("inspections"),
    "reports": N_("reports"),
    "million VND": N_("million VND"),
    "ratio": N_("of the whole"),
    "MM-DD": N_("(month-day)"),
    "date": N_("(date)"),
}
#: Thresholds that are words.
THRESHOLD_NAMES = {"all": N_("all"), "industrial_land_ha": N_("industrial land")}


class Change(StrEnum):
    """How a rule differs between two days."""

    ADDED = "added"
    ENDED = "ended"
    LIMIT = "limit"
    NOTE = "note"
    CITATION = "citation"


CHANGE_NAMES = {
    Change.ADDED: N_("new"),
    Change.ENDED: N_("ended"),
    Change.LIMIT: N_("another limit"),
    Change.NOTE: N_("another exception or remark"),
    Change.CITATION: N_("another text, the same limit"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule of one procedure that differs; before or after None = not in force."""

    rule: Rule
    procedure: str
    change: Change
    before: Version | None
    after: Version | None


def find_rule(rule: str) -> Rule:
    """The rule of an id, or the one that reports the arm or exception of that id; else NotFound."""
    wanted = rule.upper()
    if wanted in BY_ID:
        return BY_ID[wanted]
    for candidate in RULES:
        if any(limit.rule == wanted for v in candidate.versions for limit in v.limits):
            return candidate
    raise NotFound(N_("There is no rule {rule}; `law list` shows them all."), rule=rule)


def differences(earlier: date, later: date) -> Iterator[Difference]:
    """What the law of the later day says otherwise, rule by rule and procedure by procedure."""
    for rule in RULES:
        spoken = {p for version in rule.versions for p in rule.procedures_of(version)}
        for procedure in sorted(spoken):
            before = rule.version_on(procedure, earlier)
            after = rule.version_on(procedure, later)
            change = _change(before, after)
            if change is not None:
                yield Difference(rule, procedure, change, before, after)


def _change(before: Version | None, after: Version | None) -> Change | None:
    if before is None or after is None:
        if before is after:
            return None
        return Change.ADDED if before is None else Change.ENDED
    if before.limits != after.limits:
        return Change.LIMIT
    if before.note != after.note:
        return Change.NOTE
    same = (before.document, before.locator) == (after.document, after.locator)
    return None if same else Change.CITATION


def rule_to_json(rule: Rule) -> dict[str, Any]:
    """The rule with every version, JSON-able."""
    return {
        "rule": rule.id,
        "title": both(Text(rule.title)),
        "group": rule.group.value,
        "decides": rule.group in DECIDING,
        "versions": [version_to_json(rule, version) for version in rule.versions],
    }


def version_to_json(rule: Rule, version: Version) -> dict[str, Any]:
    """One version of a rule, JSON-able."""
    return {
        "law_version": version.law or None,
        "effective_from": version.effective_from.isoformat(),
        "effective_to": version.effective_to.isoformat() if version.effective_to else None,
        "procedures": list(rule.procedures_of(version)),
        "citation": {"document": version.document, "locator": version.locator},
        "confidence": version.confidence,
        "limits": [limit_to_json(limit) for limit in version.limits],
        "note": both(Text(version.note)) if version.note else None,
    }


def limit_to_json(limit: Limit) -> dict[str, Any]:
    """One row of the rule table, JSON-able."""
    return {
        "rule": limit.rule or None,
        "parameter": limit.parameter,
        "operator": limit.operator,
        "threshold": plain(limit.threshold),
        "unit": limit.unit,
    }


def difference_to_json(difference: Difference) -> dict[str, Any]:
    """One difference, JSON-able."""
    rule = difference.rule
    before, after = (
        version_to_json(rule, version) if version else None
        for version in (difference.before, difference.after)
    )
    return {
        "rule": rule.id,
        "title": both(Text(rule.title)),
        "procedure": difference.procedure,
        "change": difference.change.value,
        "before": before,
        "after": after,
    }
