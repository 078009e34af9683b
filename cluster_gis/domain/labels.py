"""Words for the register's codes, as msgids; states and verdicts have theirs in maps/styles.py.

A code without a word here is shown as it is: a new code must not break a page.
"""

from cluster_gis.i18n import N_

STATUS_BASIS = {
    "stated": N_("stated by a source"),
    "inferred": N_("inferred, not stated by a source"),
    "superseded_plan_only": N_("listed only in a plan no longer in force"),
    "proposed_only": N_("only proposed"),
    "not_known": N_("not known on this date"),
}

KIND = {
    "ordinary": N_("ordinary cluster"),
    "craft_village": N_("craft village cluster"),
    "specialised": N_("specialised cluster"),
    "supporting": N_("supporting industry cluster"),
    "hightech": N_("high-tech cluster"),
    "eco": N_("eco cluster"),
}

PLACE_BASIS = {
    "commune": N_("commune named by a source"),
    "successor_commune": N_("commune that took over the commune named by a source"),
    "new_commune": N_("commune of 2025 named by a source"),
    "commune_by_name": N_("commune inferred from the name of the cluster"),
    "district": N_("only the district is known"),
    "site": N_("site given by a source"),
    "none": N_("place not known"),
}

DATE_BASIS = {
    "decision": N_("by decision"),
    "event": N_("by event"),
    "law": N_("by law"),
    "known_no_later_than": N_("known no later than this date"),
    "correction": N_("by correction of the register"),
    "unknown": N_("basis not known"),
}

PROCEDURE = {
    "establish": N_("Establishment"),
    "expand": N_("Expansion"),
    "operate": N_("Operation"),
    "plan_add": N_("Addition to the plan"),
    "plan_adjust": N_("Adjustment of the plan"),
    "plan_withdraw": N_("Withdrawal from the plan"),
    "report": N_("Reporting"),
}

WORK_TYPE = {
    "road": N_("Roads"),
    "pavement": N_("Pavements"),
    "green": N_("Greenery"),
    "water_supply": N_("Water supply"),
    "drainage": N_("Storm drainage"),
    "wastewater_collection": N_("Wastewater collection"),
    "wastewater_treatment": N_("Wastewater treatment"),
    "solid_waste": N_("Solid waste"),
    "fire": N_("Fire safety"),
    "power": N_("Power supply"),
    "lighting": N_("Public lighting"),
    "telecom": N_("Telecommunications"),
    "operations_house": N_("Operations house"),
    "security": N_("Gate, fence, security"),
    "other": N_("Other works"),
    None: N_("Type not stated"),
}

PLAN_CHANGE = {
    "listed": N_("listed"),
    "kept": N_("kept"),
    "new": N_("new"),
    "expanded": N_("expanded"),
    "reduced": N_("reduced"),
    "adjusted": N_("adjusted"),
    "withdrawn": N_("withdrawn"),
    "after_period": N_("after the plan period"),
    "unknown": N_("change not stated"),
}

EVENT_TYPE = {
    "plan_listing": N_("Listed in a plan"),
    "plan_approved": N_("Plan approved"),
    "kept_unchanged": N_("Kept in the plan unchanged"),
    "adjusted_or_widened": N_("Adjusted or expanded in the plan"),
    "added_existing": N_("Existing cluster added to the plan"),
    "added_to_plan": N_("Added to the plan"),
    "addition_agreed": N_("Addition to the plan agreed"),
    "proposed": N_("Proposed"),
    "withdrawn": N_("Withdrawn from the plan"),
    "site_survey": N_("Site surveyed"),
    "investment_policy": N_("Investment policy approved"),
    "environment_approved": N_("Environmental report approved"),
    "establishment_studied": N_("Establishment studied"),
    "established": N_("Established"),
    "expanded": N_("Expanded"),
    "detailed_plan_approved": N_("Detailed plan approved"),
    "groundbreaking": N_("Ground broken"),
    "site_cleared": N_("Site cleared"),
    "compensation_paid": N_("Compensation paid"),
    "inspection": N_("Inspected"),
    "inaugurated": N_("Inaugurated"),
}

FUND_SOURCE = {
    "investor_equity": N_("investor's own capital"),
    "bank_loan": N_("bank loan"),
    "advance_from_tenants": N_("advance from tenants"),
    "local_budget": N_("local budget"),
    "central_budget": N_("central budget"),
    "khuyen_cong_national": N_("national industry promotion"),
    "khuyen_cong_local": N_("local industry promotion"),
    "oda": N_("official development assistance"),
    "ppp": N_("public-private partnership"),
    "other": N_("other source"),
    None: N_("source of money not stated"),
}

QUALIFIER = {
    "about": N_("about"),
    "nearly": N_("nearly"),
    "over": N_("over"),
    "under": N_("under"),
    "range": N_("range"),
    "computed": N_("computed"),
}

BOUNDARY_QUALITY = {
    "surveyed": N_("surveyed (coordinate table)"),
    "digitised": N_("digitised from a map, indicative"),
}

ACT = {
    "planned": N_("area in the plan"),
    "established": N_("area of establishment"),
    "detailed": N_("area of the detailed plan"),
    "expanded": N_("area after expansion"),
    "unknown": N_("act not stated"),
}

CONFIDENCE = {
    "text": N_("read in the text of the document"),
    "secondary": N_("from a secondary source, not checked against the text"),
    "memory": N_("not verified against the text"),
}

#: columns of cluster_state that are figures, in the order they are shown
FIGURE = {
    "area_planned_ha": N_("Area in the plan"),
    "area_established_ha": N_("Area of establishment"),
    "area_detailed_ha": N_("Area of the detailed plan"),
    "industrial_land_ha": N_("Industrial land"),
    "leased_industrial_land_ha": N_("Industrial land leased"),
    "licensed_not_leased_ha": N_("Industrial land licensed, not leased"),
    "craft_industrial_land_ha": N_("Industrial land for craft households"),
    "service_area_ha": N_("Service area"),
    "fill_rate_pct": N_("Fill rate"),
    "total_investment_vnd": N_("Infrastructure capital"),
    "n_projects": N_("Projects"),
    "n_enterprises": N_("Enterprises at work"),
    "residents_inside": N_("Residents inside"),
}

#: facts of a case (cluster_gis.domain.facts), by their path, as a reader would name them
FACT = {
    "facts.cluster.kind": N_("Kind of cluster"),
    "facts.cluster.mountainous": N_("Whether the place is mountainous"),
    "facts.cluster.status": N_("State of the cluster"),
    "facts.cluster.area_planned_ha": N_("Area in the plan"),
    "facts.cluster.area_established_ha": N_("Area of establishment"),
    "facts.cluster.area_detailed_ha": N_("Area of the detailed plan"),
    "facts.cluster.area_after_expansion_ha": N_("Area after expansion"),
    "facts.cluster.industrial_land_ha": N_("Industrial land"),
    "facts.cluster.leased_industrial_land_ha": N_("Industrial land leased"),
    "facts.cluster.licensed_not_leased_ha": N_("Industrial land licensed, not leased"),
    "facts.cluster.craft_industrial_land_ha": N_("Industrial land for craft households"),
    "facts.cluster.service_area_ha": N_("Service area"),
    "facts.cluster.residents_inside": N_("Residents inside"),
    "facts.cluster.clearance_completed": N_("Whether clearance is completed"),
    "facts.cluster.in_approved_plan": N_("Whether the approved plan lists it"),
    "facts.cluster.land_use_plan_fits": N_("Whether land-use plans fit"),
    "facts.cluster.has_boundary": N_("Boundary with coordinates"),
    "facts.cluster.documented_demand_ha": N_("Documented demand for land"),
    "facts.cluster.commune": N_("Commune"),
    "facts.cluster.former_district": N_("Former district"),
    "facts.unit_clusters": N_("Complete list of the unit's clusters"),
    "facts.works": N_("Common technical works"),
    "facts.investor": N_("Infrastructure investor"),
    "facts.investor.identified": N_("Infrastructure investor"),
    "facts.investor.legal_status": N_("Legal status of the investor"),
    "facts.investor.capacity": N_("Capacity of the investor"),
    "facts.investor.experience": N_("Experience of the investor"),
    "facts.milestones": N_("Milestones of the decision"),
    "facts.adjustment": N_("Adjustment asked for"),
    "facts.environment": N_("Environmental facts"),
    "facts.cluster.same_sector_industrial_land_ha": N_("Industrial land of one sector"),
    "facts.cluster.supporting_industrial_land_ha": N_("Industrial land of supporting industry"),
    "facts.cluster.hightech_industrial_land_ha": N_("Industrial land of high technology"),
    "facts.cluster.sme_reserved_ha": N_("Land kept for small and medium enterprises"),
    "facts.investor.assigned_unit": N_("Unit assigned in place of an investor"),
    "facts.investor.requests": N_("Request of the investor"),
    "facts.candidates": N_("Scores of the candidates"),
    "facts.adjustment.basis": N_("Basis of the adjustment"),
    "facts.adjustment.conversion_solution": N_("Solution for converting the land"),
    "facts.adjustment.planned_ha": N_("Area before the adjustment"),
    "facts.adjustment.proposed_ha": N_("Area proposed"),
    "facts.adjustment.same_commune": N_("Whether it stays in the same commune"),
    "facts.adjustment.same_district": N_("Whether it stays in the same district"),
    "facts.environment.wastewater_central_in_operation": N_(
        "Whether central wastewater treatment is in operation"
    ),
    "facts.environment.connected_establishments": N_("Establishments connected to it"),
    "facts.environment.establishments": N_("Establishments that must connect"),
    "facts.environment.new_wastewater_project": N_("Whether a new project discharges wastewater"),
    "facts.environment.environment_officers": N_("Environmental officers"),
    "facts.environment.industrial_wastewater_m3_per_day": N_("Industrial wastewater, m³ a day"),
    "facts.environment.environmental_permit": N_("Environmental permit"),
    "facts.environment.storm_drain_outlets": N_("Outlets of the storm drains"),
    "facts.settings.agg_unit": N_("Unit over which the province adds up clusters"),
    "facts.settings.land_plan": N_("Land-use plan in force"),
    "facts.settings.mountainous": N_("Whether the place is mountainous"),
    "facts.settings.overrides": N_("Rules that the province set itself"),
    "facts.settings.tolerance": N_("Unit of the tolerance of area"),
}

#: groups of findings, in the order they are shown; the first three decide the verdict
FINDING_GROUP = {
    "condition": N_("Conditions"),
    "plan": N_("Plan"),
    "operation": N_("Operation"),
    "route": N_("Route"),
    "procedure": N_("Procedure"),
    "dossier": N_("Dossier"),
    "building_code": N_("Building code"),
    "support": N_("Support"),
    "report": N_("Reports"),
    "information": N_("Information"),
}
