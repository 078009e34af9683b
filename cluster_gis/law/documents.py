"""The versions of the law of industrial clusters, with the texts cited and their days in force.

Source: LAW.md §0.2 of the reviewed specification, carried by `data/law_rules`. A version is
picked by the date of the act judged; `effective_to` is the last day in force. The newest
text, 303/2026/NĐ-CP, was read in a provincial officer's summary only: it is never "text".
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from cluster_gis.i18n import N_

#: How sure we are of a text: the wording read; a second source; general knowledge, not verified.
TEXT, SECONDARY, MEMORY = "text", "secondary", "memory"
CONFIDENCES = (TEXT, SECONDARY, MEMORY)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the reader beside the verdicts: a code and an English msgid."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawVersion:
    """A period of the law: its id, the texts in force (cited in Vietnamese), and its notices."""

    id: str
    document: str
    effective_from: date
    effective_to: date | None = None
    confidence: str = TEXT
    notices: tuple[Notice, ...] = ()


DELEGATED = Notice(
    "district-words-delegated",
    N_(
        "From 2025-07-01 to 2026-09-14 the provincial People's Committee decides how the clauses "
        "on districts apply (139/2025/NĐ-CP Điều 12); without its decision both readings are shown."
    ),
)

V0 = LawVersion(
    id="V0",
    document="105/2009/QĐ-TTg",
    effective_from=date(2009, 10, 5),
    effective_to=date(2017, 7, 14),
    confidence=SECONDARY,
    notices=(
        Notice(
            "v0-areas-only",
            N_(
                "Decision 105/2009/QĐ-TTg was in force on this day; only its area limits are known "
                "here, the other conditions must be read by a person."
            ),
        ),
    ),
)
V1 = LawVersion(
    id="V1",
    document="68/2017/NĐ-CP",
    effective_from=date(2017, 7, 15),
    effective_to=date(2020, 7, 31),
)
V2 = LawVersion(
    id="V2",
    document="68/2017/NĐ-CP, sửa đổi bởi 66/2020/NĐ-CP",
    effective_from=date(2020, 8, 1),
    effective_to=date(2024, 4, 30),
    notices=(
        Notice(
            "v2-transition",
            N_(
                "A dossier under way on 2024-05-01 continues under Decrees 68/2017 and 66/2020 "
                "(32/2024/NĐ-CP Điều 35 khoản 2)."
            ),
        ),
    ),
)
V3 = LawVersion(
    id="V3",
    document="32/2024/NĐ-CP",
    effective_from=date(2024, 5, 1),
    effective_to=date(2025, 6, 30),
)
V4 = LawVersion(
    id="V4",
    document="32/2024/NĐ-CP, 139/2025/NĐ-CP",
    effective_from=date(2025, 7, 1),
    effective_to=date(2026, 4, 28),
    notices=(DELEGATED,),
)
V5 = LawVersion(
    id="V5",
    document="32/2024/NĐ-CP, 139/2025/NĐ-CP (song song 19/2026/NQ-CP)",
    effective_from=date(2026, 4, 29),
    effective_to=date(2026, 9, 14),
    notices=(
        DELEGATED,
        Notice(
            "v5-transition",
            N_(
                "A dossier received before 2026-09-15 continues under Decrees 32/2024 and 139/2025 "
                "(Điều 35 khoản 2 as amended). That clause does not name Resolution 19/2026: for "
                "steps that start after 2026-09-14 the older limits (appraisal 25 days, decision "
                "7 working days) are shown beside these. A dossier announced by the commune and "
                "not yet with the Department on 2026-09-15 needs review."
            ),
        ),
    ),
)
V6 = LawVersion(
    id="V6",
    document="32/2024/NĐ-CP, sửa đổi bởi 303/2026/NĐ-CP",
    effective_from=date(2026, 9, 15),
    confidence=SECONDARY,
    notices=(
        Notice(
            "v6-summary-only",
            N_(
                "Decree 303/2026/NĐ-CP was read in a summary only; an officer must confirm its "
                "wording. Dossiers received before 2026-09-15 are judged on the day they were "
                "received."
            ),
        ),
    ),
)
#: V5 where Resolution 19/2026 itself speaks (the other rows carry `V5.document`).
RESOLUTION_19 = "32/2024/NĐ-CP, 19/2026/NQ-CP"

VERSIONS = (V0, V1, V2, V3, V4, V5, V6)
_STARTS = [version.effective_from for version in VERSIONS]

BEFORE_EVERY_VERSION = Notice(
    "before-every-version",
    N_(
        "No text on industrial clusters is known for this day: the first one, Decision "
        "105/2009/QĐ-TTg, took effect on 2009-10-05."
    ),
)


def version_on(on: date) -> LawVersion | None:
    """The version in force on that day; None before the first one."""
    place = bisect_right(_STARTS, on)
    return VERSIONS[place - 1] if place else None
