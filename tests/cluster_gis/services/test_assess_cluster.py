"""Findings come from the register's own facts, each with its source, and are kept once."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.services.assess_cluster import (
    assess_cluster,
    assess_clusters,
    store_assessments,
)
from cluster_gis.storage.register import Batch, insert_missing, write_versions

ON = date(2021, 6, 1)
STATE = {
    "cluster_code": "c1",
    "name": "Cụm công nghiệp Thử",
    "kind": "ordinary",
    "status": "planned",
    "status_basis": "stated",
    "province_key": "2025:31",
    "place_basis": "none",
    "source_key": "page",
    "valid": "[2021-01-01,)",
}


@pytest.fixture
def register(session: Session) -> Session:
    """One cluster, planned since 2021, its established area printed by a decision."""
    sources = [
        {"source_key": "page", "dataset": "d", "title": "A page"},
        {
            "source_key": "decision",
            "dataset": "d",
            "title": "A decision",
            "url": "http://x.example",
        },
    ]
    insert_missing(session, "source", sources)
    insert_missing(session, "industrial_cluster", [{"code": "c1", "source_key": "page"}])
    figure = {
        "figure_key": "c1/area",
        "cluster_code": "c1",
        "field": "area_established_ha",
        "value": Decimal("75.0001"),
        "unit": "ha",
        "adopted": True,
        "source_key": "decision",
    }
    write(session, "cluster_figure", figure)
    write(
        session,
        "cluster_state",
        STATE
        | {
            "area_established_ha": Decimal("75.0001"),
            "figures": {"area_established_ha": "c1/area"},
        },
    )
    return session


def write(session: Session, table: str, row: dict[str, object]) -> int | None:
    return write_versions(session, by="t", reason="t", batches=[Batch(table=table, rows=[row])])


def finding(assessment, rule: str) -> dict[str, object]:
    [found] = [f for f in assessment.judgement["findings"] if f["rule"] == rule]
    return found


def test_a_figure_of_the_register_decides_and_names_its_source(register):
    found = assess_cluster(register, "c1", procedure="establish", on=ON)
    area = finding(found, "AREA-MAX")
    assert area["verdict"] == "fail"
    assert area["citation"]["document"]
    assert area["citation"]["locator"]
    origin = found.provenance["facts.cluster.area_established_ha"]
    assert (origin["source_key"], origin["url"]) == ("decision", "http://x.example")


def test_before_the_first_known_day_nothing_is_assumed(register):
    found = assess_cluster(register, "c1", procedure="establish", on=date(2020, 8, 1))
    assert not found.known
    assert found.judgement["verdict"] == "not_enough_data"
    assert finding(found, "AREA-MAX")["missing"] == ["facts.cluster.area_established_ha"]


def test_facts_of_another_day_may_be_asked_under_an_older_law(register):
    found = assess_cluster(register, "c1", procedure="establish", on=date(2018, 1, 1), facts_on=ON)
    assert found.judgement["law_version"] == "V1"
    assert finding(found, "AREA-MAX")["verdict"] == "fail"
    with pytest.raises(InvalidInput):
        store_assessments(register, [found], by="t")


def test_a_missing_boundary_is_not_known_rather_than_absent(register):
    found = assess_cluster(register, "c1", procedure="establish", on=ON)
    assert finding(found, "BOUNDARY-DEFINED")["verdict"] == "not_enough_data"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        pytest.param("new", "pass", id="listed-in-a-plan-in-force"),
        pytest.param("withdrawn", "fail", id="the-plan-withdrew-it"),
        pytest.param(None, "not_enough_data", id="no-plan-known-is-not-absence"),
    ],
)
def test_the_plan_in_force_answers_est_plan(register, change, verdict):
    if change:
        insert_missing(
            register, "plan", [{"plan_key": "p", "province_key": "2025:31", "title": "Plan"}]
        )
        version = {"plan_version_key": "p1", "plan_key": "p", "title": "P", "source_key": "page"}
        write(register, "plan_version", version | {"valid": "[2020-01-01,)"})
        entry = {
            "entry_key": "p1/c1",
            "plan_version_key": "p1",
            "cluster_code": "c1",
            "name": "Thử",
            "change": change,
            "source_key": "page",
        }
        write(register, "plan_entry", entry)
    found = assess_cluster(register, "c1", procedure="establish", on=ON)
    assert finding(found, "EST-PLAN")["verdict"] == verdict


def test_assessing_again_writes_nothing_until_a_fact_changes(register):
    def store() -> int | None:
        found = list(assess_clusters(register, procedure="establish", on=ON))
        return store_assessments(register, found, by="t")

    assert store() is not None
    assert store() is None
    write(register, "cluster_state", STATE | {"area_established_ha": Decimal(75)})
    assert store() is not None
    kept = register.scalars(
        text("SELECT verdict FROM register.assessment ORDER BY lower(recorded)")
    ).all()
    assert kept == ["fail", "not_enough_data"]


def test_an_unknown_code_and_an_unknown_procedure_are_said(register):
    with pytest.raises(NotFound):
        assess_cluster(register, "nowhere", procedure="establish", on=ON)
    with pytest.raises(InvalidInput) as raised:
        assess_cluster(register, "c1", procedure="demolish", on=ON)
    assert raised.value.field == "procedure"


def square(side_m: float) -> dict[str, object]:
    """A boundary row of side_m × side_m in the zone of Hải Phòng."""
    corners = [(0, 0), (side_m, 0), (side_m, side_m), (0, side_m), (0, 0)]
    ring = ",".join(f"{590000 + x} {2300000 + y}" for x, y in corners)
    return {
        "cluster_code": "c1",
        "source_geom": f"SRID=9210;POLYGON(({ring}))",
        "source_format": "csv",
        "measuring_srid": 9210,
        "quality": "surveyed",
        "act": "established",
        "source_key": "decision",
        "valid": "[2021-01-01,)",
    }


def test_a_measured_area_is_judged_where_no_decision_says_one(register):
    write(register, "cluster_state", STATE)
    write(register, "cluster_boundary", square(500))
    found = assess_cluster(register, "c1", procedure="establish", on=ON)
    assert finding(found, "AREA-MAX")["measured"] == 25
    assert "EPSG:9210" in found.provenance["facts.cluster.area_established_ha"]["method"]
    assert finding(found, "AREA-MAX")["flips_within_spread"] is False


def test_a_verdict_that_flips_within_the_spread_says_so(register):
    write(register, "cluster_boundary", square(866))
    found = assess_cluster(register, "c1", procedure="establish", on=ON)
    area = finding(found, "AREA-MAX")
    assert (area["verdict"], area["flips_within_spread"]) == ("fail", True)
