"""Periods of a status from rows and events: only what a source supports, on the day it does."""

from dataclasses import replace
from datetime import date

import pytest

from cluster_gis.domain.cluster_history import status_periods
from cluster_gis.domain.date_span import UNKNOWN_DATE
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.domain.intake import EventRecord, PlanEntryRecord
from cluster_gis.ingest.haiphong_clusters import read_haiphong_clusters


@pytest.fixture(scope="module")
def row():
    """A row with nothing but a status."""
    return replace(
        read_haiphong_clusters().clusters.records[0],
        status_inferred=False,
        status_since=UNKNOWN_DATE,
        status_since_basis="unknown",
        decision_date=UNKNOWN_DATE,
        decision_kind=None,
        decision_number=None,
    )


def event(name, when, basis="event"):
    return EventRecord(
        line=2,
        date=parse_date_span(when),
        date_basis=basis if when else "unknown",
        event=name,
        cluster_code="hp-a",
        cluster_name="A",
        area_before_ha=None,
        area_after_ha=None,
        area_qualifier=None,
        decision_number=None,
        decision_date=UNKNOWN_DATE,
        authority=None,
        note=None,
        sources=("https://example.org",),
    )


def entry(action):
    return PlanEntryRecord(
        plan="525/QĐ-UBND",
        annex_group="I",
        cluster_code="hp-a",
        name="A",
        communes=(),
        communes_printed=None,
        area_before_ha=None,
        area_ha=None,
        period=None,
        action=action,
        established_before=None,
        capital_vnd=None,
        note=None,
        source="plan",
    )


def told(periods):
    return [(period.start, period.status) for period in periods]


def test_events_follow_each_other(row):
    happened = [
        event("added_to_plan", "2021-03"),
        event("established", "2022-05-10", "decision"),
        event("groundbreaking", "2023-01-15"),
        event("inaugurated", "2025-05-11"),
    ]
    assert told(status_periods(replace(row, status="operating"), happened)) == [
        (date(2021, 3, 1), "planned"),
        (date(2022, 5, 10), "established"),
        (date(2023, 1, 15), "under_construction"),
        (date(2025, 5, 11), "operating"),
    ]


def test_a_report_counts_from_the_end_of_its_month_but_not_after_it_was_read(row):
    reported = [event("established", "2025-09", "known_no_later_than")]
    established = replace(row, status="established")
    assert told(status_periods(established, reported)) == [(date(2025, 9, 30), "established")]
    read = status_periods(established, reported, read_on=date(2025, 9, 17))
    assert told(read) == [(date(2025, 9, 17), "established")]
    assert read[0].basis == "known_no_later_than"


def test_a_later_listing_does_not_take_back_an_establishment(row):
    happened = [
        event("established", "2023-02-13"),
        event("plan_listing", "2023-12-02", "decision"),
    ]
    found = status_periods(replace(row, status="established"), happened)
    assert told(found) == [(date(2023, 2, 13), "established")]


def test_a_listing_of_a_cluster_that_existed_before_shows_no_state(row):
    happened = [event("plan_listing", "2023-12-02", "decision")]
    found = status_periods(
        replace(
            row,
            status="operating",
            status_since=parse_date_span("2024-06"),
            status_since_basis="known_no_later_than",
        ),
        happened,
    )
    assert told(found) == [(date(2024, 6, 30), "operating")]


def test_an_undated_event_supports_no_day(row):
    found = status_periods(replace(row, status="withdrawn"), [event("withdrawn", "")])
    assert told(found) == [(None, "withdrawn")]
    assert (found[0].precision, found[0].basis) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("status", "basis"), [("planned", "superseded_plan_only"), ("proposed", "proposed_only")]
)
def test_an_entry_of_an_old_plan_and_a_proposal_are_no_state(row, status, basis):
    found = status_periods(replace(row, status=status), [event("plan_listing", "2015-11-03")])
    assert [(p.start, p.status, p.status_basis) for p in found] == [
        (date(2015, 11, 3), None, basis)
    ]


def test_only_the_status_of_the_row_is_inferred(row):
    happened = [event("added_to_plan", "2021-03-01"), event("established", "2022-05-10")]
    inferred = replace(
        row,
        status="under_construction",
        status_inferred=True,
        status_since=parse_date_span("2024-01-01"),
        status_since_basis="known_no_later_than",
    )
    found = status_periods(inferred, happened)
    assert [period.status_basis for period in found] == ["stated", "stated", "inferred"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [("establishment", "established"), ("detailed_plan", "detailed_plan_approved")],
)
def test_a_decision_with_its_day_begins_a_state(row, kind, status):
    decided = replace(
        row,
        status="operating",
        decision_kind=kind,
        decision_date=parse_date_span("2009-08-25"),
        status_since=parse_date_span("2026-04"),
        status_since_basis="known_no_later_than",
    )
    assert told(status_periods(decided)) == [
        (date(2009, 8, 25), status),
        (date(2026, 4, 30), "operating"),
    ]


def test_an_investment_policy_is_not_an_establishment(row):
    decided = replace(
        row,
        status="in_plan",
        decision_kind="investment_policy",
        decision_date=parse_date_span("2024-11-20"),
        status_since=parse_date_span("2025-01-01"),
        status_since_basis="event",
    )
    assert told(status_periods(decided)) == [(date(2025, 1, 1), "planned")]


@pytest.mark.parametrize(
    ("action", "expected"),
    [("added", [(date(2026, 2, 25), "planned")]), ("withdrawn", [(None, "planned")])],
)
def test_a_plan_entry_counts_when_it_keeps_the_cluster(row, action, expected):
    signed = parse_date_span("2026-02-25")
    found = status_periods(replace(row, status="in_plan"), (), [(entry(action), signed)])
    assert told(found) == expected
