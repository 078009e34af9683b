"""Texts of codes for the layers, in the language of a request; the words are those of the map."""

from collections.abc import Mapping

from cluster_gis.domain.restricted import LAYER_NAMES
from cluster_gis.i18n import translator
from cluster_gis.storage.layers import Layer
from maps.styles import STATE, UNKNOWN

#: column -> code -> msgid; the code "" stands for a value that is not known
_WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "" if category.code == UNKNOWN else category.code: category.label
        for category in STATE.categories
    },
    "layer": LAYER_NAMES,
}


def layer_labels(layer: Layer, language: str) -> dict[str, dict[str, str]]:
    """Column -> code -> text; the code "" stands for a value that is not known."""
    _ = translator(language)
    return {
        column: {code: _(word) for code, word in _WORDS[column].items()}
        for column in layer.labelled
    }
