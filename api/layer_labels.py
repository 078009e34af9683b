"""Texts of codes for the layers, in the language of a request; the words are those of the map."""

from collections.abc import Mapping

from cluster_gis.i18n import translator
from cluster_gis.storage.layers import Layer
from maps.styles import STATE, UNKNOWN, Theme

_THEMES: Mapping[str, Theme] = {"status": STATE}


def layer_labels(layer: Layer, language: str) -> dict[str, dict[str, str]]:
    """Column -> code -> text; the code "" stands for a value that is not known."""
    _ = translator(language)
    return {
        column: {
            "" if category.code == UNKNOWN else category.code: _(category.label)
            for category in _THEMES[column].categories
        }
        for column in layer.labelled
    }
