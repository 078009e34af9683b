"""What a dossier must hold, version by version (LAW PROC-DOSSIER, PROC-SETS; forms B.1, B.4).

Data only; `dossiers.py` checks a dossier against it. Local extras that provinces ask
for (eight sets after 2024, company charter, bank balance) are practice, not law, and
are left out: they are never "missing".
"""

from dataclasses import dataclass
from enum import StrEnum

from cluster_gis.i18n import N_
from cluster_gis.law.documents import RESOLUTION_19, V1, V2, V3, V4, V6


class Need(StrEnum):
    """How an item stands. REMARK: asked for "if any", or the text contradicts itself."""

    REQUIRED = "required"
    REMARK = "remark"
    NOT_REQUIRED = "not_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One paper. title, remark: msgids; proofs: id -> msgid, any one of them is enough."""

    id: str
    title: str
    need: Need
    document: str
    locator: str
    confidence: str
    remark: str | None = None
    proofs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """How many sets are sent. electronic_file None = not said in what was read."""

    count: int
    originals_at_least: int | None
    electronic_file: bool | None
    document: str
    locator: str
    confidence: str
    sender: str
    receiver: str
    remark: str | None = None


TITLES = {
    "submission_letter": N_("Submission letter of the People's Committee"),
    "request_letter": N_(
        "Investor's request to build the infrastructure, with the commitment not to break the law "
        "and to bear every cost and risk if not accepted"
    ),
    "investment_report": N_("Investment report on establishing or expanding the cluster"),
    "boundary_map": N_("Map of position and boundary"),
    "legal_status": N_("Valid copy: legal status of the investor"),
    "financial_capacity": N_("Valid copy: financial capacity (any one proof is enough)"),
    "experience": N_("Valid copy: experience and other related papers (if any)"),
}
#: V1–V2 know no commitment in the letter.
REQUEST_WITHOUT_COMMITMENT = N_("Investor's request to build the infrastructure")

PROOFS = (
    ("financial_statements_2_years", N_("Financial statements of the two latest years")),
    ("parent_company_commitment", N_("Commitment of the parent company")),
    ("financial_institution_commitment", N_("Commitment of a financial institution")),
    ("guarantee", N_("Guarantee of financial capacity")),
    ("other_financial_proof", N_("Other proof of financial capacity")),
)

ONE_BODY = N_(
    "A cluster on two or more units: the one People's Committee named by the province submits."
)
COMMUNE_FORWARDS = N_("Not in the list of the resolution: the commune forwards the dossier.")
POINT_C_CITED = N_(
    "Left out of the list in item 1, but item 2.1 still cites point c: not required, take it from "
    "the business register."
)
POINT_C_REPEALED = N_("Point c is repealed.")
SCORED_ONLY = N_("If any; experience is scored, it is not a condition.")
TEXT_NOT_VERIFIED = N_("The wording of this version was not read.")
REPORT_ADDS = N_(
    "The report also states the cluster type, the target investors and the land planned for "
    "private high-tech firms, small and medium enterprises and innovative start-ups."
)
SETS_PER_INVESTOR = N_("One set for each proposing investor.")
SETS_UNCLEAR = N_(
    "One set from the investor to the commune; the number sent to the Department is not stated in "
    "what was read."
)

_R, _M, _N = Need.REQUIRED, Need.REMARK, Need.NOT_REQUIRED
_ANNEX_1 = "19/2026/NQ-CP Phụ lục III, I, 1"

#: version -> rows (item, need, locator, remark); document and confidence by version.
VERSION_TEXT = {
    "V1": (V1.document, "memory"),
    "V2": (V2.document, "memory"),
    "V3": (V3.document, "text"),
    "V4": (V4.document, "text"),
    "V5": (RESOLUTION_19, "text"),
    "V6": (V6.document, "secondary"),
}
ItemRow = tuple[str, Need, str, str | None]

_ROWS_68: tuple[ItemRow, ...] = (
    ("submission_letter", _R, "Điều 11", TEXT_NOT_VERIFIED),
    ("request_letter", _R, "Điều 11", TEXT_NOT_VERIFIED),
    ("investment_report", _R, "Điều 11", TEXT_NOT_VERIFIED),
    ("boundary_map", _N, "Điều 11", TEXT_NOT_VERIFIED),
    ("legal_status", _R, "Điều 11", TEXT_NOT_VERIFIED),
    ("financial_capacity", _R, "Điều 11", TEXT_NOT_VERIFIED),
    ("experience", _R, "Điều 11", TEXT_NOT_VERIFIED),
)
_ROWS_32: tuple[ItemRow, ...] = (
    ("submission_letter", _R, "Điều 9 khoản 1 điểm a", ONE_BODY),
    ("request_letter", _R, "Điều 9 khoản 1 điểm b", None),
    ("investment_report", _R, "Điều 9 khoản 1 điểm b; khoản 2", None),
    ("boundary_map", _R, "Điều 9 khoản 1 điểm b", None),
    ("legal_status", _R, "Điều 9 khoản 1 điểm c", None),
    ("financial_capacity", _R, "Điều 9 khoản 1 điểm d", None),
    ("experience", _M, "Điều 9 khoản 1 điểm đ", SCORED_ONLY),
)
ROWS: dict[str, tuple[ItemRow, ...]] = {
    "V1": _ROWS_68,
    "V2": _ROWS_68,
    "V3": _ROWS_32,
    "V4": _ROWS_32,
    "V5": (
        ("submission_letter", _N, _ANNEX_1, COMMUNE_FORWARDS),
        ("request_letter", _R, _ANNEX_1, None),
        ("investment_report", _R, _ANNEX_1, None),
        ("boundary_map", _R, _ANNEX_1, None),
        ("legal_status", _M, _ANNEX_1 + "; 2.1", POINT_C_CITED),
        ("financial_capacity", _R, _ANNEX_1 + " điểm b", None),
        ("experience", _M, _ANNEX_1, SCORED_ONLY),
    ),
    "V6": (
        ("submission_letter", _R, "Điều 9 khoản 1 điểm a", ONE_BODY),
        ("request_letter", _R, "Điều 9 khoản 1 điểm b", None),
        ("investment_report", _R, "Điều 9 khoản 1 điểm b; khoản 2 điểm b", REPORT_ADDS),
        ("boundary_map", _R, "Điều 9 khoản 1 điểm b", None),
        ("legal_status", _N, "303/2026/NĐ-CP Điều 2 khoản 2", POINT_C_REPEALED),
        ("financial_capacity", _R, "Điều 9 khoản 1 điểm d", None),
        ("experience", _M, "Điều 9 khoản 1 điểm đ", SCORED_ONLY),
    ),
}

#: version -> (count, originals, electronic file, locator, confidence, sender, receiver, remark)
SET_ROWS: dict[str, tuple[int, int | None, bool | None, str, str, str, str, str | None]] = {
    "V1": (8, 2, False, "Điều 12 khoản 2", "text", "district_pc", "department", None),
    "V2": (
        8,
        2,
        False,
        "Điều 12 khoản 2",
        "memory",
        "district_pc",
        "department",
        TEXT_NOT_VERIFIED,
    ),
    "V3": (2, None, True, "Điều 10 khoản 2", "text", "district_pc", "department", None),
    "V4": (
        2,
        None,
        True,
        "Điều 10 khoản 2; 139/2025/NĐ-CP Điều 11",
        "text",
        "commune_pc",
        "department",
        None,
    ),
    "V5": (
        1,
        None,
        True,
        "19/2026/NQ-CP Phụ lục III, I, 2.2",
        "text",
        "commune_pc",
        "department",
        SETS_PER_INVESTOR,
    ),
    "V6": (1, None, None, "Điều 10", "secondary", "investor", "commune_pc", SETS_UNCLEAR),
}

#: Contents of a change of the plan, Decree 32/2024 Điều 6(2), and the papers of earlier versions.
PLAN_TITLES_32 = (
    ("plan_basis", "a", N_("Legal basis, need and explanation of the basis of the change")),
    (
        "plan_results",
        "b",
        N_("Results of the planned clusters: progress, investment, fill, causes"),
    ),
    (
        "plan_demand",
        "c",
        N_("Demand, land, sectors, capital of added clusters; state of withdrawn"),
    ),
    ("plan_list", "d", N_("List after the change: name, commune, area, sectors, siting")),
    ("plan_measures", "đ", N_("Measures to carry it out")),
)
PLAN_TITLES_68 = (
    ("plan_submission", _R, N_("Submission letter")),
    ("plan_old_new", _R, N_("Table of old and new clusters")),
    ("plan_land_extract", _R, N_("Extract of the land-use plan")),
    ("plan_investor", _R, N_("Identified infrastructure investor")),
    ("plan_opinions", _R, N_("Opinions of departments and of the units' People's Committees")),
    ("plan_map", _R, N_("Map, scale 1:25 000 to 1:100 000")),
    ("plan_ministry_opinion", _M, N_("Opinion of the Ministry of Industry and Trade, if required")),
)
