"""Texts of codes for the layers, in the language of a request."""

from collections.abc import Mapping

from cluster_gis.i18n import N_, translator
from cluster_gis.storage.layers import Layer

_MSGIDS: Mapping[str, Mapping[str | None, str]] = {
    "status": {
        "planned": N_("In the plan"),
        "established": N_("Established"),
        "detailed_plan_approved": N_("Detailed plan approved"),
        "under_construction": N_("Infrastructure under construction"),
        "operating": N_("Operating"),
        "withdrawn": N_("Withdrawn"),
        "pre_regulation": N_("Formed before the regulation"),
        None: N_("State not known"),
    }
}


def layer_labels(layer: Layer, language: str) -> dict[str, dict[str, str]]:
    """Column -> code -> text; the code "" stands for a value that is not known."""
    _ = translator(language)
    return {
        column: {code or "": _(text) for code, text in _MSGIDS[column].items()}
        for column in layer.labelled
    }
