"""Words of staging for people: states, decisions, evidence of a match. English msgids."""

from collections.abc import Mapping

from cluster_gis.i18n import N_

STATE: Mapping[str, str] = {
    "open": N_("open"),
    "applied": N_("applied"),
    "undone": N_("undone"),
    "discarded": N_("discarded"),
}
KIND: Mapping[str, str] = {
    "boundaries": N_("boundaries"),
    "clusters": N_("list of clusters"),
    "progress": N_("progress of clusters"),
}
DECISION: Mapping[str, str] = {
    "undecided": N_("undecided"),
    "accept": N_("accepted"),
    "reject": N_("rejected"),
}
MATCHED_BY: Mapping[str, str] = {
    "code": N_("by code"),
    "name": N_("by name"),
    "person": N_("by a person"),
    "new": N_("new cluster"),
}
EVIDENCE: Mapping[str, str] = {
    "code": N_("same code"),
    "name": N_("same name"),
    "similar_name": N_("similar name"),
    "province": N_("same province"),
    "other_province": N_("other province"),
    "commune": N_("same commune"),
    "near": N_("near"),
    "far": N_("far away"),
}
SEVERITY: Mapping[str, str] = {
    "error": N_("error"),
    "warning": N_("warning"),
    "info": N_("note"),
}
#: Values of facts that are words of the register.
VALUE: Mapping[str, str] = {
    "surveyed": N_("surveyed"),
    "digitised": N_("digitised"),
    "planned": N_("planned"),
    "established": N_("established"),
    "detailed": N_("detailed plan"),
    "expanded": N_("expanded"),
    "unknown": N_("unknown"),
}
