"""Code lists of progress, support and sectors with their words; English msgids.

The codes are those of the database (migration 0014); a test compares them.
"""

from collections.abc import Mapping

from cluster_gis.i18n import N_

Words = Mapping[str, str]

YES_NO: Words = {"yes": N_("yes"), "no": N_("no")}
REPORTER: Words = {
    "investor": N_("infrastructure investor"),
    "commune": N_("commune People's Committee"),
    "district": N_("district People's Committee (until 30/06/2025)"),
    "department": N_("Department of Industry and Trade"),
    "enterprise": N_("enterprise in the cluster"),
    "statistics": N_("statistics office"),
    "inspection": N_("inspection"),
    "other": N_("another reporter"),
}
CAPITAL_KIND: Words = {"planned": N_("planned"), "disbursed": N_("paid out")}
COVERAGE: Words = {
    "cumulative": N_("cumulative to the day"),
    "in_period": N_("within the period"),
}
#: Measures of site clearance, in the order of the work; never added to each other.
CLEARANCE: Words = {
    "counted": N_("counted and measured"),
    "plan_approved": N_("compensation plan approved"),
    "paid": N_("compensation paid"),
    "handed_over": N_("handed over to the investor"),
    "clean": N_("clean ground"),
}
MILESTONE_KIND: Words = {
    "detailed_plan": N_("Detailed plan approved"),
    "project_approval": N_("Infrastructure project approved"),
    "land_clearance": N_("Site cleared"),
    "land_handover": N_("Land handed over or leased to the investor"),
    "construction_start": N_("Construction begun"),
    "levelling": N_("Levelling finished"),
    "main_roads": N_("Main roads finished"),
    "utilities": N_("Power, water and drainage finished"),
    "wastewater_treatment": N_("Wastewater treatment in operation"),
    "infrastructure_completed": N_("Infrastructure completed"),
    "operation_start": N_("Cluster put into operation"),
    "other": N_("Other milestone"),
}
DELAY_CAUSE: Words = {
    "site_clearance": N_("site clearance and compensation"),
    "capital": N_("lack of capital"),
    "procedures": N_("procedures: land, plan, environment, fire safety"),
    "plan_change": N_("change of a plan"),
    "investor_capacity": N_("capacity of the investor"),
    "outside_connection": N_("connections outside the fence"),
    "materials": N_("materials: price or shortage"),
    "force_majeure": N_("storm, flood, epidemic"),
    "other": N_("another cause"),
}
PROJECT_STATE: Words = {
    "approved": N_("approved, no lease yet"),
    "leased": N_("land leased"),
    "building": N_("being built"),
    "operating": N_("in production"),
    "stopped": N_("stopped"),
    "ended": N_("ended"),
}
APPROVAL_KIND: Words = {
    "investment_policy": N_("investment policy approval"),
    "registration_certificate": N_("investment registration certificate"),
    "other": N_("another paper"),
}
LEASE_KIND: Words = {"lease": N_("lease"), "sublease": N_("sublease")}
PROGRAMME_KIND: Words = {
    "khuyen_cong_national": N_("national industry promotion"),
    "khuyen_cong_local": N_("local industry promotion"),
    "state_infrastructure": N_("state support for infrastructure"),
    "other": N_("another programme"),
}
SUPPORT_PURPOSE: Words = {
    "detailed_plan": N_("detailed plan"),
    "infrastructure": N_("levelling, roads, water, drainage"),
    "wastewater_repair": N_("repair of pollution treatment"),
    "relocation": N_("relocation of a producer"),
    "other": N_("another purpose"),
}
SUPPORT_STATE: Words = {
    "proposed": N_("proposed"),
    "appraised": N_("appraised"),
    "approved": N_("approved"),
    "paid": N_("paid"),
    "stopped": N_("stopped"),
}
SECTOR_CLASS: Words = {
    "encouraged": N_("encouraged"),
    "conditional": N_("conditional"),
    "not_accepted": N_("not accepted"),
}
LEGACY_OUTCOME: Words = {
    "undecided": N_("not decided"),
    "established": N_("established"),
    "adjusted": N_("adjusted"),
    "dropped": N_("dropped"),
    "converted": N_("land converted to another use"),
}

INSPECTION_KIND: Words = {
    "regular": N_("by the yearly plan"),
    "unscheduled": N_("unscheduled, on signs of violation"),
}
INSPECTED: Words = {
    "investor": N_("infrastructure investor"),
    "enterprise": N_("enterprise in the cluster"),
    "support": N_("supported project (industry promotion)"),
    "other": N_("another subject"),
}

#: Who settles two statements that disagree (a choice of this tool; the law names no one).
SETTLES = N_("Department of Industry and Trade, after hearing both")
