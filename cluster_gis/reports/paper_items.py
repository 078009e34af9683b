"""The values of one item of a proposal: what `item.…` stands for in the templates of papers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cluster_gis.domain import labels
from cluster_gis.domain.proposal_fields import (
    BY_NAME,
    CLUSTER_KINDS,
    PLAN_KINDS,
    Field,
    ItemKind,
)
from cluster_gis.domain.proposals import Item
from cluster_gis.law.documents import MEMORY
from cluster_gis.reports.law_words import verdict_words
from cluster_gis.reports.paper_patterns import Blank, patterns
from cluster_gis.reports.paper_phrases import (
    FORMATS,
    VI,
    amount,
    as_decimal,
    first_upper,
    plan_word,
    sentence,
    word,
)
from cluster_gis.reports.paper_scores import score_values
from cluster_gis.services.read_paper import PaperFacts, PaperItem

#: Field of an item -> column of the register's state that it would change.
STATE_COLUMNS = {
    "name": "name",
    "kind": "kind",
    "sectors": "sectors",
    "capital_vnd": "total_investment_vnd",
    "industrial_land_ha": "industrial_land_ha",
    "service_area_ha": "service_area_ha",
    "craft_industrial_land_ha": "craft_industrial_land_ha",
    "residents_inside": "residents_inside",
    "land_use_plan_fits": "land_use_plan_fits",
    "investor": "infrastructure_investor",
}
#: Groups of an investment report, 32/2024/NĐ-CP Điều 9 khoản 2 a-g, as fields `report_…`.
REPORT_PARTS = ("need", "land", "works", "finance", "operation", "environment", "effect")
#: Source of the capital -> how a paper calls it.
_SOURCES = {
    "capital_equity_vnd": "vốn chủ sở hữu",
    "capital_loan_vnd": "vốn vay",
    "capital_state_vnd": "ngân sách nhà nước",
    "capital_other_vnd": "nguồn khác",
}
#: Groups of findings that an appraisal must speak of.
TOLD_GROUPS = frozenset({"condition", "plan", "route"})


def item_values(facts: PaperFacts, one: PaperItem, place: int) -> dict[str, Any]:
    """Every value of the item. place: its number in the paper, from 1."""
    item, state = one.item, one.state
    held = (state["name"] if state else None) or (one.entry["name"] if one.entry else None)
    short = item.name or held
    name = cluster_name(short) if short else Blank("name")
    about = str(name) if short else f"{place}"

    def said(field: str, blank: str, column: str | None = None) -> Any:
        """As the proposal states it, else as the register holds it, else a blank."""
        text = item.values.get(field)
        if text is None and column is not None and state is not None and state[column] is not None:
            text = _plain(state[column])
        return Blank(blank, about) if text is None else written(BY_NAME[field], text)

    act = patterns()["acts"][item.kind.value].format(name=name, plan=plan_word(facts))
    outline = item.outline
    measured = None if outline is None else outline.area_ha
    return {
        "no": place,
        "kind": item.kind.value,
        "act": act,
        "act_first": first_upper(act),
        "land": item.kind is not ItemKind.WITHDRAW,
        "withdraw": item.kind is ItemKind.WITHDRAW,
        "plan_act": item.kind in PLAN_KINDS,
        "cluster_act": item.kind in CLUSTER_KINDS,
        "name": name,
        "code": item.cluster_code or "",
        "commune": one.commune or Blank("commune", about),
        "area": _area(item.area_ha, "area", about),
        "area_measured": Blank("area_measured", about) if measured is None else _measured(measured),
        "area_before": _area(_area_before(one), "area_before", about),
        "area_added": _area(_area_added(one), "area_before", about),
        "boundary": Blank("area_measured", about)
        if outline is None
        else VI(labels.BOUNDARY_QUALITY[outline.quality]),
        "kind_name": said("kind", "kind_name", "kind"),
        "sectors": said("sectors", "sectors", "sectors"),
        "phase": said("phase", "phase"),
        "capital": said("capital_vnd", "capital", "total_investment_vnd"),
        "industrial_land": said("industrial_land_ha", "industrial_land", "industrial_land_ha"),
        "service_area": said("service_area_ha", "service_area", "service_area_ha"),
        "demand": said("documented_demand_ha", "demand"),
        "residents": said("residents_inside", "residents", "residents_inside"),
        "land_use": _land_use(item.values.get("land_use_plan_fits"), about),
        "basis": _basis(item.values.get("basis"), about),
        "conversion": said("conversion_solution", "conversion"),
        "investor": said("investor", "investor", "infrastructure_investor"),
        "schedule": said("works_schedule", "schedule"),
        "funding": _funding(item, about),
        "grounds": item.values.get("grounds", ""),
        "need": sentence(item.values.get("grounds") or facts.content.grounds)
        or Blank("grounds", about),
        "scale": said("works_scale", "scale"),
        "incentives": said("incentives", "incentives"),
        "duties_investor": said("investor_duties", "duties_investor"),
        "priority_land": said("priority_land_ha", "priority_land"),
        "head_office": said("investor_office", "head_office"),
        **{f"open_{part}": f"report_{part}" not in item.values for part in REPORT_PARTS},
        **{f"text_{part}": said(f"report_{part}", f"text_{part}") for part in REPORT_PARTS},
        "text": Blank("text"),
        "changes": _changes(one, about),
        "conditions": _conditions(one),
        "dossier": _dossier(one),
        "dossier_result": word("complete" if _complete(one) else "incomplete"),
        "overlaps": [
            f"{hit['name']}: {_measured(hit['area_ha'])}" for hit in one.found.get("overlaps", [])
        ],
        "collisions": [
            f"#{hit['proposal']} {hit['title']}: {_measured(hit['area_ha'])}"
            for hit in one.found.get("collisions", [])
            if hit.get("area_ha") is not None
        ],
        "unit_effect": _unit_effect(one),
        **score_values(item, about),
    }


def cluster_name(name: str) -> str:
    """The name with its sort, whichever way it was written down: "Cụm công nghiệp Kiến Thiết"."""
    for sort in ("cụm công nghiệp ", "ccn "):
        if name.casefold().startswith(sort):
            name = name[len(sort) :]
    return f"{word('cluster')} {name}"


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def written(field: Field, text: str) -> str:
    """A value of an item as a paper writes it."""
    match field.type:
        case "area":
            return FORMATS.hectares(as_decimal(text))
        case "money":
            return FORMATS.money(as_decimal(text))
        case "count":
            return FORMATS.number(as_decimal(text))
        case "yes_no":
            return word("yes" if text == "true" else "no")
        case "choice" if field.name == "kind":
            return VI(labels.KIND.get(text, text))
    return _inline(text) if field.long else text


def _funding(item: Item, about: str) -> Any:
    """The capital by source, with shares where the total is known, and what is said besides."""
    total = item.values.get("capital_vnd")
    parts = []
    for name, words in _SOURCES.items():
        if (text := item.values.get(name)) is None:
            continue
        share = ""
        if total is not None and as_decimal(total) > 0:
            share = f" ({FORMATS.percent(as_decimal(text) * 100 / as_decimal(total))})"
        parts.append(f"{words} {FORMATS.money(as_decimal(text))}{share}")
    if said := item.values.get("funding"):
        parts.append(_inline(said))
    return "; ".join(parts) or Blank("funding", about)


def _inline(text: str) -> str:
    """A text that a sentence goes on after: without the full stop at its end."""
    return text.rstrip().rstrip(".")


def _land_use(text: str | None, about: str) -> Any:
    if text is None:
        return Blank("land_use", about)
    return word("fits" if text == "true" else "fits_not")


def _basis(point: str | None, about: str) -> Any:
    return Blank("basis", about) if point is None else f"điểm {point} khoản 1 Điều 6"


def _area_before(one: PaperItem) -> Decimal | None:
    """The area that the item would change: of the plan's entry, or of the established cluster."""
    state, entry = one.state, one.entry
    if one.item.kind in CLUSTER_KINDS:
        held = None if state is None else state["area_established_ha"]
    else:
        held = None if entry is None else entry["area_max_ha"]
        if held is None and state is not None:
            held = state["area_planned_ha"]
    return held


def _area_added(one: PaperItem) -> Decimal | None:
    before = _area_before(one)
    return None if before is None or one.item.area_ha is None else one.item.area_ha - before


def _measured(area_ha: Any) -> str:
    """A measured area as papers print it: ten thousandths of a hectare are square metres."""
    return FORMATS.hectares(round(as_decimal(area_ha), 4))


def _area(value: Decimal | None, blank: str, about: str) -> Any:
    return Blank(blank, about) if value is None else FORMATS.hectares(value)


def _changes(one: PaperItem, about: str) -> list[dict[str, Any]]:
    """Old and new of every fact that the item states, the area first."""
    item, state = one.item, one.state
    new = word("new_before")
    rows = []
    for field in BY_NAME.values():
        if field.name == "grounds" or field.for_papers or item.kind not in field.kinds:
            continue
        asked: Any = item.values.get(field.name)
        if field.name == "area_ha" and item.area_ha is not None:
            asked = f"{item.area_ha:f}"
        before: Any = None
        if field.name == "area_ha":
            before = _area_before(one)
        elif field.name == "commune_key":
            before, asked = one.commune_before, one.commune if asked or state is None else None
        elif state is not None and field.name in STATE_COLUMNS:
            before = state[STATE_COLUMNS[field.name]]
        if asked is None:
            continue
        after = asked if field.name == "commune_key" else written(field, str(asked))
        if before is not None and field.name != "commune_key":
            before = written(field, _plain(before))
        rows.append(
            {
                "label": VI(field.label),
                "before": before if before is not None else new if state is None else "–",
                "after": after,
            }
        )
    if item.kind is ItemKind.WITHDRAW:
        before = _area_before(one)
        area = Blank("area_before", about) if before is None else FORMATS.hectares(before)
        label = VI(BY_NAME["area_ha"].label)
        rows.insert(0, {"label": label, "before": area, "after": word("gone_after")})
    return rows


def _conditions(one: PaperItem) -> list[dict[str, str]]:
    """Findings that an appraisal speaks of, in the engine's order."""
    told = []
    for finding in one.found.get("findings", []):
        if finding["group"] not in TOLD_GROUPS or finding["verdict"] == "not_applicable":
            continue
        cited = finding["citation"]
        basis = ", ".join(part for part in (cited["locator"], cited["document"]) if part)
        if finding.get("confidence") == MEMORY:
            basis += " (chưa đối chiếu văn bản)"
        told.append(
            {
                "rule": finding["rule"],
                "title": finding["title"]["vi"],
                "verdict": verdict_words(finding["verdict"], "vi"),
                "message": finding["message"]["vi"],
                "basis": basis,
            }
        )
    return told


def _dossier(one: PaperItem) -> list[dict[str, str]]:
    dossier = one.found.get("dossier")
    if not dossier:
        return []
    return [
        {
            "title": line["title"]["vi"],
            "state": word(line["state"] or "missing"),
            "basis": ", ".join(
                part for part in (line["citation"]["locator"], line["citation"]["document"]) if part
            ),
        }
        for line in dossier["items"]
    ]


def _complete(one: PaperItem) -> bool:
    dossier = one.found.get("dossier")
    return bool(dossier and dossier["complete"])


def _unit_effect(one: PaperItem) -> str:
    """Average fill and unleased land of the unit, before and after; empty = not known."""
    unit = one.found.get("unit")
    if not unit or unit["before"] is None:
        return ""

    def told(side: Mapping[str, Any] | None) -> str:
        fill = None if side is None else side["fill_weighted_pct"]
        left = None if side is None else side["unleased_ha"]
        words = word("not_enough")
        return (
            f"tỷ lệ lấp đầy trung bình {words if fill is None else amount(fill, ' %')}, "
            f"đất công nghiệp chưa cho thuê {words if left is None else amount(left, ' ha')}"
        )

    text = (
        f"có {unit['clusters']} cụm công nghiệp khác đã thành lập; hiện nay {told(unit['before'])}"
    )
    return f"{text}; sau khi thực hiện {told(unit['after'])}." if unit["after"] else f"{text}."
