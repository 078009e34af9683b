"""Rows of the support ledger, of the survey of needs, and of clusters older than the regulation."""

from cluster_gis.domain.entry_columns import (
    CODE,
    NAME,
    NOTE,
    EntryColumn,
    EntryKind,
    choice,
    flag,
    plain,
)
from cluster_gis.domain.labels import WORK_TYPE
from cluster_gis.domain.progress_words import (
    LEGACY_OUTCOME,
    PROGRAMME_KIND,
    SUPPORT_PURPOSE,
    SUPPORT_STATE,
)
from cluster_gis.i18n import N_

_TYPES = {code: label for code, label in WORK_TYPE.items() if code is not None}


def _needed(key: str, header: str, kind: str, width: int) -> EntryColumn:
    return EntryColumn(key=key, header=header, kind=kind, width=width, needed=True)  # type: ignore[arg-type]


SUPPORT = EntryKind(
    key="support",
    title=N_("Support"),
    columns=(
        CODE,
        NAME,
        _needed("programme", N_("Programme"), "text", 30),
        choice("programme_kind", N_("Kind of programme"), PROGRAMME_KIND, needed=True),
        _needed("year", N_("Year"), "count", 8),
        _needed("title", N_("Title of the project supported"), "text", 36),
        choice("purpose", N_("Purpose"), SUPPORT_PURPOSE),
        plain("total_cost_vnd", "money", N_("Total cost (VND billion)"), 16),
        plain("proposed_vnd", "money", N_("Support proposed (VND billion)"), 16),
        plain("appraised_vnd", "money", N_("Support appraised (VND billion)"), 16),
        plain("approved_vnd", "money", N_("Support approved (VND billion)"), 16),
        plain("paid_vnd", "money", N_("Support paid (VND billion)"), 16),
        choice("state", N_("State of the support"), SUPPORT_STATE, needed=True, width=14),
        plain("state_on", "day", N_("In this state since"), 13),
        plain("stop_reason", "text", N_("Reason of stopping"), 28),
        plain("document", "text", N_("Decision"), 22),
        NOTE,
    ),
    says=("title",),
)
NEED = EntryKind(
    key="need",
    title=N_("Needs of support"),
    columns=(
        CODE,
        NAME,
        choice("work_type", N_("Type of work"), _TYPES),
        _needed("missing_work", N_("Missing work"), "text", 36),
        plain("cost_vnd", "money", N_("Cost (VND billion)"), 16),
        plain("year", "count", N_("Year wanted"), 8),
        flag("environmental", N_("Environmental work of an operating cluster")),
        flag("difficult_area", N_("In a difficult area")),
        flag("priority_type", N_("Cluster of a priority type")),
        NOTE,
    ),
    says=("missing_work",),
)
LEGACY = EntryKind(
    key="legacy",
    title=N_("Clusters older than 2009"),
    columns=(
        CODE,
        NAME,
        plain("formed_text", "text", N_("When and how it was formed"), 30),
        choice("outcome", N_("Outcome"), LEGACY_OUTCOME, needed=True),
        plain("decided_on", "day", N_("Decided on"), 13),
        plain("document", "text", N_("Decision"), 24),
        NOTE,
    ),
    says=("outcome",),
)
