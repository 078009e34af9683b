"""One cluster under several laws with the same facts, and all clusters by rule."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.services.list_findings import list_findings
from cluster_gis.services.read_opinion import read_opinion
from cluster_gis.services.trace_verdicts import DAYS, trace_verdicts
from cluster_gis.storage.register import Batch, insert_missing, write_versions


@pytest.fixture
def register(session: Session) -> Session:
    """Ordinary clusters of 7 and 40 ha, half full, established since 2015."""
    insert_missing(session, "source", [{"source_key": "s", "dataset": "d", "title": "t"}])
    sizes = {"c7": 7, "c40": 40}
    insert_missing(session, "industrial_cluster", [{"code": c, "source_key": "s"} for c in sizes])
    rows = [
        {
            "cluster_code": code,
            "name": f"Cụm {code}",
            "kind": "ordinary",
            "mountainous": False,
            "status": "operating",
            "status_basis": "stated",
            "province_key": "2025:31",
            "place_basis": "none",
            "area_established_ha": Decimal(size),
            "industrial_land_ha": Decimal(20),
            "leased_industrial_land_ha": Decimal(11),
            "licensed_not_leased_ha": Decimal(0),
            "source_key": "s",
            "valid": "[2015-01-01,)",
        }
        for code, size in sizes.items()
    ]
    write_versions(session, by="t", reason="t", batches=[Batch(table="cluster_state", rows=rows)])
    return session


def test_five_days_tell_what_turned_and_why(register):
    traced = trace_verdicts(register, "c7", procedure="establish")
    assert [day.on for day in traced] == list(DAYS)
    assert [day.law.id for day in traced] == ["V1", "V2", "V3", "V5", "V6"]
    area = {
        day.on: (turn.before, turn.after)
        for day in traced
        for turn in day.turns
        if turn.rule == "AREA-MIN"
    }
    assert area == {date(2026, 9, 15): ("fail", "pass")}
    reason = traced[-1].reasons["AREA-MIN"]
    assert reason.before.limit.threshold == Decimal(10)
    assert reason.after.limit.threshold == Decimal(5)


def test_the_first_day_turns_nothing_and_days_are_put_in_order(register):
    later, earlier = date(2026, 9, 15), date(2026, 9, 14)
    traced = trace_verdicts(register, "c7", procedure="establish", days=[later, earlier, later])
    assert [day.on for day in traced] == [earlier, later]
    assert traced[0].turns == ()
    assert traced[1].turns


def test_a_day_before_every_law_has_none(register):
    traced = trace_verdicts(
        register, "c40", procedure="establish", days=[date(2005, 1, 1), date(2018, 1, 1)]
    )
    assert [day.law.id if day.law else None for day in traced] == [None, "V1"]


def test_one_day_or_too_many_are_refused(register):
    with pytest.raises(InvalidInput, match="days"):
        trace_verdicts(register, "c7", procedure="establish", days=[DAYS[0]])
    many = [date(2020, 1, day) for day in range(1, 15)]
    with pytest.raises(InvalidInput, match="days"):
        trace_verdicts(register, "c7", procedure="establish", days=many)


def test_findings_are_counted_by_rule_and_listed_for_one(register):
    found = list_findings(
        register, procedure="establish", on=date(2021, 1, 1), rule="AREA-MIN", verdict="fail"
    )
    assert found.n_clusters == 2
    assert found.counts["AREA-MIN"] == {"fail": 1, "pass": 1}
    assert [row.code for row in found.rows] == ["c7"]
    assert sum(found.results.values()) == 2


def test_a_province_without_clusters_has_no_findings(register):
    found = list_findings(
        register, procedure="establish", on=date(2021, 1, 1), province_key="2025:15"
    )
    assert (found.n_clusters, found.counts, found.rows) == (0, {}, ())


def test_an_opinion_tells_each_fact_with_its_source_and_who_waits(register):
    opinion = read_opinion(register, "c7", procedure="expand", on=date(2026, 9, 15))
    lines = {line.finding["rule"]: line for line in opinion.lines}
    facts = {fact.path: fact for fact in lines["EXP-FILL"].facts}
    land = facts["facts.cluster.industrial_land_ha"]
    assert land.value == Decimal(20)
    assert land.origin["title"] == "t"
    assert lines["EXP-FILL"].finding["verdict"] == "pass"
    assert [q.number for q in lines["EXP-FILL"].questions] == [1, 3]
    assert "AREA-EXP" in opinion.missing["facts.cluster.area_after_expansion_ha"]
    assert [step.rule for step in opinion.steps][-1] == "PROC-DECIDE"
    assert opinion.dossier
    assert opinion.sets.count == 1


def test_an_opinion_on_operating_has_no_steps_and_no_dossier(register):
    opinion = read_opinion(register, "c7", procedure="operate", on=date(2026, 9, 15))
    assert (opinion.steps, opinion.dossier, opinion.sets) == ((), (), None)


def test_a_cluster_that_is_not_there_has_no_opinion(register):
    with pytest.raises(NotFound):
        read_opinion(register, "nope", procedure="operate", on=date(2026, 9, 15))
