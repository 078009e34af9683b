"""Named texts of clusters: what tables say besides figures."""

from collections.abc import Callable, Mapping

from cluster_gis.domain.labels import KIND, PLAN_CHANGE
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.i18n import translator
from cluster_gis.services.report_facts import ReportFacts

TextOf = Callable[[ReportFacts, str, str], str]
_STATUS = BY_KEY["status"].choices


def _column(name: str) -> TextOf:
    return lambda facts, code, _language: str(facts.value(code, name) or "")


def _word(name: str, words: Mapping[str, str]) -> TextOf:
    def text(facts: ReportFacts, code: str, language: str) -> str:
        value = facts.value(code, name)
        return translator(language)(words[value]) if value in words else ""

    return text


def _change(facts: ReportFacts, code: str, language: str) -> str:
    entry = facts.entries.get(code)
    if entry is None:
        return ""
    word = PLAN_CHANGE.get(entry["change"])
    return translator(language)(word) if word else ""


def _decision(facts: ReportFacts, code: str, _language: str) -> str:
    key = facts.value(code, "establishment_document_key") or facts.value(code, "decision_text")
    day = facts.value(code, "decision_from")
    return " ".join(part for part in (key, f"({day:%d/%m/%Y})" if day else "") if part)


def _year(facts: ReportFacts, code: str, _language: str) -> str:
    day = facts.value(code, "decision_from")
    return str(day.year) if day and facts.value(code, "establishment_document_key") else ""


TEXTS: Mapping[str, TextOf] = {
    "cluster_code": lambda _facts, code, _language: code,
    "cluster_name": lambda facts, code, _language: facts.rows[code].name,
    "commune": lambda facts, code, _language: facts.rows[code].commune_text or "",
    "district": lambda facts, code, _language: facts.rows[code].district_text or "",
    "kind": _word("kind", KIND),
    "status": _word("status", _STATUS),
    "sectors": _column("sectors"),
    "investor": _column("infrastructure_investor"),
    "wastewater": _column("wastewater_text"),
    "decision": _decision,
    "establishment_year": _year,
    "plan_change": _change,
    "plan_phase": lambda facts, code, _language: (facts.entries.get(code) or {}).get("phase") or "",
    "plan_note": lambda facts, code, _language: (facts.entries.get(code) or {}).get("note") or "",
}
