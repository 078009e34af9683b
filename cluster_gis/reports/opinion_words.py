"""The words of a legal opinion: plain data in one language, ready for any template."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from cluster_gis.domain import labels
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, data_translator, translator
from cluster_gis.law.documents import VERSIONS
from cluster_gis.law.labels import NEED_NAMES
from cluster_gis.law.procedure_steps import ACTOR_NAMES, DayKind
from cluster_gis.reports import law_words
from cluster_gis.services.read_opinion import FactLine, FindingLine, Opinion

#: Headings and column names; the Word templates carry the same words.
WORDS = {
    "title": N_("Legal opinion on an industrial cluster"),
    "subject": N_("Cluster"),
    "procedure": N_("Procedure"),
    "law_day": N_("Law of the day"),
    "facts_day": N_("Facts of the day"),
    "law": N_("Texts in force"),
    "revision": N_("Revision of the register"),
    "printed": N_("Printed on"),
    "result": N_("Result"),
    "quality": N_("On the quality of the data"),
    "notices": N_("Notices"),
    "map": N_("Place of the cluster"),
    "facts": N_("Facts and their sources"),
    "fact": N_("Fact"),
    "value": N_("Value"),
    "source": N_("Source"),
    "findings": N_("Findings that decide"),
    "others": N_("Findings beside the verdict"),
    "rule": N_("Rule"),
    "verdict": N_("Verdict"),
    "why": N_("Why"),
    "basis": N_("Legal basis"),
    "measured": N_("Measured"),
    "limit": N_("Limit"),
    "facts_used": N_("Facts used"),
    "change": N_("What would change it"),
    "open": N_("Open questions"),
    "decision": N_("Officer's decision"),
    "decisions": N_("Decisions of officers"),
    "missing": N_("Evidence that is missing"),
    "waits": N_("waited for by"),
    "steps": N_("Steps and time limits"),
    "step": N_("Step"),
    "who": N_("Who"),
    "within": N_("Within"),
    "dossier": N_("Papers of the dossier"),
    "paper": N_("Paper"),
    "need": N_("Need"),
    "none": N_("None."),
    "page": N_("Page"),
    "signature": N_("Officer who reviewed this opinion (name, signature)"),
}
DISCLAIMER = N_(
    "Made by the program from the register and its register of law, to be reviewed by an officer. "
    "It paraphrases the texts cited; the texts decide."
)
WATERMARK = N_("SIMULATED DATA")


def opinion_words(
    opinion: Opinion, *, language: str, register: str, printed_on: date
) -> dict[str, Any]:
    """Everything the document says, as texts of one language."""
    _ = translator(language)
    formats = Formats(language)
    judged = opinion.judgement
    deciding = [line for line in opinion.lines if line.deciding]
    others = [line for line in opinion.lines if not line.deciding]
    return {
        "language": language,
        "w": {name: _(text) for name, text in WORDS.items()},
        "watermark": _(WATERMARK) if register == "simulated" else "",
        "disclaimer": _(DISCLAIMER),
        "name": opinion.name,
        "code": opinion.code,
        "place": _place(opinion),
        "procedure": _(labels.PROCEDURE[judged["procedure"]]),
        "on": formats.day(date.fromisoformat(judged["on"])),
        "facts_on": formats.day(opinion.assessment.facts_on),
        "law": _law(judged["law_version"], language),
        "revision": _revision(opinion, language),
        "printed_on": formats.day(printed_on),
        "result": {
            "verdict": judged["verdict"],
            "words": law_words.verdict_words(judged["verdict"], language),
            "counts": _counts(deciding, language),
        },
        "quality": _quality(opinion, language),
        "notices": [notice[language] for notice in judged["notices"]],
        "map_caption": _map_caption(opinion, language),
        "facts": [_fact(fact, language) for fact in opinion.facts],
        "findings": [_finding(line, language) for line in deciding],
        "others": [_finding(line, language) for line in others],
        "decisions": [
            _decision(line, language) for line in opinion.lines if line.decision is not None
        ],
        "missing": [
            {
                "name": law_words.fact_name(path, language),
                "rules": ", ".join(dict.fromkeys(rules)),
            }
            for path, rules in opinion.missing.items()
        ],
        "steps": _steps(opinion, language),
        "dossier": _dossier(opinion, language),
    }


def _place(opinion: Opinion) -> str:
    cluster = opinion.cluster
    if cluster is None:
        return ""
    units = (cluster.commune_name or cluster.new_commune_text, cluster.province_name)
    return ", ".join(unit for unit in units if unit)


def _law(version: str | None, language: str) -> str:
    for law in VERSIONS:
        if law.id == version:
            return f"{law.document} ({law.id})"
    return translator(language)(N_("no law known for this day"))


def _revision(opinion: Opinion, language: str) -> str:
    number = str(opinion.assessment.revision)
    if opinion.recorded_at is None:
        return number
    return f"{number} ({Formats(language).moment(opinion.recorded_at)})"


def _counts(lines: list[FindingLine], language: str) -> str:
    counts = Counter(line.finding["verdict"] for line in lines)
    return "; ".join(
        f"{law_words.verdict_words(verdict, language)}: {count}"
        for verdict, count in counts.most_common()
    )


def _quality(opinion: Opinion, language: str) -> list[str]:
    """What the reader must know of the data before using the verdicts."""
    _ = translator(language)
    cluster = opinion.cluster
    said = []
    if not opinion.assessment.known:
        said.append(_(N_("The register knows no state of the cluster on the day of the facts.")))
    elif cluster is not None:
        said.append(
            _(N_("State: {state}; {basis}; in the register {start}.")).format(
                state=law_words.fact_words("status", cluster.status, language),
                basis=_(labels.STATUS_BASIS.get(cluster.status_basis, cluster.status_basis)),
                start=_(labels.DATE_BASIS.get(cluster.start_basis, cluster.start_basis)),
            )
        )
    if cluster is not None:
        if opinion.shape is None:
            said.append(
                _(N_("No boundary is stored; the place is indicative: {basis}.")).format(
                    basis=_(labels.PLACE_BASIS.get(cluster.place_basis, cluster.place_basis))
                )
            )
        else:
            quality = opinion.shape.quality
            said.append(
                _(N_("Boundary: {quality}.")).format(
                    quality=_(labels.BOUNDARY_QUALITY.get(quality, quality))
                )
            )
    said.append(
        _(N_("{known} facts are known with their source, {missing} facts are missing.")).format(
            known=len(opinion.facts), missing=len(opinion.missing)
        )
    )
    unread = sum(line.finding["confidence"] != "text" for line in opinion.lines if line.deciding)
    if unread:
        said.append(
            _(
                N_(
                    "{unread} of the rules that decide rest on a text that was not read word for "
                    "word: an officer must confirm it."
                )
            ).format(unread=unread)
        )
    return said


def _map_caption(opinion: Opinion, language: str) -> str:
    _ = translator(language)
    cluster = opinion.cluster
    if cluster is None or cluster.lon is None:
        return _(N_("No place of the cluster is known: no map is drawn."))
    if opinion.shape is None:
        return _(
            N_(
                "Indicative place ({basis}{label}); not surveyed, used for no measure. Land and "
                "lines: Natural Earth."
            )
        ).format(
            basis=_(labels.PLACE_BASIS.get(cluster.place_basis, cluster.place_basis)),
            label=f": {cluster.place_label}" if cluster.place_label else "",
        )
    quality = opinion.shape.quality
    return _(N_("Boundary: {quality}. Land and lines: Natural Earth.")).format(
        quality=_(labels.BOUNDARY_QUALITY.get(quality, quality))
    )


def _fact(fact: FactLine, language: str) -> dict[str, str]:
    return {
        "name": law_words.fact_name(fact.path, language),
        "value": law_words.fact_words(fact.path, fact.value, language),
        "source": _origin(fact.origin, language),
    }


def _origin(origin: Mapping[str, Any] | None, language: str) -> str:
    if origin is None:
        return ""
    _ = translator(language)
    parts = [data_translator(language)(str(origin.get("title") or origin["source_key"]))]
    if origin.get("as_of"):
        day = Formats(language).printed(origin["as_of"])
        parts.append(_(N_("as of {day}")).format(day=day))
    if origin.get("url"):
        parts.append(str(origin["url"]))
    if origin.get("stated_by"):
        parts.append(str(origin["stated_by"]))
    return "; ".join(parts)


def _finding(line: FindingLine, language: str) -> dict[str, Any]:
    _ = translator(language)
    finding = line.finding
    cited = finding["citation"]
    facts = [
        f"{fact['name']}: {fact['value']}"
        for fact in (_fact(fact, language) for fact in line.facts)
    ]
    return {
        "rule": finding["rule"],
        "title": finding["title"][language],
        "verdict": finding["verdict"],
        "verdict_words": law_words.verdict_words(finding["verdict"], language),
        "message": finding["message"][language],
        "basis": ", ".join(part for part in (cited["locator"], cited["document"]) if part),
        "confidence": finding["confidence"],
        "confidence_words": law_words.confidence_words(finding["confidence"], language),
        "measured": law_words.measured_words(finding, language) or "—",
        "limit": law_words.threshold_words(finding, language),
        "facts": "; ".join(facts),
        "change": finding["change"][language] if finding["change"] else "",
        "remarks": " ".join(remark[language] for remark in finding["remarks"]),
        "open": " ".join(f"({q.number}) {_(q.text)}" for q in line.questions),
        "decision": _decision(line, language)["said"] if line.decision else "",
        "group": _(labels.FINDING_GROUP[finding["group"]]),
    }


def _decision(line: FindingLine, language: str) -> dict[str, str]:
    _ = translator(language)
    decision = line.decision or {}
    said = _(
        N_("{rule}: {verdict}, by {officer}, {document}. {reason} (machine: {machine})")
    ).format(
        rule=line.finding["rule"],
        verdict=law_words.verdict_words(decision["verdict"], language),
        officer=decision["officer"],
        document=decision["document"],
        reason=decision["reason"],
        machine=law_words.verdict_words(line.finding["verdict"], language),
    )
    if not decision["counts"]:
        said += " " + _(N_("It no longer counts."))
    return {"said": said}


def _steps(opinion: Opinion, language: str) -> list[dict[str, str]]:
    _ = translator(language)
    kinds = {DayKind.WORKING: N_("working days"), DayKind.CALENDAR: N_("calendar days")}
    return [
        {
            "title": _(step.title),
            "who": _(ACTOR_NAMES[step.actor]),
            "within": f"{step.days} {_(kinds[step.day_kind])}",
            "basis": ", ".join(part for part in (step.locator, step.document) if part),
        }
        for step in opinion.steps
    ]


def _dossier(opinion: Opinion, language: str) -> list[dict[str, str]]:
    _ = translator(language)
    return [
        {
            "title": _(item.title),
            "need": _(NEED_NAMES[item.need]),
            "basis": ", ".join(part for part in (item.locator, item.document) if part),
        }
        for item in opinion.dossier
    ]
