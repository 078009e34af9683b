"""The tables of administrative units, as SQLAlchemy sees them.

The migrations decide; a test compares the two. `place`, `extent`, `geom`: EPSG:4326 (lon, lat).
"""

from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    Numeric,
    Text,
)

from cluster_gis.storage.table_base import versioned

admin_unit = versioned(
    "admin_unit",
    Column("unit_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("unit_type", Text),
    Column("parent_key", Text),
    Column("province_key", Text, nullable=False),
    Column("island", Boolean, nullable=False),
    Column("place", Geometry("POINT", srid=4326, spatial_index=False)),
    Column("extent", Geometry("POLYGON", srid=4326, spatial_index=False)),
    Column("source_key", Text, nullable=False),
)

admin_unit_lineage = versioned(
    "admin_unit_lineage",
    Column("from_key", Text, nullable=False),
    Column("to_key", Text, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("share", Numeric),
    Column("source_key", Text, nullable=False),
)

admin_unit_outline = versioned(
    "admin_unit_outline",
    Column("unit_key", Text, nullable=False),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("quality", Text, nullable=False),
    Column("source_key", Text, nullable=False),
)

measuring_zone = versioned(
    "measuring_zone",
    Column("unit_key", Text, nullable=False),
    Column("srid", Integer, nullable=False),
    Column("central_meridian", Text, nullable=False),
    Column("source_key", Text, nullable=False),
)
