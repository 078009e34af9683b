from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_gis.domain.date_span import UNKNOWN_DATE, DateSpan
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2025-07-01", date(2025, 7, 1), date(2025, 7, 2), "day"),
        ("1/7/2025", date(2025, 7, 1), date(2025, 7, 2), "day"),
        ("ngày 1 tháng 7 năm 2025", date(2025, 7, 1), date(2025, 7, 2), "day"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "day"),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1), "month"),
        ("tháng 7/2025", date(2025, 7, 1), date(2025, 8, 1), "month"),
        ("2025-Q4", date(2025, 10, 1), date(2026, 1, 1), "quarter"),
        ("quý III/2025", date(2025, 7, 1), date(2025, 10, 1), "quarter"),
        ("năm 2025", date(2025, 1, 1), date(2026, 1, 1), "year"),
        ("2025", date(2025, 1, 1), date(2026, 1, 1), "year"),
    ],
)
def test_a_printed_date_is_a_span_with_its_precision(text, start, end, precision):
    assert parse_date_span(text) == DateSpan(start, end, precision)


def test_no_text_is_an_unknown_date():
    assert parse_date_span("  ") == UNKNOWN_DATE


@pytest.mark.parametrize("text", ["2025-02-30", "31/4/2025", "13/2025", "2025-Q5", "soon", "0000"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(InvalidInput, match="expected a date"):
        parse_date_span(text)


def test_an_event_begins_with_its_month_and_a_report_counts_from_its_end():
    span = parse_date_span("2023-02")
    assert span.supported_from("event") == date(2023, 2, 1)
    assert span.supported_from("known_no_later_than") == date(2023, 2, 28)
    assert UNKNOWN_DATE.supported_from("event") is None


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused(text):
    try:
        span = parse_date_span(text)
    except InvalidInput:
        return
    assert span == UNKNOWN_DATE or span.start < span.end_exclusive
