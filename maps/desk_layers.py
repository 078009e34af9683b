"""Layers from vector tiles that the desk offers beside its clusters, by subject."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cluster_gis.i18n import N_, Translator
from maps import styles
from maps.base import Part
from maps.tile_layers import Fact, TileLayer, boundary_tiles, lot_tiles, tile_layers, work_tiles

#: Codes of restricted layers by the class that draws them; any other code is "other".
_RESTRICTED = {
    "rice": ["LUC", "LUK"],
    "crops": ["HNK", "CLN"],
    "forest": ["RPH", "RDD", "RSX"],
    "corridor": ["HLDB", "HLDS", "HLLD", "HLDD", "HLNN"],
    "strict": ["DTL", "CQP", "CAN", "KSN"],
    "park": ["KCN"],
}


def unit_tiles() -> TileLayer:
    """Provinces, former districts and communes: outlines, or points where none was loaded."""
    return TileLayer(
        collection="admin_units",
        label=N_("Administrative units"),
        theme=styles.UNIT,
        when={code: {"level": code} for code in ("province", "district", "commune")},
        facts=(
            Fact(property="unit_type", label=N_("Kind of unit")),
            Fact(property="parent_name", label=N_("Part of")),
        ),
        properties=("name", "level", "unit_type", "parent_name"),
        from_zoom=9,
        outline=True,
        empty=N_("No administrative unit is recorded for this day."),
    )


def restricted_class(layer: str) -> str:
    """Code of the class that draws a restricted layer, as prints and tiles do."""
    return restricted_tiles().class_of({"layer": layer})


def restricted_tiles() -> TileLayer:
    """Land and corridors that a cluster may take only with leave, hatched."""
    return TileLayer(
        collection="restricted_areas",
        label=N_("Restricted areas"),
        theme=styles.RESTRICTED,
        when={code: {"layer": layers} for code, layers in _RESTRICTED.items()},
        facts=(Fact(property="note", label=N_("Note")),),
        properties=("layer", "name", "note"),
        from_zoom=9,
        empty=N_(
            "No restricted area was loaded for this day. Whether land is rice land, forest or a "
            "corridor is therefore not known here."
        ),
    )


#: Switch in the panel -> layer; the first is drawn lowest.
DESK_TILES: Mapping[str, TileLayer] = {
    "units": unit_tiles(),
    "restricted": restricted_tiles(),
    "boundaries": replace(
        boundary_tiles(), empty=N_("No boundary is recorded for this day: circles are no boundary.")
    ),
    "lots": replace(lot_tiles(shown=False), empty=N_("No lot is recorded for this day.")),
    "works": replace(work_tiles(), empty=N_("No infrastructure work is recorded for this day.")),
}
#: Subject -> switches it offers. Those that show two days at once, or all of them, offer none.
OFFERED: Mapping[str, tuple[str, ...]] = {
    "plan": ("units", "restricted", "boundaries", "lots", "works"),
    "compliance": ("units", "restricted", "boundaries"),
    "progress": ("units", "restricted", "boundaries", "works"),
    "occupancy": ("units", "restricted", "boundaries", "lots"),
    "environment": ("units", "restricted", "boundaries", "works"),
}


def desk_tiles(subject: str, *, as_of: date, _: Translator) -> Part | None:
    """The part of the desk that draws the layers offered with a subject; None = none is."""
    offered = OFFERED.get(subject, ())
    if not offered:
        return None
    layers = [
        replace(layer, shown=False, switch=name, counts_url=f"/maps/counts/{name}")
        for name, layer in DESK_TILES.items()
        if name in offered
    ]
    return tile_layers(layers, as_of=as_of, _=_)
