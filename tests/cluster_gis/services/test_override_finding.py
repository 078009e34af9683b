"""An officer decides only what the law leaves to a person, with a reason and a paper."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.services.assess_cluster import assess_cluster
from cluster_gis.services.override_finding import override_finding
from cluster_gis.storage.register import Batch, insert_missing, write_versions

ON = date(2021, 6, 1)
DECISION = {
    "procedure": "establish",
    "on": ON,
    "rule": "AREA-MAX",
    "verdict": "pass",
    "officer": "Phòng Quản lý công nghiệp",
    "reason": "Cụm hình thành trước 2009, được giữ nguyên",
    "document": "Thông báo 12/TB-UBND ngày 01/06/2021",
}


@pytest.fixture
def register(session: Session) -> Session:
    """A cluster older than the regulation, above 75 ha: AREA-MAX needs review (Điều 35)."""
    insert_missing(session, "source", [{"source_key": "s", "dataset": "d", "title": "t"}])
    insert_missing(session, "industrial_cluster", [{"code": "c1", "source_key": "s"}])
    write_state(session, status="pre_regulation")
    return session


def write_state(session: Session, *, status: str) -> None:
    row = {
        "cluster_code": "c1",
        "name": "c1",
        "kind": "ordinary",
        "status": status,
        "status_basis": "stated",
        "province_key": "2025:31",
        "place_basis": "none",
        "area_established_ha": Decimal(80),
        "source_key": "s",
        "valid": "[2009-01-01,)",
    }
    write_versions(session, by="t", reason="t", batches=[Batch(table="cluster_state", rows=[row])])


def test_both_verdicts_stand_side_by_side(register):
    assert override_finding(register, "c1", **DECISION) is not None
    found = assess_cluster(register, "c1", procedure="establish", on=ON).to_json()
    [machine] = [f for f in found["findings"] if f["rule"] == "AREA-MAX"]
    [officer] = found["overrides"]
    assert machine["verdict"] == "needs_review"
    assert (officer["rule"], officer["verdict"], officer["counts"]) == ("AREA-MAX", "pass", True)
    assert officer["document"] == DECISION["document"]


def test_the_same_decision_twice_writes_nothing(register):
    override_finding(register, "c1", **DECISION)
    assert override_finding(register, "c1", **DECISION) is None


def test_a_decision_stops_to_count_when_the_machine_can_decide(register):
    override_finding(register, "c1", **DECISION)
    write_state(register, status="operating")
    [officer] = assess_cluster(register, "c1", procedure="establish", on=ON).overrides
    assert officer["counts"] is False


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param({"rule": "NO-RESIDENTS"}, Conflict, id="missing-data-is-not-for-an-officer"),
        pytest.param({"rule": "NO-SUCH"}, InvalidInput, id="unknown-rule"),
        pytest.param({"reason": "vì thế"}, InvalidInput, id="a-reason-is-more-than-two-words"),
        pytest.param({"document": " "}, InvalidInput, id="without-a-paper"),
        pytest.param({"verdict": "maybe"}, InvalidInput, id="unknown-verdict"),
    ],
)
def test_what_an_officer_may_not_do_is_refused(register, change, error):
    with pytest.raises(error):
        override_finding(register, "c1", **(DECISION | change))
