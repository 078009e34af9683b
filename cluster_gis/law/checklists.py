"""Checklists beside the dossier: investment report, decision, appraisal, start of works."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.law import checklist_items as data
from cluster_gis.law.documents import V3, V6
from cluster_gis.law.dossier_items import (
    REPORT_ADDS,
    TEXT_NOT_VERIFIED,
    VERSION_TEXT,
    Item,
    Need,
)
from cluster_gis.law.dossiers import DossierCheck, check_items, checklist_version

#: Practice read in one province: "Construction Law 2025 Điều 48, before 2026-07-01 that of 2014".
CONSTRUCTION_LAW_2025 = date(2026, 7, 1)
PRACTICE = N_("Practice of one province, not law of clusters.")


class Checklist(StrEnum):
    """Which list."""

    INVESTMENT_REPORT = "investment_report"
    DECISION = "decision"
    APPRAISAL = "appraisal"
    WORKS_START = "works_start"


def checklist(kind: Checklist, version_or_date: str | date) -> tuple[Item, ...]:
    """The items of a list in a version, or in the version in force on a day.

    Raises NotFound for a version whose list was not read, InvalidInput for no version.
    """
    version = checklist_version(version_or_date)
    if kind is Checklist.DECISION:
        return _decision(version)
    if kind is Checklist.WORKS_START:
        return _works_start(version_or_date)
    if version in ("V1", "V2"):
        raise NotFound(
            N_("The list {kind} of version {version} is not known; lists start on {first}."),
            kind=kind.value,
            version=version,
            first=V3.effective_from.isoformat(),
        )
    return (
        _investment_report(version) if kind is Checklist.INVESTMENT_REPORT else _appraisal(version)
    )


def check_list(
    kind: Checklist,
    version_or_date: str | date,
    present: Collection[str],
    *,
    unreadable: Collection[str] = (),
) -> DossierCheck:
    """The items that are there and those that are missing; see `dossiers.check_dossier`."""
    items = checklist(kind, version_or_date)
    return check_items(checklist_version(version_or_date), items, present, unreadable)


def _decree(version: str) -> tuple[str, str]:
    """Document and confidence of the decree: Resolution 19/2026 touches none of these lists."""
    return VERSION_TEXT["V4" if version == "V5" else version]


def _investment_report(version: str) -> tuple[Item, ...]:
    document, confidence = _decree(version)
    return tuple(
        Item(
            id=name,
            title=title,
            need=Need.REQUIRED,
            document=document,
            locator=f"Điều 9 khoản 2 điểm {point}",
            confidence=confidence,
            remark=REPORT_ADDS if version == "V6" and point == "b" else None,
        )
        for name, point, title in data.INVESTMENT_REPORT
    )


def _decision(version: str) -> tuple[Item, ...]:
    document, confidence = _decree(version)
    old = version in ("V1", "V2")
    items = [
        Item(
            id=name,
            title=title,
            need=need,
            document=document,
            locator="Điều 14" if old else f"Điều 12 khoản 1 điểm {point}",
            confidence=confidence,
            remark=TEXT_NOT_VERIFIED if old else None,
        )
        for name, point, need, title in data.DECISION
    ]
    if version == "V6":
        items += [
            Item(
                id=name,
                title=title,
                need=need,
                document=document,
                locator="Điều 12 khoản 1",
                confidence=confidence,
            )
            for name, need, title in data.DECISION_V6
        ]
    return tuple(items)


def _appraisal(version: str) -> tuple[Item, ...]:
    document, confidence = _decree(version)
    return tuple(
        Item(
            id=name,
            title=title,
            need=need,
            document=document if source == "text" else "",
            locator=locator,
            confidence=confidence if source == "text" else source,
            remark=None if source == "text" else PRACTICE,
        )
        for name, need, source, locator, title in data.APPRAISAL
    )


def _works_start(version_or_date: str | date) -> tuple[Item, ...]:
    """The construction law of the day; a version id stands for its first day (V6: its law)."""
    new = (
        version_or_date >= CONSTRUCTION_LAW_2025
        if isinstance(version_or_date, date)
        else version_or_date == V6.id
    )
    return tuple(
        Item(
            id=name,
            title=title,
            need=need,
            document="135/2025/QH15" if new else "50/2014/QH13",
            locator="Điều 48" if new else "",
            confidence="secondary",
            remark=PRACTICE,
        )
        for name, need, title in data.WORKS_START
    )
