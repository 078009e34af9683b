"""A province's decisions and complete lists are recorded with dates, source and author."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.services.settle_province import set_province_setting, state_complete_list
from cluster_gis.storage.register import Batch, insert_missing, write_versions

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
