"""Lots in a row across many tiles, and the addresses of those tiles."""

from decimal import Decimal

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.storage.register import Batch, write_versions

HALF_WORLD_M = 20_037_508.342789244
LOTS = "/ogc/collections/land_lots/tiles/WebMercatorQuad"
#: Easting, northing in TM-3 105-45 of the south-west corner of the first lot, near hp-tien-lang.
EAST, NORTH = 590_000, 2_300_000
#: Lots stand in a row, 40 m wide, 100 m apart, across many tiles of zoom 16 (611 m there).
N_LOTS = 60


def lot(number, *, valid="[2021-01-01,)", leased=None, width=40):
    x, y = EAST + 100 * number, NORTH
    ring = f"{x} {y},{x + width} {y},{x + width} {y + 50},{x} {y + 50},{x} {y}"
    return {
        "lot_key": f"hp-tien-lang/{number:02}",
        "cluster_code": "hp-tien-lang",
        "lot_no": f"Lô số {number}",
        "land_use": "SKN",
        "area_ha": Decimal("0.2"),
        "leased": [True, False, None][number % 3] if leased is None else leased,
        "ring": ring,
        "source_key": "plan",
        "valid": valid,
    }


def write_lots(url, rows):
    engine = create_engine(url)
    with Session(engine) as session:
        for row in rows:
            shape = text(
                "SELECT ST_AsEWKT(ST_Multi(ST_Transform(ST_GeomFromText("
                "'POLYGON((' || :ring || '))', 9210), 4326)))"
            )
            row["geom"] = session.scalar(shape, {"ring": row.pop("ring")})
        write_versions(
            session, by="tester", reason="lots", batches=[Batch(table="land_lot", rows=rows)]
        )
        session.commit()
    engine.dispose()


def tile_at(ask, zoom, number=0):
    """Address of the tile that holds the south-west corner of a lot."""
    [(x, y)] = ask(
        "SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_Point(:x, :y), 9210), 3857) AS p",
        x=EAST + 100 * number,
        y=NORTH,
    )
    scale = 2**zoom / (2 * HALF_WORLD_M)
    return zoom, int((HALF_WORLD_M - y) * scale), int((x + HALF_WORLD_M) * scale)
