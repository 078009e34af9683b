"""Items of the checklists beside the dossier: report, decision, appraisal, start of works.

Sources: Decree 32/2024 Điều 9(2), 11, 12(1); practice of one province where marked
"secondary" (forms B.2, B.3, B.7, B.8). Limits in numbers are judged by the rules, not here.
Data only; `checklists.py` picks the items of a version.
"""

from cluster_gis.i18n import N_
from cluster_gis.law.dossier_items import Need

_R, _M = Need.REQUIRED, Need.REMARK

#: (id, point of Điều 9(2), title)
INVESTMENT_REPORT = (
    (
        "report_basis",
        "a",
        N_(
            "Legal basis, need, fit, how the conditions are met; labour demand; effect of parks "
            "and clusters nearby"
        ),
    ),
    (
        "report_land",
        "b",
        N_(
            "Present land use, land recovery, land demand and structure, linked sectors, "
            "connection of inside and outside infrastructure"
        ),
    ),
    (
        "report_options",
        "c",
        N_(
            "Goals, area, place, infrastructure, chosen option, clearance, schedule, attraction "
            "and fill, water protection, fire safety, housing for workers"
        ),
    ),
    (
        "report_investor",
        "d",
        N_("Legal status, capacity, experience of the investor; total investment and its sources"),
    ),
    (
        "report_operation",
        "đ",
        N_("Maintenance, operating and other costs; way of management and use"),
    ),
    (
        "report_environment",
        "e",
        N_("Preliminary environmental assessment, waste around, environmental management"),
    ),
    (
        "report_effect",
        "g",
        N_("Incentives asked (if any), economic and social effect, measures to carry it out"),
    ),
)

#: (id, point of Điều 12(1), need, title)
DECISION = (
    ("decision_name", "a", _R, N_("Name, area, location, main sectors")),
    ("decision_investor", "b", _R, N_("Infrastructure investor")),
    ("decision_infrastructure", "c", _R, N_("Scale of infrastructure, total capital, sources")),
    ("decision_schedule", "d", _R, N_("Schedule of the infrastructure project")),
    ("decision_incentives", "đ", _M, N_("Incentives and conditions (if any)")),
    ("decision_duties", "e", _R, N_("Responsibilities of the investor and of agencies")),
    ("decision_effect", "g", _R, N_("Effective date")),
    ("decision_other", "h", _M, N_("Other content (if any)")),
)
#: Added by Decree 303/2026; the summary counts eleven groups a–l and names ten.
DECISION_V6 = (
    ("decision_type", _R, N_("Type of the cluster")),
    (
        "decision_reserved_land",
        _R,
        N_(
            "Minimum land for private high-tech firms, small and medium enterprises and innovative "
            "start-ups"
        ),
    ),
    ("decision_unnamed_group", _M, N_("An eleventh group that was not named in what was read")),
)

#: (id, need, confidence, locator, title)
APPRAISAL = (
    (
        "AP-01",
        _R,
        "text",
        "Điều 9 khoản 1; Điều 11 khoản 1",
        N_("The dossier is complete and valid"),
    ),
    ("AP-02", _R, "text", "Điều 10 khoản 1, 2", N_("Notice, window and sending kept their limits")),
    (
        "AP-03",
        _R,
        "text",
        "Điều 8 khoản 1 điểm a; Điều 11 khoản 2 điểm a",
        N_("Legal basis and need; the cluster is in the approved List: name, place, area match"),
    ),
    (
        "AP-04",
        _R,
        "text",
        "Điều 8 khoản 1; Điều 11 khoản 2 điểm b",
        N_("The land fits the land-use plan; land demand, conditions to lease and convert land"),
    ),
    ("AP-05", _R, "text", "Điều 8 khoản 1 điểm c", N_("Fill rate or unleased land of the unit")),
    (
        "AP-06",
        _R,
        "text",
        "Điều 8 khoản 2",
        N_("Expansion: total area, fill rate or demand, common works in use"),
    ),
    (
        "AP-07",
        _R,
        "text",
        "Điều 11 khoản 2 điểm c",
        N_("Name, area, goals, sectors, chosen infrastructure option"),
    ),
    (
        "AP-08",
        _R,
        "text",
        "Điều 11 khoản 2 điểm d",
        N_("Legal status and capacity of the investor; total investment, structure, balance"),
    ),
    (
        "AP-09",
        _R,
        "text",
        "Điều 11 khoản 2 điểm d",
        N_("Feasible plans for environment, fire and rescue, worker housing"),
    ),
    (
        "AP-10",
        _R,
        "text",
        "Điều 11 khoản 2 điểm đ",
        N_("Costs and way of managing the infrastructure"),
    ),
    (
        "AP-11",
        _R,
        "text",
        "Điều 11 khoản 2 điểm e",
        N_("Attraction and relocation of polluters; economic, social, environmental effect"),
    ),
    ("AP-12", _R, "text", "Điều 11 khoản 2 điểm g", N_("Incentives and their conditions")),
    (
        "AP-13",
        _R,
        "text",
        "Điều 10 khoản 3; Điều 13 khoản 2",
        N_("The council has scored; the winner reaches the pass mark"),
    ),
    (
        "AP-14",
        _R,
        "text",
        "Điều 10 khoản 2, 3",
        N_("Opinions of departments and of the commune recorded with dates"),
    ),
    ("AP-15", _R, "text", "Điều 12 khoản 1", N_("The draft decision has every field")),
    (
        "AP-16",
        _M,
        "secondary",
        "",
        N_("Investor not in dissolution, bankruptcy or suspension; business line fits"),
    ),
    (
        "AP-17",
        _M,
        "secondary",
        "",
        N_("Own capital proven; credit commitment covers the rest and fits the schedule"),
    ),
    (
        "AP-18",
        _M,
        "secondary",
        "",
        N_("Area of the polygon from its coordinates equals the declared area"),
    ),
    (
        "AP-19",
        _M,
        "secondary",
        "",
        N_("Sectors agree with the environmental plan; standards cited are in force"),
    ),
    (
        "AP-20",
        _M,
        "secondary",
        "",
        N_("Schedule, capital, area, names agree across every paper"),
    ),
    (
        "AP-21",
        _M,
        "secondary",
        "",
        N_("Latest registration certificate, right commune name, dates in order"),
    ),
)

#: (id, need, title); practice [secondary]: Construction Law, not the cluster decrees.
WORKS_START = (
    ("KC-1", _R, N_("Ground handed over, all or by phase")),
    ("KC-2", _R, N_("Building permit in force, or basis of exemption")),
    ("KC-3", _R, N_("Approved construction drawings")),
    ("KC-4", _R, N_("Contract with the contractor signed and in force")),
    ("KC-5", _R, N_("Safety and environment measures where required")),
    (
        "KC-6",
        _R,
        N_("Start notice received by the construction authority 3 working days before the start"),
    ),
)
