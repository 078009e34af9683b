"""Names for people of the codes that deadlines and dossiers use (msgids)."""

from cluster_gis.i18n import N_
from cluster_gis.law.deadlines import State
from cluster_gis.law.dossier_items import Need
from cluster_gis.law.dossiers import PaperState
from cluster_gis.law.procedure_steps import DayKind

DAY_KIND_NAMES = {DayKind.WORKING: N_("working days"), DayKind.CALENDAR: N_("calendar days")}
STATE_NAMES = {
    State.NOT_STARTED: N_("not started"),
    State.RUNNING: N_("running"),
    State.PAUSED: N_("paused: completion requested"),
    State.OVERDUE: N_("overdue"),
    State.DONE: N_("done"),
    State.DONE_LATE: N_("done late"),
}
PROCEDURE_NAMES = {
    "establish": N_("Establish an industrial cluster"),
    "expand": N_("Expand an industrial cluster"),
    "plan_add": N_("Add a cluster to the plan"),
    "plan_adjust": N_("Adjust a cluster in the plan"),
    "plan_withdraw": N_("Withdraw a cluster from the plan"),
}
CONFIDENCE_NAMES = {
    "text": N_("legal text read"),
    "secondary": N_("reported by others"),
    "memory": N_("text not verified"),
}
NEED_NAMES = {
    Need.REQUIRED: N_("required"),
    Need.REMARK: N_("if any"),
    Need.NOT_REQUIRED: N_("not required"),
}
PAPER_NAMES = {
    PaperState.PRESENT: N_("present"),
    PaperState.MISSING: N_("missing"),
    PaperState.UNREADABLE: N_("unreadable"),
    PaperState.NOT_GIVEN: N_("not given"),
    PaperState.NOT_REQUIRED: N_("not required"),
}
VERDICT_NAMES = {
    "pass": N_("complete"),
    "fail": N_("a required paper is missing"),
    "needs_review": N_("a paper needs review"),
}
