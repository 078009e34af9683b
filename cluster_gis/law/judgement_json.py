"""A judgement as JSON-able data, texts in Vietnamese and English.

A Decimal becomes an int when it is whole, else the float whose shortest text is its digits
(73.655, never 73.65500000000001); verdicts were decided on the Decimal, and messages print it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.law.documents import MEMORY, Notice
from cluster_gis.law.judgement import Judgement
from cluster_gis.law.rule import Arm, Finding, Group, Limit, Text

_VI, _EN = translator("vi"), translator("en")
_VI_MARKS = str.maketrans(",.", ".,")
UNVERIFIED = Text(N_("The text of this rule was not verified: an officer must confirm it."))


def judgement_to_json(judgement: Judgement) -> dict[str, Any]:
    """The judgement as the `judge` contract prints it."""
    return {
        "procedure": judgement.procedure,
        "on": judgement.on.isoformat(),
        "law_version": judgement.law.id if judgement.law else None,
        "verdict": judgement.verdict.value,
        "findings": [
            _fixed(finding) if finding.fixed else finding_to_json(finding)
            for finding in judgement.findings
        ],
        "deadlines": [
            {"rule": deadline.rule, "days": deadline.days, "day_kind": deadline.day_kind}
            for deadline in judgement.deadlines
        ],
        "notices": [_notice(notice) for notice in judgement.notices],
    }


@lru_cache(maxsize=8192)
def _fixed(finding: Finding) -> dict[str, Any]:
    """A finding that no fact changes, printed once: to be read, not written."""
    return finding_to_json(finding)


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """One finding as JSON-able data."""
    outcome, version = finding.outcome, finding.version
    limit = outcome.limit or version.limit
    document, locator = outcome.cited or (version.document, version.locator)
    remarks = [both(remark) for remark in outcome.remarks]
    if version.confidence == MEMORY:
        remarks.append(both(UNVERIFIED))
    return {
        "rule": finding.rule.id,
        "verdict": outcome.verdict.value,
        "citation": {"document": document, "locator": locator},
        "confidence": version.confidence,
        "measured": plain(outcome.measured),
        "threshold": plain(limit.threshold),
        "unit": limit.unit,
        "message": both(outcome.said),
        "group": finding.group.value,
        "kind": _kind(finding),
        "title": _both_of(finding.rule.title),
        "law_version": version.law or None,
        "operator": limit.operator,
        "inputs": list(outcome.inputs),
        "missing": list(outcome.missing),
        "change": both(outcome.change) if outcome.change else None,
        "remarks": remarks,
        "arms": [_arm(arm) for arm in outcome.arms],
        "flips_within_spread": outcome.flips_within_spread,
    }


def _kind(finding: Finding) -> str:
    """Condition (counts in the verdict), route, or information."""
    if finding.deciding:
        return "condition"
    return "route" if finding.group is Group.ROUTE else "information"


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
    return {"vi": render(text, _VI, "vi"), "en": render(text, _EN, "en")}


def render(text: Text, translate: Translator, language: str) -> str:
    """The text translated, then its values by name; decimals as the language writes them."""
    template = translate(text.message)
    if not text.values:
        return template
    return template.format(**_words(text.values, translate, language))


def _words(values: Mapping[str, Any], translate: Translator, language: str) -> dict[str, str]:
    return {name: _word(value, translate, language) for name, value in values.items()}


def _word(value: Any, translate: Translator, language: str) -> str:
    if isinstance(value, Decimal):
        # Every digit, never rounded: 75.0000001 must not read as 75. Grouped as in formats.py.
        number = f"{value:,f}"
        if "." in number:
            number = number.rstrip("0").rstrip(".")
        return number.translate(_VI_MARKS) if language == "vi" else number
    if isinstance(value, str):
        return translate(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (tuple, list)):
        return ", ".join(_word(item, translate, language) for item in value)
    return str(value)


def plain(value: Any) -> Any:
    """A Decimal as int or float, anything else as it is."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
