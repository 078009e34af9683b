from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cluster_gis.formats import Formats, legal_day

VI, EN = Formats("vi"), Formats("en")


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        pytest.param(Decimal("1234.56"), "1.234,56", "1,234.56", id="thousands-and-decimals"),
        pytest.param(Decimal("75"), "75", "75", id="no-decimals-are-added"),
        pytest.param(Decimal("75.0000"), "75", "75", id="stored-zeros-are-not-shown"),
        pytest.param(Decimal("49.370001"), "49,370001", "49.370001", id="measured-to-a-millionth"),
        pytest.param(Decimal("0"), "0", "0", id="zero-is-a-figure"),
        pytest.param(Decimal("2413383.45"), "2.413.383,45", "2,413,383.45", id="a-coordinate"),
    ],
)
def test_numbers_follow_the_language(value, vietnamese, english):
    assert VI.number(value) == vietnamese
    assert EN.number(value) == english


@pytest.mark.parametrize(
    ("vnd", "text"),
    [
        pytest.param(Decimal("816600000000"), "816,6 tỷ đồng", id="billions"),
        pytest.param(Decimal("22854000000000"), "22.854 tỷ đồng", id="thousands-of-billions"),
        pytest.param(Decimal("1145000"), "1,145 triệu đồng", id="below-a-billion-in-millions"),
        pytest.param(Decimal("0"), "0 tỷ đồng", id="nothing-paid-is-a-figure"),
    ],
)
def test_money_is_written_as_officials_write_it(vnd, text):
    assert VI.money(vnd) == text


def test_hectares_and_percent_carry_their_unit():
    assert VI.hectares(Decimal("8.887")) == "8,887\u00a0ha"
    assert VI.percent(Decimal("62.05")) == "62,05\u00a0%"
    assert EN.percent(Decimal("62.05")) == "62.05%"


@pytest.mark.parametrize(
    ("start", "until", "precision", "text"),
    [
        pytest.param(date(2021, 6, 1), date(2021, 6, 1), "day", "01/06/2021", id="a-day"),
        pytest.param(date(2021, 6, 1), None, "day", "01/06/2021", id="a-day-alone"),
        pytest.param(
            date(2021, 6, 1), date(2021, 6, 9), "day", "01/06/2021 – 09/06/2021", id="days"
        ),
        pytest.param(date(2021, 6, 1), date(2021, 6, 30), "month", "06/2021", id="a-month"),
        pytest.param(
            date(2024, 7, 1), date(2024, 9, 30), "quarter", "quý III/2024", id="a-quarter"
        ),
        pytest.param(date(2025, 1, 1), date(2025, 12, 31), "year", "2025", id="a-year"),
        pytest.param(None, None, "unknown", "chưa rõ ngày", id="no-date"),
        pytest.param(date(2025, 1, 1), None, "unknown", "chưa rõ ngày", id="a-guess-is-no-date"),
    ],
)
def test_a_date_is_never_finer_than_its_source(start, until, precision, text):
    assert VI.period(start, until, precision) == text


def test_the_legal_day_is_that_of_viet_nam():
    assert legal_day(datetime(2024, 4, 30, 17, 0, tzinfo=UTC)) == date(2024, 5, 1)
    assert legal_day(datetime(2024, 4, 30, 16, 59, tzinfo=UTC)) == date(2024, 4, 30)


def test_times_are_shown_in_viet_nam_time():
    assert VI.moment(datetime(2026, 11, 21, 20, 5, tzinfo=UTC)) == "22/11/2026 03:05"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        pytest.param("2025-03-21", "21/03/2025", id="day"),
        pytest.param("2025-07", "07/2025", id="month"),
        pytest.param("2024-Q3", "quý III/2024", id="quarter"),
        pytest.param("2025", "2025", id="year"),
        pytest.param("cuối năm 2025", "cuối năm 2025", id="words-stay"),
    ],
)
def test_a_date_as_a_source_prints_it(printed, text):
    assert VI.printed(printed) == text
