"""A judgement as JSON-able data, texts in Vietnamese and English.

A Decimal becomes an int when it is whole, else the float whose shortest text is its digits
(73.655, never 73.65500000000001); verdicts were decided on the Decimal, and messages print it.
"""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from string import Formatter
from typing import Any

from cluster_gis.i18n import N_, translator
from cluster_gis.law.documents import MEMORY, Notice
from cluster_gis.law.judgement import Judgement
from cluster_gis.law.rule import DECIDING, Arm, Finding, Group, Limit, Outcome, Rule, Text, Version

_VI = translator("vi")
_VI_MARKS = str.maketrans(",.", ".,")
UNVERIFIED = Text(N_("The text of this rule was not verified: an officer must confirm it."))


def judgement_to_json(judgement: Judgement) -> dict[str, Any]:
    """The judgement as the `judge` contract prints it."""
    return {
        "procedure": judgement.procedure,
        "on": judgement.on.isoformat(),
        "law_version": judgement.law.id if judgement.law else None,
        "verdict": judgement.verdict.value,
        "findings": [finding_to_json(finding) for finding in judgement.findings],
        "deadlines": [
            {"rule": deadline.rule, "days": deadline.days, "day_kind": deadline.day_kind}
            for deadline in judgement.deadlines
        ],
        "notices": [_notice(notice) for notice in judgement.notices],
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """One finding as JSON-able data. Parts that no fact changes are shared between answers."""
    parts = (finding.rule, finding.version, finding.group, finding.outcome)
    return dict(_printed_once(*parts)) if finding.outcome.shared else _printed(*parts)


def _printed(rule: Rule, version: Version, group: Group, outcome: Outcome) -> dict[str, Any]:
    limit = outcome.limit or version.limit
    printed = dict(_stable_part(rule, version, group))
    if outcome.cited:
        printed["citation"] = {"document": outcome.cited[0], "locator": outcome.cited[1]}
    remarks = [both(remark) for remark in outcome.remarks]
    if version.confidence == MEMORY:
        remarks.append(both(UNVERIFIED))
    printed.update(
        verdict=outcome.verdict.value,
        measured=plain(outcome.measured),
        threshold=plain(limit.threshold),
        unit=limit.unit,
        operator=limit.operator,
        message=both(outcome.said),
        inputs=list(outcome.inputs),
        missing=list(outcome.missing),
        change=both(outcome.change) if outcome.change else None,
        remarks=remarks,
        arms=[_arm(arm) for arm in outcome.arms],
        flips_within_spread=outcome.flips_within_spread,
    )
    return printed


@lru_cache(maxsize=16384)
def _printed_once(rule: Rule, version: Version, group: Group, outcome: Outcome) -> dict[str, Any]:
    return _printed(rule, version, group, outcome)


@lru_cache(maxsize=4096)
def _stable_part(rule: Rule, version: Version, group: Group) -> dict[str, Any]:
    kind = "route" if group is Group.ROUTE else "information"
    return {
        "rule": rule.id,
        "verdict": None,
        "citation": {"document": version.document, "locator": version.locator},
        "confidence": version.confidence,
        "measured": None,
        "threshold": None,
        "unit": None,
        "message": None,
        "group": group.value,
        "kind": "condition" if group in DECIDING else kind,
        "title": both(Text(rule.title)),
        "law_version": version.law or None,
    }


def _arm(arm: Arm) -> dict[str, Any]:
    limit: Limit = arm.limit
    return {
        "rule": arm.rule,
        "verdict": arm.verdict.value,
        "measured": plain(arm.measured),
        "threshold": plain(limit.threshold),
        "unit": limit.unit,
        "operator": limit.operator,
        "reading": arm.reading,
    }


@cache
def _notice(notice: Notice) -> dict[str, str]:
    return {"code": notice.code, "vi": _VI(notice.message), "en": notice.message}


@cache
def _both_of(message: str) -> dict[str, str]:
    """A message without values in both languages; shared, to be read, not written."""
    return {"vi": _VI(message), "en": message}


def both(text: Text) -> dict[str, str]:
    """The text in Vietnamese and English."""
    if not text.values:
        return _both_of(text.message)
    vietnamese, names = _template(text.message)
    words_vi, words_en = {}, {}
    for name in names:
        words_vi[name], words_en[name] = _words(text.values[name])
    return {"vi": vietnamese.format_map(words_vi), "en": text.message.format_map(words_en)}


@cache
def _template(message: str) -> tuple[str, tuple[str, ...]]:
    """The Vietnamese of a message and the names of its values."""
    return _VI(message), tuple({name for _, name, _, _ in Formatter().parse(message) if name})


def render(text: Text, language: str) -> str:
    """The text in one language, its values by name; decimals as the language writes them."""
    return both(text)[language]


def _words(value: Any) -> tuple[str, str]:
    """A value in Vietnamese and English."""
    if isinstance(value, Decimal):
        # Every digit, never rounded: 75.0000001 must not read as 75. Grouped as in formats.py.
        number = f"{value:,f}"
        if "." in number:
            number = number.rstrip("0").rstrip(".")
        return number.translate(_VI_MARKS), number
    if isinstance(value, str):
        return _VI(value), value
    if isinstance(value, date):
        day = f"{value:%d/%m/%Y}"
        return day, day
    if isinstance(value, (tuple, list)):
        pairs = [_words(item) for item in value]
        return ", ".join(vi for vi, _ in pairs), ", ".join(en for _, en in pairs)
    return str(value), str(value)


def plain(value: Any) -> Any:
    """A Decimal as int or float, anything else as it is."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
