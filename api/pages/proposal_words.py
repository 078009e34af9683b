"""Texts of the editor of proposals, which its scripts show."""

from api.pages.context import PageContext
from cluster_gis.i18n import N_


def editor_words(page: PageContext) -> dict[str, str]:
    """Key -> text in the language of the page."""
    _ = page.gettext
    return {
        "saved": _(N_("Saved at {time}")),
        "saving": _(N_("Saving…")),
        "unsaved": _(
            N_(
                "Not saved yet: the server cannot be reached. It is kept in this browser and "
                "sent as soon as it can be."
            )
        ),
        "invalid": _(N_("Not saved: {message}")),
        "conflict": _(
            N_(
                "Somebody else changed this draft meanwhile. What you wrote is kept in this "
                "browser."
            )
        ),
        "keep_mine": _(N_("Keep what I wrote")),
        "take_theirs": _(N_("Take what is on the server")),
        "restored": _(N_("What you wrote before this page was closed was brought back.")),
        "signed_out": _(
            N_("You are signed out. Sign in in another tab; what you wrote is kept here.")
        ),
        "name": _(N_("Name of the cluster")),
        "cluster": _(N_("Cluster of the register")),
        "register_says": _(N_("in the register: {facts}")),
        "planned_ha": _(N_("planned {area} ha")),
        "established_ha": _(N_("established {area} ha")),
        "industrial_ha": _(N_("industrial land {area} ha")),
        "leased_ha": _(N_("leased {area} ha")),
        "new_cluster": _(N_("a new cluster")),
        "choose": _(N_("choose")),
        "not_said": _(N_("not said")),
        "yes": _(N_("yes")),
        "no": _(N_("no")),
        "remove_item": _(N_("Remove this item")),
        "boundary": _(N_("Boundary")),
        "draw": _(N_("Draw on the map")),
        "edit": _(N_("Edit on the map")),
        "finish": _(N_("Finish the drawing")),
        "redraw": _(N_("Draw anew")),
        "upload": _(N_("Upload a file")),
        "existing": _(N_("Take the boundary of the register")),
        "drop": _(N_("Remove the boundary")),
        "surveyed": _(N_("coordinates of a decision (surveyed)")),
        "digitised": _(N_("drawn from a map (digitised)")),
        "crs_choose": _(N_("Which coordinate system is it? The file does not say.")),
        "vertices": _(N_("Vertices")),
        "latitude": _(N_("Latitude")),
        "longitude": _(N_("Longitude")),
        "delete_vertex": _(N_("Delete the vertex")),
        "draw_help": _(
            N_(
                "Click to set the vertices; click the first one, or “Finish the drawing”, to "
                "close. Drag a vertex to move it, a small one between two to add one; right-"
                "click or the table deletes."
            )
        ),
        "measured": _(N_("measured {area} ha")),
        "candidates": _(N_("Candidates")),
        "candidate": _(N_("Candidate investor")),
        "plan": _(N_("Plan (15)")),
        "environment_management": _(N_("Environment (15)")),
        "capacity_experience": _(N_("Capacity, experience (30)")),
        "finance": _(N_("Finance (40)")),
        "total": _(N_("Total")),
        "add_candidate": _(N_("Add a candidate")),
        "winner": _(N_("Chosen")),
        "tie_reason": _(N_("Why this one, when points are equal (proposal of the chair)")),
        "files": _(N_("Files of the dossier")),
        "attach": _(N_("Attach")),
        "detach": _(N_("Take off")),
        "checking": _(N_("Checking…")),
        "check_failed": _(N_("The check cannot be asked for now.")),
        "ready": _(N_("Ready to be submitted.")),
        "blocking": _(N_("Before it can be submitted")),
        "to_pass": _(N_("What would make it pass")),
        "all_pass": _(N_("Every condition known here is met.")),
        "overlaps": _(N_("Overlaps")),
        "no_overlaps": _(N_("no overlap found")),
        "collisions": _(N_("Other open proposals on the same land")),
        "unit": _(N_("Unit: average fill and unleased land")),
        "unit_unknown": _(N_("The list of the unit's clusters is not known to be complete.")),
        "fill": _(N_("average fill")),
        "unleased": _(N_("unleased land")),
        "plan_total": _(N_("Plan")),
        "entries": _(N_("entries")),
        "for_papers": _(N_("For the papers: investment report, decision")),
        "for_papers_help": _(
            N_("Not needed for the check. What is left open is a dotted line in the papers.")
        ),
        "quota": _(N_("Land quota for clusters")),
        "quota_used": _(N_("used by the list")),
        "quota_left": _(N_("left")),
        "quota_unknown": _(N_("The province's land quota is not recorded.")),
        "dossier": _(N_("Dossier")),
        "missing": _(N_("missing")),
        "unknown": _(N_("not known")),
        "pass": _(N_("pass")),
        "fail": _(N_("fail")),
        "not_enough_data": _(N_("not enough data")),
        "needs_review": _(N_("needs review")),
        "before": _(N_("Boundary now")),
        "after": _(N_("Boundary proposed")),
        "conflict_line": _(N_("Overlap")),
        "near": _(N_("Other clusters")),
        "other_file": _(N_("other evidence")),
        "law_version": _(N_("Law of {day} ({version})")),
    }
