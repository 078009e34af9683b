"""What each rule asks for, in our words: one sentence a rule, for the rule book (msgids).

A paraphrase for readers, never the text of the law; numbers stand in the versions of the rule,
which cite their texts.
"""

from collections.abc import Mapping

from cluster_gis.i18n import N_

TEXTS: Mapping[str, str] = {
    "AREA-MAX": N_(
        "The area of the act judged (planned, established, proposed) must not exceed the "
        "limit; the limit itself is allowed."
    ),
    "AREA-MIN": N_(
        "The area of the act judged must reach the minimum; the minimum itself is enough. "
        "Craft-village clusters and mountainous districts have a smaller one in the "
        "versions that say so."
    ),
    "AREA-EXP": N_(
        "The total area after the expansion must not exceed the limit. No minimum is set "
        "for the part added."
    ),
    "CRAFT-SHARE": N_(
        "In a craft-village cluster the named share of the industrial land is kept for "
        "producers who move or expand out of craft villages."
    ),
    "KIND-SPEC-SHARE": N_(
        "A cluster called specialised keeps at least this share of its industrial land for "
        "one sector."
    ),
    "KIND-SUPP-SHARE": N_(
        "A cluster called supporting keeps at least this share of its industrial land for "
        "products of supporting industry."
    ),
    "KIND-HITECH-SHARE": N_(
        "A cluster called high-tech keeps at least this share of its industrial land for "
        "research, production or use of high technology."
    ),
    "KIND-ECO": N_(
        "A cluster called eco shows circular economy, cleaner production and shared reuse "
        "of material, water, energy and waste; the text gives no number."
    ),
    "SERVICE-LAND": N_(
        "Warehouses, packaging, transport, repair and other services to production take at "
        "most this share of the whole cluster area."
    ),
    "BOUNDARY-DEFINED": N_("A cluster has a fixed boundary: a closed, valid polygon must exist."),
    "NO-RESIDENTS": N_(
        "No one lives inside the boundary once the cluster is established and cleared."
    ),
    "EST-PLAN": N_(
        "A cluster may be established when the approved plan, or the approved list of "
        "clusters of the province, contains it."
    ),
    "EST-LAND": N_("The land of the cluster fits the land-use plan that the version names."),
    "EXP-LAND": N_("The land of the expansion fits the land-use plan that the version names."),
    "EST-INVESTOR": N_(
        "An organisation with legal status and capacity asks to build and run the "
        "infrastructure; the first two versions also ask for experience or take a public "
        "unit assigned the task."
    ),
    "EXP-INVESTOR": N_(
        "The same is asked of the investor of an expansion as of the investor of an establishment."
    ),
    "EST-JOINT": N_(
        "Two or more investors that cooperate set up one economic organisation or authorise "
        "one of them."
    ),
    "EST-FILL": N_(
        "Where the unit already has established clusters, one of two must hold: their "
        "average fill rate is above the limit (arm A), or their industrial land not yet "
        "leased stays within the limit (arm B)."
    ),
    "EXP-FILL": N_(
        "One of two must hold: the cluster's own fill rate reaches the limit (arm A), or "
        "the demand for land exceeds its industrial land (arm B)."
    ),
    "EXP-INFRA": N_(
        "Before an expansion the common technical infrastructure that the version names is "
        "completed and in use."
    ),
    "EST-SCORE": N_(
        "The council scores each candidate investor: every part stays within its maximum, "
        "the chosen one has the highest total and reaches the minimum."
    ),
    "PLAN-ADJ-BASIS": N_(
        "A change of the cluster plan shows a basis: other plans changed (a), or the land "
        "fund was adjusted to demand (b)."
    ),
    "PLAN-ADJ-INVESTOR": N_(
        "For a cluster to be added, an infrastructure investor is named or can be "
        "attracted, as the version asks."
    ),
    "PLAN-WD-CONVERT": N_(
        "When a cluster is withdrawn from the plan, how its land and producers are "
        "converted is stated."
    ),
    "PLAN-BASIS": N_(
        "The cluster plan rests on five bases: strategies, socio-economic and other plans, "
        "demand for land, ability to raise capital, environment and thrift of land."
    ),
    "PLAN-CONTENT": N_(
        "The cluster plan contains every group of content that the version lists, with the "
        "list of clusters: name, place, area, sectors."
    ),
    "PLAN-ADJACENT": N_(
        "Clusters are placed side by side only when they are linked in sector, waste "
        "treatment or energy."
    ),
    "PLAN-MOIT-OPINION": N_(
        "The Ministry of Industry and Trade gives its opinion on the cluster plan as prescribed."
    ),
    "AREA-TOL": N_(
        "A change of name, a move inside the unit or a small growth against the plan is "
        "decided in the establishment decision; anything more needs the plan adjusted "
        "first. This tells the route, not whether the change is lawful."
    ),
    "OPS-SCHEDULE": N_(
        "The investor keeps the schedule of the decision: no milestone is past its day and "
        "not done."
    ),
    "OPS-DETAIL-PLAN": N_(
        "An approved detailed plan (1/500) covers the cluster before works start."
    ),
    "OPS-PUBLISH": N_(
        "The land not yet leased is published on the websites of the investor and the locality."
    ),
    "OPS-UNIT": N_("The investor has a unit that manages and operates the cluster."),
    "OPS-MAINTAIN": N_(
        "The common works are maintained and in operation for the whole life of the cluster."
    ),
    "OPS-SERVICE-REG": N_(
        "The investor issues a regulation on public services and utilities and sends it on "
        "within the days named."
    ),
    "OPS-INSPECT": N_(
        "A producer is inspected regularly on one matter at most this often a year, unless "
        "there are signs of violation."
    ),
    "OPS-SECTOR": N_(
        "Sectors of projects match the decision of establishment or the list of encouraged sectors."
    ),
    "OPS-START-GATE": N_(
        "Producers start operating only when the common infrastructure is completed."
    ),
    "OPS-SME-LAND-AVG": N_(
        "The province reserves industrial land for private high-tech firms, small and "
        "medium enterprises and innovative start-ups: this much on average per zone or "
        "cluster."
    ),
    "OPS-SME-LAND-SHARE": N_(
        "The same duty told as a share of the land of zones and clusters; either of the two "
        "is enough."
    ),
    "OPS-SME-RELEASE": N_(
        "Reserved land that nobody of the group leases within this time after the "
        "infrastructure is completed may be leased to others."
    ),
    "OPS-RENT-30": N_(
        "These firms get at least this reduction of the sublease rent in the first years."
    ),
    "OPS-RENT-CLAIM": N_(
        "The investor claims the refund of the reduced rent within this time after the payment."
    ),
    "OPS-WW-GATE": N_(
        "While there is no central collection and treatment of wastewater, no new project "
        "that makes wastewater is taken in."
    ),
    "OPS-WW-CONNECT": N_(
        "The wastewater of every establishment that must connect is collected and connected."
    ),
    "OPS-WW-RAIN": N_("Treated wastewater is not let out into the storm-water network."),
    "OPS-ENV-STAFF": N_("The cluster has at least one environment officer with suitable training."),
    "OPS-ENV-PERMIT": N_(
        "A cluster that lets out industrial wastewater from the amount named on has an "
        "environmental permit."
    ),
    "OPS-ENV-REG": N_("The investor has issued an environment regulation of the cluster."),
    "OPS-ENV-REPORT": N_("The yearly environment report is sent."),
    "OPS-ENV-LIST": N_(
        "The locality lists the clusters without central wastewater treatment and reports "
        "them to the province."
    ),
    "OPS-ENV-WORKS": N_(
        "The cluster has solid-waste storage, rain drainage, wastewater collection with "
        "central treatment, and green land."
    ),
    "OPS-FINE": N_(
        "Not collecting or connecting all wastewater is fined within this range; twice that "
        "for organisations. For information only."
    ),
    "OPS-EIA": N_(
        "An infrastructure project that shares the treatment plant of another zone needs an "
        "environmental impact assessment."
    ),
    "LEG-DEADLINE": N_(
        "Clusters formed before the regulation of 2009 were to be handled by this day; "
        "afterwards they are treated like later ones."
    ),
    "LEG-EST-DEADLINE": N_(
        "A cluster formed before the regulation of 2009 that is in the provincial plan gets "
        "its establishment decision before this day."
    ),
    "PROC-NOTICE": N_(
        "After the first proposal of an investor the People's Committee named by the "
        "version announces that dossiers are received."
    ),
    "PROC-WINDOW": N_("Other investors may propose within this time from the notice."),
    "PROC-PREPARE": N_(
        "After the window the file is made complete and sent to the Department of Industry "
        "and Trade within this time."
    ),
    "PROC-SETS": N_("How many sets of the dossier are sent."),
    "PROC-APPRAISE": N_(
        "The Department of Industry and Trade appraises the complete dossier within this "
        "time; the time to complete it is not counted."
    ),
    "PROC-DECIDE": N_("The provincial People's Committee decides within this time."),
    "PROC-DOSSIER-FIN": N_(
        "The dossier proves financial capacity: statements of the latest years, or any one "
        "of the other proofs."
    ),
    "PROC-DOSSIER-LEGAL": N_(
        "Whether a paper on the legal status of the investor is part of the dossier."
    ),
    "PROC-DECISION-FIELDS": N_(
        "The decision fills every mandatory item: name, area, place, sectors, investor, "
        "works and capital, schedule, responsibilities, day of effect."
    ),
    "RATIO-ROAD": N_("Share of the land for traffic in the land balance of the detailed plan."),
    "RATIO-GREEN": N_("Share of the land for greenery in the land balance of the detailed plan."),
    "RATIO-TECH": N_(
        "Share of the land for technical works in the land balance of the detailed plan."
    ),
    "RATIO-DENSITY": N_("Net building density of a factory or warehouse plot."),
    "RATIO-DENSITY-5F": N_(
        "Net building density of a factory or warehouse plot with more than five production floors."
    ),
    "RATIO-BUFFER": N_("Width of the green isolation strip around the cluster."),
    "SUP-RENT-PROD": N_("Years in which a production project in a cluster pays no land rent."),
    "SUP-RENT-INFRA": N_(
        "Years in which an infrastructure project of a cluster pays no land rent."
    ),
    "SUP-CREDIT": N_("Most that state investment credit may carry of the total investment."),
    "SUP-30PCT": N_(
        "Most that the State may support of the total investment of the infrastructure project."
    ),
    "SUP-KC-DP": N_("Most that industry promotion may give for the detailed plan of one cluster."),
    "SUP-KC-INFRA": N_(
        "Most that industry promotion may give for levelling, roads, water supply and "
        "drainage of one cluster."
    ),
    "SUP-KC-WW": N_(
        "Most that industry promotion may give to repair or better the pollution treatment "
        "of one cluster."
    ),
    "SUP-KC-MOVE": N_(
        "Most that industry promotion may pay of the interest of a polluting rural producer "
        "that moves into a cluster."
    ),
    "AREA-LOCAL": N_(
        "A province may ask for a larger minimum in its own regulation; it holds only where "
        "the register has that decision."
    ),
    "OPS-LATE-LOCAL": N_(
        "A province may withdraw a cluster that is late beyond its own limit; it holds only "
        "where the register has that decision."
    ),
    "PROC-LOCAL-OPINION": N_(
        "A province may give its departments a time to answer; it holds only where the "
        "register has that decision."
    ),
    "PROC-LOCAL-POLICY": N_(
        "A province may want the investment policy approved before the establishment "
        "decision; it holds only where the register has that decision."
    ),
    "RPT-V1": N_("How often clusters are reported a year under the circular of 2017."),
    "RPT-V2": N_("How often clusters are reported a year under the circular of 2020."),
    "RPT-CUT-H1": N_("Days whose data a half-year report counts."),
    "RPT-CUT-Y": N_("Days whose data a yearly report counts."),
    "RPT-01": N_("Producers send form 01 before these days."),
    "RPT-02": N_("The infrastructure investor sends form 02 before these days."),
    "RPT-03": N_("The local People's Committee sends form 03 before these days."),
    "RPT-04": N_("The Department of Industry and Trade sends form 04 before these days."),
    "RPT-STAT": N_(
        "The ministry reports each year the share of operating clusters whose central "
        "wastewater treatment meets the standard."
    ),
}
