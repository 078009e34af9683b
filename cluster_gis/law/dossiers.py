"""Dossier checklists per version, and a dossier held against its own.

The version of a dossier is that of the day it was received. A dossier passes when no
required paper is missing; an unreadable or expired copy needs a person's review.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.law import dossier_items as data
from cluster_gis.law.documents import V1
from cluster_gis.law.dossier_items import Item, Need, Sets
from cluster_gis.law.procedure_steps import PLAN_PROCEDURES, check_procedure, version_id


class PaperState(StrEnum):
    """One paper of one dossier. NOT_GIVEN: absent, and its absence is only a remark."""

    PRESENT = "present"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOT_GIVEN = "not_given"
    NOT_REQUIRED = "not_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """A paper and how it stands in the dossier."""

    item: Item
    state: PaperState


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCheck:
    """The result: verdict is pass, fail (a required paper is missing) or needs_review."""

    law_version: str
    items: tuple[CheckedItem, ...]
    verdict: str

    @property
    def missing(self) -> tuple[Item, ...]:
        """Required papers that are not there."""
        return tuple(line.item for line in self.items if line.state is PaperState.MISSING)

    @property
    def complete(self) -> bool:
        """Whether no required paper is missing."""
        return not self.missing


def dossier_checklist(
    version_or_date: str | date, procedure: str = "establish"
) -> tuple[Item, ...]:
    """The papers of a version ("V4") or of the version in force on a day, in the law's order.

    Raises InvalidInput for an unknown version or procedure, NotFound before Decree 68/2017.
    """
    check_procedure(procedure)
    version = checklist_version(version_or_date)
    if procedure in PLAN_PROCEDURES:
        return _plan_items(version)
    document, confidence = data.VERSION_TEXT[version]
    return tuple(
        Item(
            id=name,
            title=_title(name, version),
            need=need,
            document=document,
            locator=locator,
            confidence=confidence,
            remark=remark,
            proofs=data.PROOFS if name == "financial_capacity" else (),
        )
        for name, need, locator, remark in data.ROWS[version]
    )


def dossier_sets(version_or_date: str | date) -> Sets:
    """How many sets of an establishment or expansion dossier are sent, by whom to whom."""
    version = checklist_version(version_or_date)
    count, originals, electronic, locator, confidence, sender, receiver, remark = data.SET_ROWS[
        version
    ]
    return Sets(
        count=count,
        originals_at_least=originals,
        electronic_file=electronic,
        document=data.VERSION_TEXT[version][0],
        locator=locator,
        confidence=confidence,
        sender=sender,
        receiver=receiver,
        remark=remark,
    )


def check_dossier(
    version_or_date: str | date,
    present: Collection[str],
    *,
    procedure: str = "establish",
    unreadable: Collection[str] = (),
) -> DossierCheck:
    """Hold the papers of a dossier against the checklist of its version.

    present, unreadable: ids of items, or of the proofs of an item (any one proof is enough).
    Raises InvalidInput naming an id that no version knows.
    """
    items = dossier_checklist(version_or_date, procedure)
    return check_items(checklist_version(version_or_date), items, present, unreadable)


def check_items(
    version: str, items: Sequence[Item], present: Collection[str], unreadable: Collection[str]
) -> DossierCheck:
    """Hold what is there against a list of items; raises InvalidInput for an unknown id."""
    known = {name for item in items for name in _names(item)}
    for name in (*present, *unreadable):
        if name not in known:
            raise InvalidInput(
                N_("{field} is {value}; expected one of {expected}."),
                field="present",
                value=repr(name),
                expected=", ".join(sorted(known)),
            )
    lines = tuple(
        CheckedItem(item=item, state=_paper_state(item, present, unreadable)) for item in items
    )
    states = {line.state for line in lines}
    verdict = "pass"
    if PaperState.MISSING in states:
        verdict = "fail"
    elif PaperState.UNREADABLE in states:
        verdict = "needs_review"
    return DossierCheck(law_version=version, items=lines, verdict=verdict)


def checklist_version(version_or_date: str | date) -> str:
    """The version id itself, or that of the day; InvalidInput or NotFound when there is none."""
    if isinstance(version_or_date, date):
        version = version_id(version_or_date)
        if version not in data.ROWS:
            raise NotFound(
                N_("No dossier checklist is known for {day}; they start on {first}."),
                day=version_or_date.isoformat(),
                first=V1.effective_from.isoformat(),
            )
        return version
    if version_or_date not in data.ROWS:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="version",
            value=repr(version_or_date),
            expected=", ".join(data.ROWS),
        )
    return version_or_date


def _title(name: str, version: str) -> str:
    if name == "request_letter" and version in ("V1", "V2"):
        return data.REQUEST_WITHOUT_COMMITMENT
    return data.TITLES[name]


def _plan_items(version: str) -> tuple[Item, ...]:
    document, confidence = data.VERSION_TEXT[version]
    if version in ("V1", "V2"):
        return tuple(
            Item(
                id=name,
                title=title,
                # A named investor is a condition of V2 only.
                need=Need.REMARK if name == "plan_investor" and version == "V1" else need,
                document=document,
                locator="",
                confidence="memory",
                remark=data.TEXT_NOT_VERIFIED,
            )
            for name, need, title in data.PLAN_TITLES_68
        )
    # Resolution 19/2026 does not touch the plan: V5 follows the decree as V4 does.
    document = data.VERSION_TEXT["V4"][0] if version == "V5" else document
    return tuple(
        Item(
            id=name,
            title=title,
            need=Need.REQUIRED,
            document=document,
            locator=f"Điều 6 khoản 2 điểm {point}",
            confidence=confidence,
        )
        for name, point, title in data.PLAN_TITLES_32
    )


def _names(item: Item) -> tuple[str, ...]:
    return (item.id, *(name for name, _title in item.proofs))


def _paper_state(item: Item, present: Collection[str], unreadable: Collection[str]) -> PaperState:
    readable = [name for name in _names(item) if name in present and name not in unreadable]
    if readable:
        return PaperState.PRESENT
    if any(name in unreadable for name in _names(item)):
        return PaperState.UNREADABLE
    return {
        Need.REQUIRED: PaperState.MISSING,
        Need.REMARK: PaperState.NOT_GIVEN,
        Need.NOT_REQUIRED: PaperState.NOT_REQUIRED,
    }[item.need]
