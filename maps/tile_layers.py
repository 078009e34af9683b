"""Layers that the page draws from the server's vector tiles: lots, works, boundaries.

    page_map.add_child(tile_layers([lot_tiles(), work_tiles()], as_of=day, known_at=None, _=_))

For pages of the server only: a file that stands alone cannot ask for tiles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from cluster_gis.i18n import N_, Translator
from maps import styles
from maps.base import Part

#: The first zoom with single lots and works; below it the server sums them up by cluster.
DETAIL_ZOOM = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of what is told of a feature. label: msgid; unit: after a number, as it stands."""

    property: str
    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRing:
    """How the sums of a cluster are drawn: a ring, filled clockwise by a share.

    name: layer inside the tile; share: its property in percent; radius: pixels.
    """

    name: str
    label: str
    note: str
    share: str
    colour: str
    rest: str
    radius: float
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileLayer:
    """One collection drawn from tiles.

    collection: of /ogc. label: msgid. theme: its categories, the last of which is "not known".
    when: category -> property values that make it, tried in the theme's order. from_zoom: the
    first zoom at which anything is asked for. counts: category -> how many there are; a category
    left out shows no number. shown: whether it is on at first. where: filters of the collection.
    outline: areas are lines without a fill. empty: msgid said when there are none.
    counts_url: address that answers the counts of a day; None = `counts` hold.
    switch: name of the switch in the desk's panel; "" = the layer has a legend of its own.
    """

    collection: str
    label: str
    theme: styles.Theme
    when: Mapping[str, Mapping[str, Any]]
    facts: tuple[Fact, ...]
    properties: tuple[str, ...]
    sums: SumRing | None = None
    from_zoom: int = DETAIL_ZOOM
    counts: Mapping[str, int] = field(default_factory=dict)
    shown: bool = True
    where: Mapping[str, str] = field(default_factory=dict)
    outline: bool = False
    empty: str = ""
    counts_url: str | None = None
    switch: str = ""

    def class_of(self, properties: Mapping[str, Any]) -> str:
        """Code of the class of a feature, as the page finds it too."""
        for category in self.theme.categories:
            if all(
                properties.get(name) in (wanted if isinstance(wanted, list) else [wanted])
                for name, wanted in self.when.get(category.code, {}).items()
            ):
                return category.code
        return self.theme.categories[-1].code


_AREA = Fact(property="area_ha", label=N_("Area"), unit="ha")


def lot_tiles(counts: Mapping[str, int] | None = None, *, shown: bool = True) -> TileLayer:
    """Lots: let, free, not known. counts: leased, free, unknown -> number of lots."""
    return TileLayer(
        collection="land_lots",
        label=N_("Land lots"),
        theme=styles.LOT,
        when={"leased": {"leased": True}, "free": {"leased": False}},
        facts=(
            Fact(property="lot_no", label=N_("Lot")),
            _AREA,
            Fact(property="land_use", label=N_("Land use")),
        ),
        properties=("lot_no", "cluster_code", "cluster_name", "area_ha", "land_use", "leased"),
        sums=SumRing(
            name="land_lots_by_cluster",
            label=N_("Lots of the cluster"),
            note=N_("Rings: share of the lots' area that is let. Zoom in for single lots."),
            share="leased_share_pct",
            colour=styles.LOT.category("leased").colour,
            rest=styles.LOT.category("free").colour,
            radius=12,
            facts=(
                Fact(property="lots", label=N_("Number of lots")),
                Fact(property="leased_lots", label=N_("Let")),
                Fact(property="free_lots", label=N_("Free")),
                Fact(property="unknown_lots", label=N_("Not known")),
                _AREA,
                Fact(property="leased_share_pct", label=N_("Share of the area let"), unit="%"),
            ),
        ),
        from_zoom=10,
        counts=counts or {},
        shown=shown,
    )


def work_tiles(counts: Mapping[str, int] | None = None, *, shown: bool = False) -> TileLayer:
    """Works by how far they are. counts: categories of styles.WORK -> number of works."""
    return TileLayer(
        collection="infrastructure_works",
        label=N_("Infrastructure works"),
        theme=styles.WORK,
        when={
            "in_operation": {"in_operation": True},
            "completed": {"completed": True},
            "not_completed": {"completed": False},
        },
        facts=(
            Fact(property="item", label=N_("Work")),
            Fact(property="progress_pct", label=N_("Done"), unit="%"),
        ),
        properties=(
            "item",
            "cluster_code",
            "cluster_name",
            "progress_pct",
            "completed",
            "in_operation",
        ),
        sums=SumRing(
            name="infrastructure_works_by_cluster",
            label=N_("Works of the cluster"),
            note=N_(
                "Outer rings: mean progress of the works. Zoom in for works with a position; the "
                "rest stays a ring."
            ),
            share="mean_progress_pct",
            colour=styles.WORK.category("completed").colour,
            rest=styles.WORK.category("not_completed").colour,
            radius=17,
            facts=(
                Fact(property="works", label=N_("Number of works")),
                Fact(property="completed_works", label=N_("Completed")),
                Fact(property="works_in_operation", label=N_("In operation")),
                Fact(property="works_without_progress", label=N_("No progress stated")),
                Fact(property="works_without_position", label=N_("Without a position")),
                Fact(property="mean_progress_pct", label=N_("Mean progress"), unit="%"),
            ),
        ),
        from_zoom=10,
        counts=counts or {},
        shown=shown,
    )


def boundary_tiles(counts: Mapping[str, int] | None = None, *, shown: bool = False) -> TileLayer:
    """Boundaries by quality: surveyed (solid) or digitised (hatched, dashed)."""
    return TileLayer(
        collection="cluster_boundaries",
        label=N_("Boundaries of industrial clusters"),
        theme=styles.BOUNDARY,
        when={code: {"quality": code} for code in ("surveyed", "digitised")},
        facts=(_AREA,),
        properties=("code", "name", "quality", "area_ha"),
        from_zoom=11,
        counts=counts or {},
        shown=shown,
    )


def tile_layers(
    layers: Sequence[TileLayer],
    *,
    as_of: date,
    known_at: datetime | None = None,
    root: str = "/ogc",
    _: Translator,
) -> Part:
    """The part of the page that draws `layers`, the first of them lowest."""
    clocks = {"datetime": as_of.isoformat()}
    if known_at is not None:
        clocks["known_at"] = known_at.isoformat()
    options = {"layers": [_layer(one, clocks, root, _) for one in layers]}
    return Part("tiles", options, scripts=("map/symbols.js", "map/tiles.js"))


def _layer(layer: TileLayer, clocks: Mapping[str, str], root: str, _: Translator) -> dict[str, Any]:
    query = urlencode({**clocks, **layer.where, "properties": ",".join(layer.properties)})
    address = f"{root}/collections/{layer.collection}/tiles/WebMercatorQuad"
    sums = layer.sums
    return {
        "id": layer.collection,
        "label": _(layer.label),
        "url": f"{address}/{{z}}/{{row}}/{{col}}?{query}",
        "from_zoom": layer.from_zoom,
        "on": layer.shown,
        "outline": layer.outline,
        "empty": _(layer.empty) if layer.empty else None,
        "counts_url": layer.counts_url,
        "switch": layer.switch,
        "facts": _facts(layer.facts, _),
        "classes": [
            {
                "code": category.code,
                "label": _(category.label),
                "colour": category.colour,
                "symbol": category.symbol,
                "hollow": category.hollow,
                "dashed": category.dashed,
                "hatched": category.hatched,
                "when": layer.when.get(category.code, {}),
                "count": layer.counts.get(category.code),
            }
            for category in layer.theme.categories
        ],
        "sums": None
        if sums is None
        else {
            "name": sums.name,
            "label": _(sums.label),
            "note": _(sums.note),
            "share": sums.share,
            "colour": sums.colour,
            "rest": sums.rest,
            "radius": sums.radius,
            "below": DETAIL_ZOOM,
            "facts": _facts(sums.facts, _),
        },
    }


def _facts(facts: Sequence[Fact], _: Translator) -> list[dict[str, str]]:
    return [
        {"property": fact.property, "label": _(fact.label), "unit": fact.unit} for fact in facts
    ]
