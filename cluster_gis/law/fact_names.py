"""Names for people of the facts a verdict asks for: path -> msgid.

`fact_name("facts.cluster.industrial_land_ha")` is "industrial land (ha)"; a path inside a list,
`facts.unit_clusters[2].industrial_land_ha`, has the name of its kind.
"""

import re

from cluster_gis.i18n import N_

_PLACE = re.compile(r"\[([^\]]*)\]")

FACT_NAMES = {
    "facts.cluster.kind": N_("kind of cluster"),
    "facts.cluster.status": N_("state of the cluster"),
    "facts.cluster.mountainous": N_("whether the district is mountainous"),
    "facts.cluster.area_planned_ha": N_("area in the plan (ha)"),
    "facts.cluster.area_established_ha": N_("area in the establishment decision (ha)"),
    "facts.cluster.area_detailed_ha": N_("area in the detailed plan (ha)"),
    "facts.cluster.area_after_expansion_ha": N_("area after expansion (ha)"),
    "facts.cluster.industrial_land_ha": N_("industrial land (ha)"),
    "facts.cluster.leased_industrial_land_ha": N_("leased industrial land (ha)"),
    "facts.cluster.licensed_not_leased_ha": N_("land of licensed projects without a lease (ha)"),
    "facts.cluster.craft_industrial_land_ha": N_("industrial land for craft producers (ha)"),
    "facts.cluster.same_sector_industrial_land_ha": N_("industrial land of one sector (ha)"),
    "facts.cluster.supporting_industrial_land_ha": N_("land of supporting industry (ha)"),
    "facts.cluster.hightech_industrial_land_ha": N_("land of high technology (ha)"),
    "facts.cluster.sme_reserved_ha": N_("land reserved for high-tech firms, SMEs, start-ups (ha)"),
    "facts.cluster.service_area_ha": N_("service land (ha)"),
    "facts.cluster.documented_demand_ha": N_("documented demand for land (ha)"),
    "facts.cluster.residents_inside": N_("residents inside the boundary"),
    "facts.cluster.in_approved_plan": N_("entry in the approved plan or List"),
    "facts.cluster.clearance_completed": N_("whether clearance is completed"),
    "facts.cluster.land_use_plan_fits": N_("whether the land-use plan fits"),
    "facts.cluster.has_boundary": N_("closed boundary with coordinates"),
    "facts.cluster.commune": N_("commune"),
    "facts.cluster.former_district": N_("former district"),
    "facts.unit_clusters": N_("complete list of the unit's established clusters"),
    "facts.unit_clusters[].industrial_land_ha": N_("industrial land of a cluster of the unit (ha)"),
    "facts.unit_clusters[].leased_industrial_land_ha": N_(
        "leased land of a cluster of the unit (ha)"
    ),
    "facts.works": N_("state of the infrastructure works"),
    "facts.works[]": N_("state of one infrastructure work"),
    "facts.investor.identified": N_("name of the infrastructure investor"),
    "facts.investor.legal_status": N_("legal status of the investor"),
    "facts.investor.capacity": N_("capacity of the investor"),
    "facts.investor.experience": N_("experience of the investor"),
    "facts.investor.assigned_unit": N_("whether a public unit is assigned as investor"),
    "facts.investor.requests": N_("the investor's request"),
    "facts.candidates": N_("scores of the candidate investors"),
    "facts.candidates[].plan": N_("points for the infrastructure investment plan"),
    "facts.candidates[].environment_management": N_("points for management and environment"),
    "facts.candidates[].capacity_experience": N_("points for capacity and experience"),
    "facts.candidates[].finance": N_("points for the financial plan"),
    "facts.settings.agg_unit": N_("the province's decision on the unit of the fill rate"),
    "facts.settings.mountainous": N_("the province's decision on mountainous districts"),
    "facts.settings.land_plan": N_("the province's decision on the land-use plan"),
    "facts.settings.tolerance": N_("the province's decision on small changes"),
    "facts.settings.overrides": N_("the province's own rules"),
    "facts.adjustment.planned_ha": N_("area in the plan before the change (ha)"),
    "facts.adjustment.proposed_ha": N_("area proposed (ha)"),
    "facts.adjustment.same_commune": N_("whether the place stays in the commune"),
    "facts.adjustment.same_district": N_("whether the place stays in the former district"),
    "facts.adjustment.conversion_solution": N_("conversion solution"),
    "facts.adjustment.basis": N_("basis for adjusting the plan"),
    "facts.environment.wastewater_central_in_operation": N_(
        "whether central wastewater treatment is in operation"
    ),
    "facts.environment.connected_establishments": N_("establishments connected"),
    "facts.environment.establishments": N_("establishments that must connect"),
    "facts.environment.new_wastewater_project": N_("whether a new project has wastewater"),
    "facts.environment.environment_officers": N_("environment officers"),
    "facts.environment.industrial_wastewater_m3_per_day": N_("industrial wastewater (m³ a day)"),
    "facts.environment.environmental_permit": N_("environmental permit"),
    "facts.environment.storm_drain_outlets": N_("outlets of wastewater into storm drains"),
    "facts.milestones": N_("schedule of the decision"),
    "facts.milestones[].due": N_("due date of a milestone"),
}


def fact_name(path: str) -> str:
    """The msgid of a fact's name; the path itself when it has none."""
    return FACT_NAMES.get(_PLACE.sub("[]", path), path)
