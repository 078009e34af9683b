"""The second opinion names what is planted and accuses nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from cluster_gis.domain.facts_export import case_to_json
from cluster_gis.domain.facts_json import facts_from_json
from cluster_gis.services.assess_cluster import assess_clusters, store_assessments
from cluster_gis.services.verify_register import plan_work, verify_register
from cluster_gis.storage.register import Batch, revision_at, write_versions
from tests.small_register import BOUNDARY, STATES, write_small_register

DAY = date(2026, 1, 1)
#: 494 m by 1000 m round the same place: the 49.4 ha that the decision of 49.37 ha would give.
RING = "590000 2300000,590494 2300000,590494 2301000,590000 2301000,590000 2300000"
FITTING = f"SRID=9210;POLYGON(({RING}))"


def write(session, table, *rows, mode="write"):
    revision = write_versions(
        session, by="t", reason="t", batches=[Batch(table=table, rows=rows, mode=mode)]
    )
    assert revision is not None
    return revision


@pytest.fixture
def sound(session):
    """The small register with a boundary that fits its decision."""
    write_small_register(session)
    write(session, "cluster_boundary", BOUNDARY | {"source_geom": FITTING})
    return session


def found(session, **more):
    revision = revision_at(session)
    work = plan_work(session, as_of=DAY, revision=revision)
    done = []
    told = verify_register(session, as_of=DAY, revision=revision, advance=done.append, **more)
    assert sum(done) == work
    return told


def checks_of(verification, *severities):
    return {
        (issue.check, issue.code) for issue in verification.issues if issue.severity in severities
    }


def test_a_sound_register_has_no_error_and_says_what_was_looked_at(sound):
    told = found(sound)
    assert checks_of(told, "error") == set()
    assert told.checked["area_methods"] == told.checked["copy_differs"] == 1
    assert told.checked["fill_over_100"] == 1
    assert told.to_json()["counts"]["severity"]["error"] == 0
    for issue in told.issues:
        assert issue.text("vi") != issue.text("en"), issue.check


def test_an_area_that_is_not_the_stated_one_is_told_with_both(session):
    write_small_register(session)
    told = found(session)
    [issue] = [i for i in told.issues if i.check == "area_stated"]
    assert (issue.code, issue.severity, issue.owner) == ("hp-tien-lang", "error", "steward")
    assert issue.measured["stated_ha"] == Decimal("49.37")
    assert issue.measured["measured_ha"] == Decimal("10.000000")
    assert not issue.indicative
    assert issue.lon == pytest.approx(106.62, abs=0.02)
    assert "49,37" in issue.text("vi")


@pytest.mark.parametrize(
    ("change", "check"),
    [
        pytest.param("area_ha = area_ha + 0.00002", "area_methods", id="stored-area-altered"),
        pytest.param(
            "geom = ST_Translate(geom, 0.00000002, 0)", "copy_differs", id="copy-moved-by-2-mm"
        ),
    ],
)
def test_a_stored_figure_that_was_altered_is_found(sound, change, check):
    sound.execute(text("SELECT set_config('register.writing', 'on', true)"))
    sound.execute(text(f"UPDATE register.cluster_boundary SET {change} WHERE upper_inf(recorded)"))
    assert checks_of(found(sound), "error") == {(check, "hp-tien-lang")}


def test_less_than_the_tolerance_is_no_issue(sound):
    sound.execute(text("SELECT set_config('register.writing', 'on', true)"))
    sound.execute(
        text(
            "UPDATE register.cluster_boundary SET area_ha = area_ha + 0.000009, "
            "geom = ST_Translate(geom, 0.000000005, 0) WHERE upper_inf(recorded)"
        )
    )
    assert checks_of(found(sound), "error") == set()


def test_a_boundary_in_another_province_is_told_with_its_kilometres(session):
    write_small_register(session)
    there = FITTING.replace("SRID=9210", "SRID=9206")
    write(session, "cluster_boundary", BOUNDARY | {"source_geom": there, "measuring_srid": 9206})
    assert ("outside_province", "hp-tien-lang") in checks_of(found(session), "error")


STATE = STATES[1]
DO_SON = {
    "cluster_code": "hp-do-son",
    "name": "Tiên Lãng",
    "status": "operating",
    "status_basis": "stated",
    "province_key": "2025:31",
    "place_basis": "none",
    "source_key": "plan",
    "start_basis": "event",
    "start_precision": "day",
    "decision_text": "123/QĐ-UBND",
    "decision_from": "2021-03-01",
    "decision_until": "2021-03-01",
    "decision_precision": "day",
    "area_established_ha": 20,
    "industrial_land_ha": 30,
    "leased_industrial_land_ha": 31,
    "valid": "[2019-05-01,)",
}


def test_facts_that_cannot_stand_together_are_told(sound):
    write(sound, "cluster_state", STATE | {"decision_from": "2021-03-01"}, DO_SON)
    write(
        sound,
        "cluster_event",
        *(
            {
                "event_key": f"x{number}",
                "cluster_code": "hp-do-son",
                "cluster_name": "Đồ Sơn",
                "event_type": kind,
                "happened_from": day,
                "happened_until": day,
                "happened_precision": "day",
                "source_key": "news",
            }
            for number, (kind, day) in enumerate(
                [("established", "2021-03-01"), ("groundbreaking", "2020-03-01")]
            )
        ),
    )
    entry = {
        "plan_version_key": "hp-2030-v1",
        "name": "CCN",
        "change": "kept",
        "source_key": "plan",
        "area_max_ha": 18,
    }
    write(
        sound,
        "plan_entry",
        entry | {"entry_key": "p2", "cluster_code": "hp-do-son"},
        entry | {"entry_key": "p3", "name": "CCN Không có"},
        entry | {"entry_key": "p4", "cluster_code": "hd-viet-hoa", "change": "withdrawn"},
    )
    told = found(sound)
    assert checks_of(told, "error") == {("fill_over_100", "hp-do-son")}
    assert checks_of(told, "warning") >= {
        ("name_repeated", "hp-tien-lang"),
        ("decision_shared", "hp-tien-lang"),
        ("operating_first", "hp-do-son"),
        ("decision_order", "hp-do-son"),
        ("land_over_area", "hp-do-son"),
        ("plan_area", "hp-do-son"),
        ("plan_withdrawn", "hd-viet-hoa"),
        ("commune_missing", "hp-do-son"),
    }
    assert ("plan_unmatched", None) in checks_of(told, "note")
    assert ("reported_count", None) in checks_of(told, "note")


def test_days_without_a_state_between_two_are_a_gap(sound):
    gone = {"cluster_code": "hp-tien-lang", "valid": "[2019-01-01,2019-02-01)"}
    write(sound, "cluster_state", gone, mode="close")
    assert ("days_gap", "hp-tien-lang") in checks_of(found(sound), "warning")


def test_an_overlap_is_found_in_both_ways_and_told_once(sound):
    over = FITTING.replace("590000", "590400").replace("590494", "590900")
    write(sound, "cluster_boundary", BOUNDARY | {"cluster_code": "hp-do-son", "source_geom": over})
    told = found(sound)
    [issue] = [i for i in told.issues if i.check == "overlap_cluster"]
    assert (issue.severity, issue.code) == ("error", "hp-do-son")
    assert issue.measured["overlap_ha"] == pytest.approx(Decimal("9.4"), abs=Decimal("0.0001"))
    assert not [i for i in told.issues if i.check == "overlap_methods"]


def test_a_verdict_judged_again_agrees_and_a_changed_one_or_changed_facts_are_told(sound):
    stored = list(assess_clusters(sound, procedure="establish", on=date(2025, 6, 1)))
    store_assessments(sound, stored, by="t")
    assert found(sound).checked["verdict_differs"] == 4
    assert not [i for i in found(sound).issues if i.check.startswith("verdict")]

    write(sound, "cluster_state", STATE | {"area_established_ha": 80, "area_planned_ha": 80})
    [stale] = [i for i in found(sound).issues if i.check.startswith("verdict")]
    assert (stale.check, stale.code, stale.severity) == ("verdict_stale", "hp-tien-lang", "warning")

    sound.execute(text("SELECT set_config('register.writing', 'on', true)"))
    sound.execute(
        text(
            "UPDATE register.assessment SET findings = jsonb_set(findings, '{0,verdict}', "
            "'\"needs_review\"') WHERE cluster_code = 'hd-viet-hoa'"
        )
    )
    differs = [i for i in found(sound).issues if i.check == "verdict_differs"]
    assert [(i.code, i.owner) for i in differs] == [("hd-viet-hoa", "product")]


def test_a_case_survives_its_own_json(sound):
    for item in assess_clusters(sound, procedure="expand", on=date(2025, 6, 1)):
        again = facts_from_json(case_to_json(item.case))
        for name in ("cluster", "unit_clusters", "works", "investor", "settings", "milestones"):
            assert getattr(again, name) == getattr(item.case, name), name
