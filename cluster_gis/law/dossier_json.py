"""A dossier checklist as plain data: codes, and every text in Vietnamese and English."""

from typing import Any

from cluster_gis.i18n import translator
from cluster_gis.law.dossier_items import Item, Sets
from cluster_gis.law.dossiers import DossierCheck, PaperState


def state_of(item: Item, check: DossierCheck | None) -> PaperState | None:
    """How an item stands in a checked dossier; None when none was checked."""
    if check is None:
        return None
    return next(line.state for line in check.items if line.item == item)


def _both(text: str | None) -> dict[str, str] | None:
    if text is None:
        return None
    return {language: translator(language)(text) for language in ("vi", "en")}


def item_json(item: Item, check: DossierCheck | None) -> dict[str, Any]:
    """One item, with its state when a dossier was checked."""
    state = state_of(item, check)
    return {
        "id": item.id,
        "title": _both(item.title),
        "need": item.need.value,
        "state": None if state is None else state.value,
        "citation": {"document": item.document, "locator": item.locator},
        "confidence": item.confidence,
        "remark": _both(item.remark),
        "any_one_of": [{"id": name, "title": _both(title)} for name, title in item.proofs],
    }


def sets_json(sets: Sets) -> dict[str, Any]:
    """How many sets, from whom to whom."""
    return {
        "rule": "PROC-SETS",
        "count": sets.count,
        "originals_at_least": sets.originals_at_least,
        "electronic_file": sets.electronic_file,
        "sender": sets.sender,
        "receiver": sets.receiver,
        "citation": {"document": sets.document, "locator": sets.locator},
        "confidence": sets.confidence,
        "remark": _both(sets.remark),
    }
