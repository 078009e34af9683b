"""Questions on the law that nobody answered yet, and the rules they touch.

A rule that one of them touches is marked "unverified" wherever it is shown: an open question is
never a silent choice. Source: the review's own list, carried with data/law_rules.
"""

from dataclasses import dataclass

from cluster_gis.i18n import N_

EVERY_RULE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question (msgid). laws: ids of the law versions it is about, empty = all of them."""

    number: int
    text: str
    rules: frozenset[str]
    laws: frozenset[str] = frozenset()

    def touches(self, rule: str, law: str) -> bool:
        """True when the rule, as that law version states it, rests on the answer."""
        return bool({rule, EVERY_RULE} & self.rules) and (not self.laws or law in self.laws)


def _question(number: int, text: str, rules: str, laws: str = "") -> OpenQuestion:
    return OpenQuestion(
        number=number, text=text, rules=frozenset(rules.split()), laws=frozenset(laws.split())
    )


OPEN_QUESTIONS: tuple[OpenQuestion, ...] = (
    _question(
        1,
        N_(
            "The wording of Decree 303/2026 was read in one summary only; up to four of its 18 "
            "clauses may change articles that the summary does not name."
        ),
        EVERY_RULE,
        "V6",
    ),
    _question(
        2,
        N_("The share of land for craft producers in Decree 32/2024: 60 % or 75 %; copies differ."),
        "CRAFT-SHARE",
        "V3 V4 V5",
    ),
    _question(
        3,
        N_(
            "Whether the average fill rate is simple or weighted by area, whether land of licensed "
            "projects counts as not leased, and how the first two versions define fill rate and "
            "industrial land."
        ),
        "EST-FILL EXP-FILL",
    ),
    _question(
        4,
        N_(
            "What each province decided under Decree 139/2025 Điều 12 (unit, mountainous, land "
            "plan, small change); the decision of Hải Phòng was not found. Whether Decree 146/2025 "
            "touches clusters."
        ),
        "AREA-MIN EST-LAND EXP-LAND EST-FILL EXP-FILL AREA-TOL PLAN-ADJ-BASIS PROC-NOTICE",
        "V4 V5",
    ),
    _question(
        5,
        N_(
            "Dossiers under way on 15/09/2026: the time limits of Resolution 19/2026 or the older "
            "ones; notices published and not yet sent to the Department."
        ),
        "PROC-NOTICE PROC-WINDOW PROC-PREPARE PROC-APPRAISE PROC-DECIDE",
        "V5 V6",
    ),
    _question(
        6,
        N_(
            "Decree 66/2020: conditions to expand, procedure, content of the decision; appraisal "
            "in the first two versions."
        ),
        "AREA-EXP EXP-LAND EXP-INVESTOR EXP-FILL EXP-INFRA PROC-PREPARE PROC-SETS PROC-APPRAISE "
        "PROC-DECIDE PROC-DECISION-FIELDS",
        "V1 V2",
    ),
    _question(
        7,
        N_(
            "All columns of the forms of Circulars 15/2017 and 28/2020; whether a circular adapts "
            "Circular 14/2024 to Decree 303/2026."
        ),
        "RPT-V1 RPT-V2 RPT-CUT-H1 RPT-CUT-Y RPT-01 RPT-02 RPT-03 RPT-04",
    ),
    _question(
        8,
        N_(
            "The central meridian of the merged Hải Phòng: areas measured there after 01/07/2025 "
            "are in the zone of the old unit."
        ),
        "BOUNDARY-DEFINED AREA-MAX AREA-MIN AREA-EXP",
        "V4 V5 V6",
    ),
    _question(
        9,
        N_("The cluster regulation of Hải Phòng in force after the merger with Hải Dương."),
        "AREA-LOCAL OPS-LATE-LOCAL PROC-LOCAL-OPINION PROC-LOCAL-POLICY",
    ),
    _question(
        10,
        N_(
            "How Decree 178/2026 on infrastructure built by the State and the clauses of Decree "
            "303/2026 on public assets (Điều 26, 35) fit together."
        ),
        "SUP-30PCT",
        "V6",
    ),
)


def questions_of(rule: str, law: str) -> tuple[OpenQuestion, ...]:
    """The open questions that a rule of that law version ("V3"; "" = none named) rests on."""
    return tuple(question for question in OPEN_QUESTIONS if question.touches(rule, law))
