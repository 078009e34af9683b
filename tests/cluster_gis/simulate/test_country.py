"""A simulated register is complete, repeatable, in every legal situation, and never a real one."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.services.assess_cluster import assess_clusters
from cluster_gis.simulate.country import FIXED_CLUSTERS, FIXED_SEED, simulate
from cluster_gis.simulate.situations import SITUATIONS
from cluster_gis.storage.register import Batch, insert_missing, write_versions

PROVINCE = {
    "unit_key": "2025:31",
    "code": "31",
    "level": "province",
    "name": "Thành phố Hải Phòng",
    "short_name": "Hải Phòng",
    "province_key": "2025:31",
    "source_key": "units",
    "valid": "[2025-07-01,)",
}


@pytest.fixture
def simulated(session: Session) -> Session:
    """An empty simulated register with three communes, two of them close together."""
    session.execute(text("UPDATE register.register_identity SET kind = 'simulated'"))
    insert_missing(session, "source", [{"source_key": "units", "dataset": "d", "title": "t"}])
    communes = [
        PROVINCE
        | {
            "unit_key": f"2025:1000{n}",
            "code": f"1000{n}",
            "level": "commune",
            "name": f"Xã Số {n}",
            "short_name": f"Số {n}",
            "place": f"SRID=4326;POINT({106.4 + n * 0.1} 20.8)",
        }
        for n in range(3)
    ]
    write_versions(
        session,
        by="t",
        reason="t",
        batches=[Batch(table="admin_unit", rows=[PROVINCE, *communes])],
    )
    return session


def contents(session: Session) -> list[tuple[str, str]]:
    """Every row of the simulated tables without ids and revisions."""
    found = []
    for table in ("cluster_state", "cluster_boundary", "land_lot", "work_progress", "milestone"):
        rows = session.scalars(
            text(
                f"SELECT (to_jsonb(t) - '{{id,recorded}}'::text[])::text FROM register.{table} t "
                "ORDER BY 1"
            )
        )
        found += [(table, row) for row in rows]
    return found


def test_the_fixed_register_shows_every_legal_situation(simulated):
    assert len(SITUATIONS) == FIXED_CLUSTERS
    assert simulate(simulated, clusters=FIXED_CLUSTERS, seed=FIXED_SEED, lots_each=4)
    counts = dict(
        simulated.execute(
            text(
                "SELECT status, count(*) FROM register.cluster_state "
                "WHERE upper_inf(valid) GROUP BY 1"
            )
        ).all()
    )
    assert sum(counts.values()) == FIXED_CLUSTERS
    assert set(counts) == {"planned", "established", "under_construction", "operating", "withdrawn"}
    verdicts = {
        item.code: {f["rule"]: f["verdict"] for f in item.judgement["findings"]}
        for item in assess_clusters(simulated, procedure="establish", on=date(2026, 10, 1))
    }
    rules = {name: n for n, name in enumerate([s.name for s in SITUATIONS], 1)}
    assert verdicts[f"mp-{rules['exactly 75 ha']:06d}"]["AREA-MAX"] == "pass"
    assert verdicts[f"mp-{rules['above 75 ha']:06d}"]["AREA-MAX"] == "fail"
    assert verdicts[f"mp-{rules['households still inside']:06d}"]["NO-RESIDENTS"] == "fail"
    assert verdicts[f"mp-{rules['not in the approved plan']:06d}"]["EST-PLAN"] == "fail"


def test_the_same_seed_gives_the_same_register(simulated):
    simulate(simulated, clusters=8, seed=1, lots_each=3)
    first = contents(simulated)
    assert not simulate(simulated, clusters=8, seed=1, lots_each=3)
    simulate(simulated, clusters=8, seed=2, lots_each=3)
    assert contents(simulated) != first
    simulate(simulated, clusters=8, seed=1, lots_each=3)
    assert contents(simulated) == first


def test_lots_lie_inside_their_cluster_and_clusters_do_not_overlap(simulated):
    simulate(simulated, clusters=25, seed=3, lots_each=6)
    outside = simulated.scalar(
        text(
            "SELECT count(*) FROM register.land_lot l JOIN register.cluster_boundary b "
            "USING (cluster_code) WHERE NOT ST_Covers(ST_Buffer(b.geom, 0.000001), l.geom)"
        )
    )
    overlapping = simulated.scalar(
        text(
            "SELECT count(*) FROM register.cluster_boundary a JOIN register.cluster_boundary b "
            "ON a.cluster_code < b.cluster_code AND ST_Overlaps(a.geom, b.geom)"
        )
    )
    assert (outside, overlapping) == (0, 0)


def test_lots_and_land_balance_say_the_same_on_every_day(simulated):
    simulate(simulated, clusters=FIXED_CLUSTERS, seed=FIXED_SEED, lots_each=6)
    sums = simulated.execute(
        text(
            "SELECT s.cluster_code, lower(s.valid), s.leased_industrial_land_ha AS said, "
            "  (SELECT coalesce(sum(l.area_ha) FILTER (WHERE l.leased), 0) "
            "   FROM register.land_lot l WHERE l.cluster_code = s.cluster_code "
            "   AND l.valid @> lower(s.valid)) AS lots "
            "FROM register.cluster_state s WHERE s.leased_industrial_land_ha IS NOT NULL "
            "AND EXISTS (SELECT FROM register.land_lot l WHERE l.cluster_code = s.cluster_code)"
        )
    ).all()
    assert len(sums) > FIXED_CLUSTERS / 2
    assert any(row.said > 0 for row in sums)
    assert not [row for row in sums if abs(row.said - row.lots) > Decimal("0.001")]
    assert simulated.scalar(text("SELECT bool_and(ST_IsValid(geom)) FROM register.land_lot"))


def test_works_lie_inside_the_boundary_of_their_cluster(simulated):
    simulate(simulated, clusters=10, seed=3, lots_each=4)
    placed, outside = simulated.execute(
        text(
            "SELECT count(w.geom), count(*) FILTER (WHERE NOT ST_Covers(b.geom, w.geom)) "
            "FROM register.infrastructure_work w JOIN register.cluster_boundary b "
            "USING (cluster_code)"
        )
    ).one()
    assert placed > 0
    assert outside == 0


def test_what_is_built_tells_its_plan_its_clearance_and_its_wastewater(simulated):
    simulate(simulated, clusters=12, seed=3, lots_each=3)
    building = simulated.scalars(
        text(
            "SELECT cluster_code FROM register.cluster_state WHERE upper_inf(valid)"
            " AND status IN ('under_construction', 'operating')"
        )
    ).all()
    assert building
    for statement in (
        "SELECT DISTINCT cluster_code FROM register.land_clearance",
        "SELECT DISTINCT cluster_code FROM register.wastewater_statement",
        "SELECT cluster_code FROM register.infrastructure_work"
        " GROUP BY 1 HAVING bool_and(planned_end_text IS NOT NULL)",
    ):
        assert set(simulated.scalars(text(statement))) == set(building)


def test_the_exact_areas_are_exact(simulated):
    simulate(simulated, clusters=FIXED_CLUSTERS, seed=FIXED_SEED, lots_each=4)
    areas = set(
        simulated.scalars(
            text(
                "SELECT b.area_ha FROM register.cluster_boundary b JOIN register.cluster_state s "
                "USING (cluster_code) WHERE upper_inf(s.valid) AND s.area_established_ha = 10"
            )
        )
    )
    assert all(abs(area - 10) < Decimal("0.001") for area in areas)
    assert areas


def test_a_real_register_is_never_emptied(session):
    with pytest.raises(DBAPIError, match="only a simulated register"):
        session.execute(text("SELECT register.clear_simulated()"))


def test_what_is_missing_or_senseless_is_said(session):
    with pytest.raises(Conflict, match="no communes"):
        simulate(session, clusters=3, seed=1)
    with pytest.raises(InvalidInput) as raised:
        simulate(session, clusters=0, seed=1)
    assert raised.value.field == "clusters"


def test_leases_come_to_the_land_let_and_everything_of_tenants_is_marked(simulated):
    simulate(simulated, clusters=40, seed=3, lots_each=4)
    apart = simulated.execute(
        text(
            "SELECT s.cluster_code FROM register.cluster_state s "
            "WHERE s.leased_industrial_land_ha IS NOT NULL AND s.status = 'operating' "
            "AND s.leased_industrial_land_ha <> (SELECT coalesce(sum(l.area_ha), 0) "
            "  FROM register.land_lease l WHERE l.cluster_code = s.cluster_code "
            "  AND l.valid @> lower(s.valid))"
        )
    ).all()
    assert apart == []
    for table, least in (
        ("enterprise_project", 20),
        ("land_lease", 20),
        ("inspection", 5),
        ("support_grant", 1),
        ("support_need", 1),
    ):
        rows = simulated.execute(
            text(f"SELECT (to_jsonb(t) - 'id')::text AS said, source_key FROM register.{table} t")
        ).all()
        assert len(rows) >= least, table
        assert all(row.source_key == "simulated" and "mô phỏng" in row.said for row in rows), table
