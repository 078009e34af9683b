"""Made-up records for the tests of the planning map."""

from datetime import date
from decimal import Decimal

from maps.plan_map import Coverage, PlanMap, ProvinceView

HAI_PHONG = ProvinceView(
    code="HP",
    name="Thành phố Hải Phòng",
    extent=(20.5, 106.1, 21.25, 107.3),
    insets=(("Bạch Long Vĩ", (20.09, 107.66, 20.18, 107.79)),),
    zone_epsg=9210,
)
LAO_CAI = ProvinceView(
    code="LC", name="Tỉnh Lào Cai", extent=(21.32, 103.5, 22.85, 105.1), zone_epsg=9208
)
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[106.6, 20.7], [106.61, 20.7], [106.61, 20.71], [106.6, 20.71], [106.6, 20.7]]
    ],
}


def point(lon=106.6, lat=20.72):
    return {"type": "Point", "coordinates": [lon, lat]}


def cluster(code="hp-tien-lang", geometry=None, **properties):
    """A feature that knows nothing but its name, and what is given."""
    known = {"name": f"Cụm công nghiệp {code}", "province": "HP", "sources": []}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"code": code, **known, **properties},
    }


def example_clusters():
    """One of every way to be drawn."""
    at_commune = {"place_quality": "commune", "anchor": "Quang Phục", "place": "xã Quang Phục"}
    return [
        cluster(
            "hp-tien-lang",
            point(),
            name="Cụm công nghiệp thị trấn Tiên Lãng",
            place="thị trấn Tiên Lãng, huyện Tiên Lãng",
            place_quality="commune",
            status="established",
            status_basis="decision",
            decision="375/QĐ-UBND, 14/02/2023",
            area_ha=Decimal("50"),
            area_act="established",
            investor="Công ty Cổ phần Đăng Khoa",
            verdict="not_enough_data",
            rule="NO-RESIDENTS",
            verdict_text="Chưa biết số hộ dân trong ranh giới.",
            infrastructure_state="under_construction",
            sources=["https://example.org/a", "Báo cáo 12/BC-SCT"],
            url="/clusters/hp-tien-lang",
        ),
        cluster("hp-a", point(106.55, 20.7), status="planned", area_ha=Decimal("40"), **at_commune),
        cluster("hp-b", point(106.55, 20.7), status="planned", area_ha=Decimal("60"), **at_commune),
        cluster("hp-c", point(106.5, 20.8), place_quality="district", anchor="An Lão"),
        cluster("hp-d", point(106.7, 20.8), status="operating", place_quality="commune_inferred"),
        cluster("hp-e", SQUARE, status="operating", boundary_quality="surveyed", verdict="pass"),
        cluster("hp-f", status="withdrawn"),
        cluster("lc-g", point(104.0, 22.3), province="LC", status="operating"),
    ]


def example_plan(**changes):
    values = {
        "clusters": example_clusters(),
        "provinces": [HAI_PHONG, LAO_CAI],
        "province": "HP",
        "as_of": date(2024, 5, 1),
        "coverage": [Coverage(province="HP", known=69, reported=80, when="2025-11")],
        "sources": ["Sở Công Thương"],
        "data_date": "2026-11-21",
    }
    return PlanMap(**{**values, **changes})
