"""From a file's bytes to the answer: coordinate system, areas, issues, and nothing in silence."""

import json
from decimal import Decimal

import pytest

from cluster_gis.boundary.read import read_boundary
from cluster_gis.i18n import translator
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table


def codes(reading, *severities):
    wanted = severities or ("error", "warning")
    return {issue.code for issue in reading.issues if issue.severity in wanted}


def test_the_answer_has_the_keys_of_the_contract_and_no_others():
    reading = read_boundary(csv_table(RECTANGLE), "a.csv", crs="EPSG:9210")
    answer = json.loads(json.dumps(reading.to_json(translator("vi"))))
    assert set(answer) == {"crs", "geometry", "area", "issues"}
    assert set(answer["crs"]) == {"code", "how", "candidates"}
    assert set(answer["area"]) == {"tm3_ha", "utm_ha", "geodesic_ha", "stated_ha", "difference_pct"}
    keys = {"code", "severity", "line", "point", "field", "value", "message", "lon", "lat"}
    assert all(set(issue) == keys for issue in answer["issues"])
    assert answer["geometry"]["type"] == "Polygon"


def test_a_rectangle_of_250_by_400_metres_is_ten_hectares_to_the_last_digit():
    reading = read_boundary(csv_table(RECTANGLE), "a.csv", crs="EPSG:9210", commune=COMMUNE)
    assert reading.areas.tm3_ha == Decimal("10.000000")
    assert reading.areas.tm3_as_received
    assert reading.areas.tm3_code == 9210
    assert codes(reading) == set()
    assert not reading.refused


def test_coordinates_as_received_are_kept():
    reading = read_boundary(csv_table(RECTANGLE), "a.csv", crs="EPSG:9210")
    assert list(reading.received.exterior.coords)[:-1] == list(RECTANGLE)


def test_without_a_coordinate_system_there_is_no_geometry_but_candidates_in_order():
    reading = read_boundary(csv_table(RECTANGLE), "a.csv", commune=COMMUNE)
    assert reading.refused
    assert reading.shape is None
    assert codes(reading) == {"crs_missing"}
    assert reading.candidates[0].choice == "EPSG:9210"
    assert reading.candidates[0].distance_m == 0


def test_words_in_the_file_infer_the_zone():
    title = "Hệ tọa độ VN-2000, kinh tuyến trục 105°45', múi chiếu 3°"
    reading = read_boundary(csv_table(RECTANGLE, title=title), "a.csv")
    assert (reading.code, reading.how) == (9210, "inferred")
    assert reading.areas.tm3_ha == Decimal("10.000000")


def test_a_user_who_overrules_the_words_has_chosen():
    title = "Hệ tọa độ VN-2000, KTT 105°45'"
    reading = read_boundary(csv_table(RECTANGLE, title=title), "a.csv", crs="EPSG:9209")
    assert (reading.code, reading.how) == (9209, "chosen")
    assert "crs_words_differ" in codes(reading)


@pytest.mark.parametrize(
    ("crs", "code"),
    [
        pytest.param("EPSG:9209", "wrong_central_meridian", id="a-quarter-degree-west"),
        pytest.param("EPSG:9212", "wrong_central_meridian", id="half-a-degree-east"),
        pytest.param("EPSG:3405", "zone_width_mixed", id="six-degree-zone"),
        pytest.param("EPSG:6957", "deprecated_crs", id="withdrawn-code"),
        pytest.param("EPSG:27700", "crs_unknown", id="another-country"),
        pytest.param("EPSG:4326", "vn2000_as_wgs84", id="metres-are-not-degrees"),
    ],
)
def test_a_wrong_declaration_is_named_and_nothing_is_chosen(crs, code):
    reading = read_boundary(csv_table(RECTANGLE), "a.csv", crs=crs, commune=COMMUNE)
    assert codes(reading, "error") == {code}
    assert reading.shape is None
    assert reading.candidates[0].choice == "EPSG:9210"


def test_swapped_axes_are_named_and_the_first_candidate_mends_them():
    exchanged = [(north, east) for east, north in RECTANGLE]
    data = csv_table(exchanged)
    reading = read_boundary(data, "a.csv", crs="EPSG:9210", commune=COMMUNE)
    assert codes(reading, "error") == {"axes_swapped"}
    assert reading.shape is None
    choice = reading.candidates[0].choice
    assert choice == "EPSG:9210+swapped"
    again = read_boundary(data, "a.csv", crs=choice, commune=COMMUNE)
    assert again.how == "chosen"
    assert again.areas.tm3_ha == Decimal("10.000000")


def test_degrees_under_a_metric_system_are_named():
    data = csv_table([(106.67, 20.80), (106.68, 20.80), (106.68, 20.81)], header="Điểm;lat;lon")
    reading = read_boundary(data, "a.csv", crs="EPSG:9210", commune=COMMUNE)
    assert codes(reading, "error") == {"wgs84_as_vn2000"}


@pytest.mark.parametrize(
    ("stated", "code", "severity"),
    [
        pytest.param("10.1", None, None, id="exactly-below-one-percent-is-silent"),
        pytest.param("10.2", "area_differs_1pct", "warning", id="two-percent"),
        pytest.param("10.6", "area_differs_5pct", "error", id="beyond-five-percent"),
    ],
)
def test_the_stated_area_is_compared(stated, code, severity):
    reading = read_boundary(
        csv_table(RECTANGLE), "a.csv", crs="EPSG:9210", stated_area_ha=Decimal(stated)
    )
    found = {i.code: i.severity for i in reading.issues if i.code.startswith("area_")}
    assert found == ({code: severity} if code else {})


def test_what_a_communes_box_cannot_tell_apart_is_unconfirmed_with_the_distance():
    reading = read_boundary(csv_table(RECTANGLE), "a.csv", crs="EPSG:9210", commune=COMMUNE)
    [issue] = [i for i in reading.issues if i.code == "crs_unconfirmed"]
    assert issue.severity == "info"
    assert issue.value == "224"


def test_an_outline_outside_its_commune_is_looked_at():
    far = [(east, north + 12_000) for east, north in RECTANGLE]
    reading = read_boundary(csv_table(far), "a.csv", crs="EPSG:9210", commune=COMMUNE)
    assert codes(reading) == {"outside_commune"}


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        pytest.param(b"", "a.csv", "file_empty", id="empty"),
        pytest.param(b"hello", "a.csv", "no_outline", id="no-numbers"),
        pytest.param(b"\x89PNG\r\n", "a.png", "format_unknown", id="a-picture"),
        pytest.param(b"PK\x03\x04broken", "a.xlsx", "archive_refused", id="damaged-archive"),
        pytest.param(b'{"type":', "a.geojson", "unreadable", id="cut-off"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, name, code):
    reading = read_boundary(data, name)
    assert codes(reading) == {code}
    assert reading.refused
    for language in ("vi", "en"):
        assert "{" not in reading.issues[0].text(translator(language))


def test_swapped_axes_on_a_meridian_of_both_widths_accuse_no_zone():
    # 105° is the meridian of EPSG:5897 and of 3405, 690 m apart: a swap says nothing about it.
    points = [(578000.0, 2175000.0), (578400.0, 2175000.0), (578400.0, 2175250.0)]
    swapped = csv_table([(north, east) for east, north in points])
    reading = read_boundary(swapped, "a.csv", crs="EPSG:5897", commune="16498")
    assert codes(reading, "error") == {"axes_swapped"}
    assert reading.candidates[0].choice == "EPSG:5897+swapped"
