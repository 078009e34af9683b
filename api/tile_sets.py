"""What the standard says of tiles in general, as JSON: the matrix set and its scales."""

from typing import Any

from cluster_gis.storage.tiles import MAX_ZOOM

#: OGC 17-083r4, annex D.1: half the equator of EPSG:3857 in metres, and one pixel at zoom 0.
HALF_WORLD_M = 20_037_508.342789244
PIXEL_M = 2 * HALF_WORLD_M / 256
#: Metres of one pixel on paper (0.28 mm), which scale denominators speak of.
STANDARD_PIXEL_M = 0.00028

WEB_MERCATOR_QUAD = "WebMercatorQuad"
WEB_MERCATOR_QUAD_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
WEB_MERCATOR_URI = "http://www.opengis.net/def/crs/EPSG/0/3857"


def matrix_set() -> dict[str, Any]:
    """WebMercatorQuad from zoom 0 to MAX_ZOOM."""
    return {
        "id": WEB_MERCATOR_QUAD,
        "title": "Google Maps Compatible for the World",
        "uri": WEB_MERCATOR_QUAD_URI,
        "crs": WEB_MERCATOR_URI,
        "orderedAxes": ["E", "N"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(zoom) for zoom in range(MAX_ZOOM + 1)],
    }


def _matrix(zoom: int) -> dict[str, Any]:
    cell = PIXEL_M / 2**zoom
    return {
        "id": str(zoom),
        "scaleDenominator": cell / STANDARD_PIXEL_M,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-HALF_WORLD_M, HALF_WORLD_M],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }
