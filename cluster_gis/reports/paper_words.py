"""The values of the papers of a proposal: what placeholders of the templates stand for.

What is not known is a `Blank`, never a guess: it prints as a dotted line and is listed at the end.
Names of the values are told in docs/papers.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from cluster_gis.domain.proposal_moves import RESULTS
from cluster_gis.reports.paper_items import item_values
from cluster_gis.reports.paper_patterns import Blank, PaperKind, pattern_of, patterns
from cluster_gis.reports.paper_phrases import (
    FORMATS,
    VI,
    amount,
    first_upper,
    plan_word,
    sentence,
    word,
)
from cluster_gis.reports.paper_scores import SCORE_BASIS
from cluster_gis.services.ask_opinions import OPINION_RESULTS
from cluster_gis.services.read_paper import PaperFacts


def paper_data(facts: PaperFacts, kind: PaperKind, *, register: str) -> dict[str, Any]:
    """Every value that a template of the kind may use."""
    items = [item_values(facts, one, place) for place, one in enumerate(facts.items, 1)]
    version = "" if facts.law is None else facts.law.id
    data: dict[str, Any] = {
        "watermark": "DỮ LIỆU MÔ PHỎNG" if register == "simulated" else "",
        "about": _about(facts, items),
        "province": _province(facts),
        "province_short": facts.province_short,
        "proposer": _proposer(facts),
        "unit_pc": _unit_pc(facts),
        "laws": list(patterns()["laws"].get(version, [])) or [Blank("law")],
        "law": "; ".join(patterns()["laws"].get(version, [])) or Blank("law"),
        "v6": version == "V6",
        "plan_word": plan_word(facts),
        "plan_decision": _plan_decision(facts),
        "grounds": sentence(facts.content.grounds) or Blank("grounds"),
        "items": items,
        "cluster_act": any(one["cluster_act"] for one in items),
        "files": [row["file_name"] for row in facts.attachments],
        "opinions": [_opinion(row) for row in facts.opinions],
        "opinion_counts": _opinion_counts(facts),
        "totals": _totals(facts),
        "submission_ref": _reference(facts, "submit", "tờ trình số", "submission_ref"),
        "appraisal_ref": _reference(facts, "appraise", "Báo cáo số", "appraisal_ref"),
        "received_day": _received(facts),
        "conclusion": _conclusion(facts),
        "council": _council(facts),
        "score_basis": SCORE_BASIS,
        "effective_day": _effective_day(facts),
        "other": _other(facts),
        "printed_on": FORMATS.day(facts.on),
        "revision": facts.revision or "",
    }
    data["about_first"] = first_upper(data["about"])
    return data | _frame(facts, kind, data)


def _frame(facts: PaperFacts, kind: PaperKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """Issuer, number, place and day, receiver, signature: the frame of Decree 30/2020/NĐ-CP."""
    pattern = pattern_of(kind)
    issuer = pattern["issuer"]
    if issuer == "proposer":
        issuer = "department" if _by_department(facts) else "unit"
    province = _province(facts)
    sct = word("department")
    unit = data["unit_pc"]
    investor = next(
        (one["investor"] for one in data["items"] if isinstance(one["investor"], str)), None
    )
    parent, name, signs, symbol = {
        "unit": ("", unit, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "UBND"),
        "department": (f"Ủy ban nhân dân {province}", sct, ["GIÁM ĐỐC"], "SCT"),
        "province": (
            "", f"Ủy ban nhân dân {province}", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "UBND",
        ),
        "council": (
            f"Ủy ban nhân dân {province}", word("council"), ["CHỦ TỊCH HỘI ĐỒNG"], "HĐ",
        ),
        "investor": (
            "", investor or word("no_investor"), ["ĐẠI DIỆN THEO PHÁP LUẬT"], "",
        ),
    }[issuer]  # fmt: skip
    document = _document(facts, pattern.get("move"))
    sign = "-".join(part for part in (pattern.get("symbol", ""), symbol) if part)
    if pattern.get("decision"):
        sign = f"{pattern['symbol']}-{symbol}"
    number = (document or {}).get("number") or Blank("number", line="short_dots")
    known_day = None if document is None else date.fromisoformat(document["signed_on"])
    plain = pattern.get("plain", False)
    place = facts.province_short if issuer != "unit" else _unit_short(facts)
    return {
        "issuer_parent": _in_lines(parent),
        "issuer": _in_lines(str(name)),
        "issuer_name": name,
        "receiver": _receiver(facts),
        "number": "" if plain else number,
        "number_sign": "" if plain or document is not None else f"/{sign}",
        "place": place,
        "day_words": Blank("day", line="bare_day") if known_day is None else _day_words(known_day),
        "draft": pattern.get("draft", False) and document is None,
        "draft_mark": word("draft_mark") if pattern.get("draft") and document is None else "",
        "signs": signs,
        "signer": (document or {}).get("signer") or Blank("signer"),
    }


def _in_lines(name: str) -> str:
    """Capitals; a committee's place stands on the second line."""
    committee = "ỦY BAN NHÂN DÂN "
    said = name.upper()
    if said.startswith(committee):
        return f"{committee.strip()}\n{said.removeprefix(committee)}"
    return said


def _day_words(day: date) -> str:
    return word("day").format(day=f"{day.day:02}", month=f"{day.month:02}", year=day.year)


def _document(facts: PaperFacts, move: str | None) -> Mapping[str, Any] | None:
    """Number, day, signer of the paper that the move was made with; None = not there yet."""
    row = facts.moves.get(move or "")
    found: Mapping[str, Any] | None = None if row is None else row["document"]
    return found


def _reference(facts: PaperFacts, move: str, words: str, blank: str) -> Any:
    document = _document(facts, move)
    if document is None:
        return Blank(blank)
    day = date.fromisoformat(document["signed_on"])
    return f"{words} {document['number']} ngày {FORMATS.day(day)}"


def _received(facts: PaperFacts) -> Any:
    row = facts.moves.get("accept")
    return Blank("received_day") if row is None else FORMATS.day(row["on_date"])


def _effective_day(facts: PaperFacts) -> str:
    """The day a decision is signed: from it on the register holds what it decides."""
    document = _document(facts, "approve")
    if document is None:
        return word("day_signed")
    return f"ngày {FORMATS.day(date.fromisoformat(document['signed_on']))}"


def _other(facts: PaperFacts) -> str:
    """Other content, which the law leaves open; none stated = none."""
    said = [one.item.values.get("decision_other", "").rstrip(" .") for one in facts.items]
    return "; ".join(text for text in said if text) or word("nothing")


def _conclusion(facts: PaperFacts) -> Any:
    row = facts.moves.get("appraise")
    result = None if row is None else dict(row["details"]).get("result")
    result = result or facts.proposal.appraisal_result
    if result not in RESULTS:
        return Blank("conclusion")
    reason = None if row is None else row["reason"]
    return f"{first_upper(VI(RESULTS[result]))}. {reason or ''}".strip()


def _council(facts: PaperFacts) -> Any:
    row = next((one for one in facts.papers if one["step"] == "council"), None)
    if row is None:
        return Blank("council")
    return f"{row['number']} ngày {FORMATS.day(row['signed_on'])}"


def _by_department(facts: PaperFacts) -> bool:
    return facts.proposal.proposer_role.value == "industry_department"


def _province(facts: PaperFacts) -> str:
    """Within a sentence: "thành phố Hải Phòng"."""
    name = facts.province_name
    return name[:1].lower() + name[1:] if name.startswith(("Thành", "Tỉnh")) else name


def _unit_pc(facts: PaperFacts) -> str:
    unit = facts.unit
    if unit is None:
        return word("commune_pc").format(unit=Blank("commune", line="short_dots"))
    name = str(unit["name"])
    return word("commune_pc").format(unit=name[:1].lower() + name[1:])


def _unit_short(facts: PaperFacts) -> str:
    """The name without its sort: a commune dates its papers "Kiến Thiết, ngày …"."""
    name = "" if facts.unit is None else str(facts.unit["name"])
    for sort in ("Xã ", "Phường ", "Đặc khu ", "Thị trấn ", "Huyện ", "Quận "):
        if name.casefold().startswith(sort.casefold()):
            return name[len(sort) :]
    return name or facts.province_short


def _proposer(facts: PaperFacts) -> str:
    if _by_department(facts):
        return f"{word('department')} {_province(facts)}"
    return _unit_pc(facts)


def _receiver(facts: PaperFacts) -> str:
    if _by_department(facts):
        return f"Ủy ban nhân dân {_province(facts)}"
    return f"{word('department')} {_province(facts)}"


def _plan_decision(facts: PaperFacts) -> Any:
    if not facts.plan.versions:
        return Blank("plan_decision")
    return facts.plan.versions[0]["title"]


def _about(facts: PaperFacts, items: Sequence[Mapping[str, Any]]) -> str:
    """The matter in one phrase; several items by the title of the proposal, when it has one."""
    if len(items) == 1:
        return str(items[0]["act"])
    title = facts.content.title
    if title:
        return title[:1].lower() + title[1:] if title[1:2].islower() else title
    return "; ".join(str(one["act"]) for one in items)


def _opinion(row: RowMapping) -> dict[str, Any]:
    agency = str(row["agency"])
    given = row["given_on"] is not None
    document = row["document"]
    paper: Any = word("agree_none")
    if given:
        paper = word("by_software")
        if document:
            paper = (
                f"{document['number']}, {FORMATS.day(date.fromisoformat(document['signed_on']))}"
            )
    return {
        "agency": agency,
        "requested": FORMATS.day(row["requested_on"]),
        "due": FORMATS.day(row["due_on"]) if row["due_on"] else word("no_due"),
        "given": FORMATS.day(row["given_on"]) if given else Blank("opinion_day", agency),
        "document": paper,
        "result": first_upper(VI(OPINION_RESULTS[row["result"]])) if given else word("agree_none"),
        "body": row["body"] if given else "–",
        "reply": row["reply"] or (Blank("reply", agency) if given else "–"),
    }


def _opinion_counts(facts: PaperFacts) -> dict[str, int]:
    results = [row["result"] for row in facts.opinions if row["given_on"] is not None]
    return {
        "asked": len(facts.opinions),
        "given": len(results),
        "agree": results.count("agree"),
        "conditions": results.count("agree_with_conditions"),
        "disagree": results.count("disagree"),
        "open": len(facts.opinions) - len(results),
    }


def _totals(facts: PaperFacts) -> list[dict[str, str]]:
    """Entries and hectares of the list before and after; none when no item changes the plan."""
    plan = facts.answer.get("plan")
    if not facts.content.changes_plan or not plan or plan["plan_key"] is None:
        return []
    before, after = plan["before"], plan["after"]
    rows = [
        ("Số cụm công nghiệp trong danh mục", "entries", ""),
        ("Tổng diện tích của các cụm đã biết diện tích", "area_ha", " ha"),
        ("Số cụm chưa biết diện tích", "unknown", ""),
    ]
    return [
        {
            "label": label,
            "before": amount(before[name], unit),
            "after": amount(after[name], unit),
        }
        for label, name, unit in rows
    ]
