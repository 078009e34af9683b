"""A province's decisions and complete lists are recorded with dates, source and author."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.services.settle_province import (
    set_province_setting,
    settings_told,
    state_complete_list,
)
from cluster_gis.storage.register import Batch, insert_missing, revision_at, write_versions

DECISION = {
    "setting": "agg_unit",
    "value": "commune",
    "document": "1/QĐ-UBND ngày 01/08/2025",
    "first_day": date(2025, 8, 1),
    "last_day": date(2026, 9, 14),
    "by": "t",
}
STATEMENT = {
    "stated_by": "Sở Công Thương",
    "source": "Báo cáo 12/BC-SCT",
    "first_day": date(2026, 9, 15),
    "last_day": None,
    "by": "t",
}


@pytest.fixture
def register(session: Session) -> Session:
    """Hải Phòng and one commune."""
    insert_missing(session, "source", [{"source_key": "s", "dataset": "d", "title": "t"}])
    units = {"2025:31": ("province", "31"), "2025:11506": ("commune", "11506")}
    rows = [
        {
            "unit_key": key,
            "code": code,
            "level": level,
            "name": key,
            "short_name": key,
            "province_key": "2025:31",
            "source_key": "s",
        }
        for key, (level, code) in units.items()
    ]
    write_versions(session, by="t", reason="t", batches=[Batch(table="admin_unit", rows=rows)])
    return session


def test_a_decision_holds_on_its_days_and_is_written_once(register):
    assert set_province_setting(register, "2025:31", **DECISION) is not None
    assert set_province_setting(register, "2025:31", **DECISION) is None
    valid = register.scalar(text("SELECT valid::text FROM register.province_setting"))
    assert valid == "[2025-08-01,2026-09-15)"


def test_the_last_day_of_the_calendar_means_without_end(register):
    decision = DECISION | {"last_day": date.max}
    assert set_province_setting(register, "2025:31", **decision) is not None
    valid = register.scalar(text("SELECT valid::text FROM register.province_setting"))
    assert valid == "[2025-08-01,)"


def test_a_complete_list_names_who_states_it(register):
    assert state_complete_list(register, "2025:11506", **STATEMENT) is not None
    row = register.execute(
        text(
            "SELECT stated_by, title FROM register.complete_list "
            "JOIN register.source USING (source_key)"
        )
    ).one()
    assert tuple(row) == ("Sở Công Thương", "Báo cáo 12/BC-SCT")


@pytest.mark.parametrize(
    ("unit", "change", "field"),
    [
        pytest.param("2025:99", {}, "unit", id="no-such-province"),
        pytest.param("2025:11506", {}, "unit", id="a-commune-decides-nothing"),
        pytest.param("2025:31", {"setting": "colour"}, "setting", id="unknown-setting"),
        pytest.param("2025:31", {"value": "village"}, "agg_unit", id="unknown-value"),
        pytest.param("2025:31", {"document": " "}, "document", id="without-a-document"),
        pytest.param("2025:31", {"last_day": date(2025, 7, 1)}, "last_day", id="ends-before"),
    ],
)
def test_what_is_wrong_is_named(register, unit, change, field):
    with pytest.raises(InvalidInput) as raised:
        set_province_setting(register, unit, **(DECISION | change))
    assert raised.value.field == field


QUOTA = {
    "setting": "land_quota_ha",
    "document": "326/QĐ-TTg ngày 09/03/2022",
    "first_day": date(2021, 1, 1),
    "last_day": date(2030, 12, 31),
    "by": "t",
}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        pytest.param("1234,5", "1234.5", id="decimal-comma"),
        pytest.param("1200", "1200", id="no-exponent"),
        pytest.param("0", "0", id="nothing-given-is-known"),
    ],
)
def test_a_land_quota_is_kept_for_a_province_and_a_commune_with_its_paper(register, value, kept):
    for unit in ("2025:31", "2025:11506"):
        assert set_province_setting(register, unit, value=value, **QUOTA) is not None
    on = {"on": date(2026, 1, 1), "revision": revision_at(register)}
    told = settings_told(register, **on)
    assert [(row["unit"], row["value"]) for row in told] == [
        ("2025:11506", kept),
        ("2025:31", kept),
    ]
    assert told[0]["last_day"] == date(2030, 12, 31)
    late = {"on": date(2031, 1, 1), "revision": revision_at(register)}
    assert settings_told(register, **late) == []


@pytest.mark.parametrize("value", ["", "-3", "1.234", "12 ha", "1.234,5"])
def test_hectares_that_may_be_read_two_ways_or_not_at_all_are_refused(register, value):
    with pytest.raises(InvalidInput, match="hectares"):
        set_province_setting(register, "2025:31", value=value, **QUOTA)


def test_a_commune_takes_no_decision_of_the_province(register):
    with pytest.raises(InvalidInput, match="unit"):
        set_province_setting(register, "2025:11506", **DECISION)
