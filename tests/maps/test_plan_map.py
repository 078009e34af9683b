import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from cluster_gis.i18n import translator
from maps.assets import InlineAssets, ServedAssets
from maps.base import Part, outside_links
from maps.plan_map import BaseLayers, ProvinceView, build_plan_map
from tests.maps.plans import HAI_PHONG, SQUARE, cluster, example_clusters, example_plan, point

STATIC = Path(__file__).parents[2] / "api" / "static"


def build(**changes):
    return build_plan_map(example_plan(**changes), assets=ServedAssets(), _=translator("vi"))


def parts(page_map):
    return {child.maker: child for child in page_map._children.values() if isinstance(child, Part)}


def rows(page_map):
    data = parts(page_map)["clusters"].options
    return {
        row["code"]: row
        for row in (dict(zip(data["columns"], values, strict=True)) for values in data["rows"])
    }


def test_the_map_has_its_layers_in_the_order_they_are_drawn():
    assert list(parts(build())) == [
        "start",
        "basemap",
        "graticule",
        "clusters",
        "panel",
        "controls",
    ]


def test_it_opens_on_the_province_chosen():
    start = parts(build(province="LC"))["start"].options
    assert start["extent"] == (21.32, 103.5, 22.85, 105.1)
    assert start["province"] == "LC"


def test_without_a_province_it_opens_on_all_of_them():
    assert parts(build(province=None))["start"].options["extent"] == (20.5, 103.5, 22.85, 107.3)


def test_a_far_island_has_a_frame_of_its_own_and_stays_within_reach():
    start = parts(build())["start"].options
    south, _west, _north, east = start["reach"]
    assert south < 20.133
    assert east > 107.72
    assert start["extent"] == (20.5, 106.10, 21.25, 107.3)
    hai_phong, lao_cai = start["provinces"]
    assert [name for name, _extent in hai_phong["insets"]] == ["Bạch Long Vĩ"]
    assert lao_cai["insets"] == ()


def test_a_map_of_the_country_shows_hoang_sa_and_truong_sa():
    ca_mau = ProvinceView(code="CM", name="Cà Mau", extent=(8.5, 104.6, 9.7, 105.5), zone_epsg=None)
    country = parts(build(provinces=[HAI_PHONG, ca_mau], province=None))
    start = country["start"].options
    labels = [
        text
        for text, _lat, _lon, kind in country["basemap"].options["labels"]
        if kind == "archipelago"
    ]
    assert labels == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    names = [name for name, _extent in start["country_insets"]]
    assert names == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    south, _west, _north, east = start["reach"]
    assert south < 7.5
    assert east > 115
    assert parts(build())["start"].options["country_insets"] == ()


def test_the_land_border_is_told_from_province_lines():
    line = {"type": "LineString", "coordinates": [[103.9, 22.4], [104.0, 22.5]]}
    lines = [
        {"type": "Feature", "properties": {"kind": kind}, "geometry": line}
        for kind in ("country", "province", "province")
    ]
    base = BaseLayers(province_lines={"type": "FeatureCollection", "features": lines})
    options = parts(build(base=base))["basemap"].options
    assert (len(options["borders"]), len(options["lines"])) == (1, 2)


def test_an_unknown_province_is_refused_by_name():
    with pytest.raises(ValueError, match="province is 'XX'; expected one of HP, LC"):
        build(province="XX")


def test_an_empty_register_gives_an_empty_map_of_the_north():
    page_map = build(clusters=[], provinces=[], province=None, coverage=[])
    assert parts(page_map)["start"].options["extent"] == (20.0, 102.0, 23.5, 108.2)
    assert parts(page_map)["clusters"].options["rows"] == []


def test_a_circle_is_drawn_only_with_an_area_and_a_commune():
    drawn = {code for code, row in rows(build()).items() if row["radius_m"]}
    assert drawn == {"hp-tien-lang", "hp-a", "hp-b"}


def test_the_circle_of_a_district_is_never_drawn():
    one = cluster(geometry=point(), place_quality="district", area_ha=Decimal("50"))
    assert rows(build(clusters=[one]))["hp-tien-lang"]["radius_m"] is None


def test_a_cluster_without_a_place_is_kept_and_not_drawn():
    row = rows(build())["hp-f"]
    assert row["lon"] is None
    assert row["status"] == "withdrawn"


def test_a_stored_boundary_is_drawn_as_itself_with_its_quality():
    row = rows(build())["hp-e"]
    assert row["geometry"] == SQUARE
    assert row["boundary_quality"] == "surveyed"
    assert row["radius_m"] is None


def test_what_is_not_known_is_a_class_and_not_a_default():
    row = rows(build())["hp-c"]
    assert (row["status"], row["verdict"], row["infrastructure_state"]) == ("unknown",) * 3
    assert row["area_ha"] is None


def test_hectares_keep_the_digits_they_were_decided_with():
    one = cluster(area_ha=Decimal("58.80"))
    assert rows(build(clusters=[one]))["hp-tien-lang"]["area_ha"] == "58.80"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "open"),
        ("verdict", "ok"),
        ("infrastructure_state", "half"),
        ("place_quality", "village"),
        ("boundary_quality", "guessed"),
        ("area_act", "law"),
        ("status_basis", "rumour"),
    ],
)
def test_a_wrong_code_is_refused_by_field(field, value):
    with pytest.raises(ValueError, match=f"{field} is '{value}'"):
        build(clusters=[cluster(geometry=SQUARE, **{field: value})])


def test_a_source_named_by_many_clusters_is_written_once():
    many = [cluster(f"hp-{n}", sources=["https://example.org/list"]) for n in range(20)]
    page = build(clusters=many).figure.render()
    assert page.count("https://example.org/list") == 1


def test_the_online_background_is_absent_unless_an_address_is_given():
    assert parts(build())["basemap"].options["background"] is None
    given = {"url": "http://tiles.example/{z}/{x}/{y}.png", "attribution": "A"}
    page_map = build(base=BaseLayers(background=given))
    assert parts(page_map)["basemap"].options["background"] == given


def test_a_simulated_register_says_so():
    assert parts(build(register="simulated"))["panel"].options["simulated"] is True
    assert parts(build())["panel"].options["simulated"] is False


def test_hostile_names_reach_the_page_as_data_only():
    name = "</script><script>alert(1)</script>{{ 7 * 191 }}`${1}`'\"><img src=x onerror=a()>"
    one = cluster(name=name, place=name, investor=name, sources=[name])
    page = build(clusters=[one]).figure.render()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "1337" not in page
    data = re.search(r'id="part_clusters">(.*?)</script>', page).group(1)
    found = json.loads(data)
    assert found["rows"][0][found["columns"].index("name")] == name
    assert found["sources"] == [name]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("inline", [False, True], ids=["served", "one-file"])
def test_no_page_fetches_anything_from_outside(inline, language):
    assets = InlineAssets(lambda name: (STATIC / name).read_bytes()) if inline else ServedAssets()
    page = build_plan_map(
        example_plan(), assets=assets, _=translator(language), language=language
    ).figure.render()
    assert list(outside_links(page)) == []
    assert not re.search(r"""(src|href)\s*=\s*["']?\s*https?://""", page)
    assert "@import" not in page
    assert not re.search(r"url\(\s*['\"]?https?:", page)


def test_vietnamese_and_english_pages_differ_in_every_text():
    vi = parts(build())["start"].options["texts"]
    en = parts(
        build_plan_map(example_plan(), assets=ServedAssets(), _=translator("en"), language="en")
    )["start"].options["texts"]
    same = {key for key in vi if vi[key] == en[key]}
    assert same == {"date_form", "group_commune"}


def test_two_thousand_clusters_take_little_room():
    many = []
    for number in range(2000):
        one = {**example_clusters()[0]}
        lon, lat = 106.2 + (number % 50) * 0.02, 20.6 + (number // 50) * 0.01
        code = f"hp-{number}"
        one["properties"] = {**one["properties"], "code": code, "name": f"Cụm công nghiệp {code}"}
        one["geometry"] = point(lon, lat)
        many.append(one)
    page = build(clusters=many).figure.render()
    assert len(page.encode()) < 2_000_000
