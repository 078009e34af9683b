from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.amounts import parse_amount, parse_number
from cluster_gis.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        pytest.param("1.234,5", None, "1234.5", id="both-marks-have-one-reading"),
        pytest.param("1,234.5", None, "1234.5", id="both-marks-the-other-way"),
        pytest.param("1,234.5", "vi", "1234.5", id="both-marks-speak-louder-than-the-locale"),
        pytest.param("2.413.383,45", None, "2413383.45", id="northing-of-a-decision"),
        pytest.param("1.234.567", None, "1234567", id="two-groups-are-grouping"),
        pytest.param("1.234", "vi", "1234", id="vietnamese-grouping"),
        pytest.param("1.234", "en", "1.234", id="english-decimal-point"),
        pytest.param("1,234", "vi", "1.234", id="vietnamese-decimal-comma"),
        pytest.param("1,234", "en", "1234", id="english-grouping"),
        pytest.param("0,125", None, "0.125", id="nobody-groups-after-a-lone-zero"),
        pytest.param("49,97", None, "49.97", id="two-decimals-cannot-be-a-group"),
        pytest.param("3837.5", "vi", "3837.5", id="one-decimal-cannot-be-a-group"),
        pytest.param("1 390", None, "1390", id="blank-as-grouping"),
        pytest.param("1.234", "plain", "1.234", id="our-own-files-never-group"),
    ],
)
def test_numbers_of_both_ways_of_writing(text, locale, value):
    assert parse_number(text, locale=locale) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "19,398", "123,456"])
def test_a_number_with_two_readings_is_refused_with_both(text):
    with pytest.raises(InvalidInput) as refused:
        parse_number(text, locale=None, field="area_ha")
    assert refused.value.field == "area_ha"
    assert {refused.value.values["first"], refused.value.values["second"]} == {
        Decimal(text.replace(",", "").replace(".", "")),
        Decimal(text.replace(",", ".")),
    }


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "12.345.67", "1,,2", "-", "1.234,5.6"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(InvalidInput):
        parse_number(text, locale="vi")


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        pytest.param("khoảng 50 ha", "vi", Amount(Decimal(50), None, "about", "ha"), id="about"),
        pytest.param("gần 35 ha", "vi", Amount(Decimal(35), None, "nearly", "ha"), id="nearly"),
        pytest.param("hơn 4.000 ha", "vi", Amount(Decimal(4000), None, "over", "ha"), id="over"),
        pytest.param("dưới 10 ha", "vi", Amount(Decimal(10), None, "under", "ha"), id="under"),
        pytest.param("40–50", "vi", Amount(Decimal(40), Decimal(50), "range", None), id="dash"),
        pytest.param(
            "từ 40 đến 50 %", "vi", Amount(Decimal(40), Decimal(50), "range", "pct"), id="words"
        ),
        pytest.param(
            "19,398 tỷ", "vi", Amount(Decimal(19_398_000_000), None, None, "vnd"), id="money-vi"
        ),
        pytest.param(
            "19,398 tỷ đồng",
            "en",
            Amount(Decimal(19_398 * 10**9), None, None, "vnd"),
            id="money-en",
        ),
        pytest.param(
            "11 triệu đồng", "vi", Amount(Decimal(11_000_000), None, None, "vnd"), id="million"
        ),
        pytest.param(
            "1.390 m3/ngày", "vi", Amount(Decimal(1390), None, None, "m3/ngày"), id="own-unit"
        ),
    ],
)
def test_words_ranges_and_units_are_kept(text, locale, amount):
    assert parse_amount(text, locale=locale) == amount


def test_money_with_two_readings_is_asked_for():
    with pytest.raises(InvalidInput, match=r"19398 or 19\.398"):
        parse_amount("19,398 tỷ", locale=None)


def test_a_range_that_runs_backwards_is_refused():
    with pytest.raises(InvalidInput, match="backwards"):
        parse_amount("50-40 ha", locale="vi")


def test_a_text_in_decomposed_unicode_reads_the_same():
    assert parse_amount("khoa\u0309ng 50 ha", locale="vi").qualifier == "about"


@given(st.text(max_size=40), st.sampled_from(["vi", "en", "plain", None]))
def test_any_text_is_read_or_refused(text, locale):
    try:
        amount = parse_amount(text, locale=locale)
    except InvalidInput:
        return
    assert amount.value >= 0


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_number_written_the_vietnamese_way_reads_back(value):
    printed = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert parse_number(printed, locale="vi") == value
