"""Charts: pictures whose figures are printed, from plain specifications."""

import json
import re
from datetime import date
from decimal import Decimal

from cluster_gis.formats import Formats
from cluster_gis.i18n import translator
from cluster_gis.reports.charts import Bar, bars, class_bars, draw, sparkline, states_by_year
from cluster_gis.services.read_overview import YearEnd
from maps.styles import STATE
from maps.subject_styles import FILL


def year(number, **states):
    return YearEnd(
        day=date(number, 12, 31),
        states=states,
        formed=sum(states.values()),
        area_ha=Decimal(0),
        area_known=0,
        fill_pct=None,
        land_known=0,
    )


def test_a_bar_is_as_long_as_its_value_and_prints_it():
    svg = draw(bars([Bar("Đồ Sơn", 10, "10"), Bar("Tiên Lãng", 20, "20,5 %")]))
    assert "Đồ Sơn</text>" in svg
    assert "20,5 %</text>" in svg
    widths = sorted(float(w) for w in re.findall(r"h([\d.]+)v16", svg))
    assert widths[-2] * 2 == widths[-1]


def test_a_label_is_text_whatever_it_holds():
    svg = draw(bars([Bar("<script>alert(1)</script>", 1, "&")]))
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_classes_keep_the_order_of_the_legend_and_empty_ones_are_left_out():
    spec = class_bars(FILL, {"unknown": 4, "full": 1}, Formats("vi"), translator("vi"))
    assert [row["printed"] for row in spec["data"]["values"]] == ["1", "4"]


def test_the_years_show_every_state_that_occurs():
    spec = states_by_year(
        [year(2020, operating=1), year(2021, operating=2, unknown=3)], STATE, translator("en")
    )
    states = {row["state"] for row in spec["data"]["values"]}
    assert states == {"Operating", "Not known on this date"}
    assert "2021" in draw(spec)


def test_a_line_has_a_gap_where_nothing_is_known():
    assert draw(sparkline([1, None, None, 4, 5])).count("<path") >= 2
    assert draw(sparkline([])).startswith("<svg")


def test_no_specification_names_an_address_but_its_schema():
    text = json.dumps(sparkline([1, 2]))
    assert re.findall(r"https?://[^\"]+", text) == [
        "https://vega.github.io/schema/vega-lite/v6.json"
    ]
