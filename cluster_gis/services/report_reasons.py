"""Why a cell of a report is empty or partial, in words."""

from collections.abc import Mapping

from cluster_gis.i18n import N_

#: Why a cell is empty or partial, in words.
REASONS: Mapping[str, str] = {
    "no_member": N_("the register holds no cluster of this unit"),
    "state_unknown": N_("the state of the cluster on the cut-off day is not known"),
    "undecided": N_("the register does not say whether these clusters count"),
    "nothing_to_divide": N_("there is nothing to divide by"),
    "nothing_to_add": N_("there is nothing to add up"),
    "operand": N_("a row that it is computed from is not complete"),
    "not_returned": N_("the reporter has not returned the figure"),
    "no_planned_area": N_("no source for the area in the plan"),
    "no_established_area": N_("no source for the area of the establishment decision"),
    "no_detailed_area": N_("no source for the area of the detailed plan"),
    "no_project_area": N_(
        "no area of the approved project is entered (sheet Infrastructure project)"
    ),
    "no_area": N_("no source for an area of the cluster"),
    "no_industrial_land": N_("no source for the industrial land of the detailed plan"),
    "no_leased_land": N_("no source for the leased industrial land"),
    "land_contradicts": N_("more land is said to be leased than there is"),
    "no_ready_land": N_(
        "no land ready to let is entered (sheet Infrastructure project, or form 02 row 3)"
    ),
    "no_capital": N_("no source for the total investment of the approved project"),
    "no_paid_capital": N_("no source for the capital paid"),
    "no_projects": N_("no source for the number of projects"),
    "no_fdi": N_("no source for projects with foreign capital"),
    "no_projects_operating": N_("no source for projects in operation"),
    "no_revenue": N_("no return of form 01 with the revenue of the projects"),
    "no_budget": N_("no return of form 01 with what was paid to the budget"),
    "no_labour": N_("no return of form 01 with the number of workers"),
    "no_infrastructure_return": N_(
        "the investor has not returned the figure on form 02, which the province counts too"
    ),
    "no_region_list": N_("which provinces belong to this set of regions is not loaded"),
    "some_returns": N_("some projects of the cluster have not returned form 01"),
    "not_confirmed": N_("the list of projects does not say it of every project"),
    "no_planned_capital": N_("no source for planned capital by source of money"),
    "no_clearance": N_("no source for site clearance"),
    "no_free_lots": N_("no source for lots that are not leased"),
}
