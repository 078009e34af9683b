"""NO-RESIDENTS and BOUNDARY-DEFINED."""

import pytest

from tests.law_cases import V1, V6, finding_of, verdict_of


@pytest.mark.parametrize("on", [V1, V6])
@pytest.mark.parametrize(
    ("residents", "cleared", "status", "verdict"),
    [
        pytest.param(0, None, None, "pass", id="none"),
        pytest.param(1, True, None, "fail", id="one-after-clearance"),
        pytest.param(1, False, "operating", "needs_review", id="before-clearance"),
        pytest.param(5, None, "operating", "fail", id="operating-counts-as-cleared"),
        pytest.param(5, None, "established", "needs_review", id="earlier-counts-as-not-cleared"),
        pytest.param(5, None, None, "not_enough_data", id="clearance-not-known"),
        pytest.param(None, True, "operating", "not_enough_data", id="missing-is-never-zero"),
    ],
)
def test_no_residents(on, residents, cleared, status, verdict):
    cluster = {"residents_inside": residents, "clearance_completed": cleared, "status": status}
    for procedure in ("establish", "operate"):
        assert verdict_of("NO-RESIDENTS", procedure, on, cluster=cluster) == verdict


@pytest.mark.parametrize("procedure", ["plan_add", "establish", "expand"])
@pytest.mark.parametrize(
    ("there", "verdict"), [(True, "pass"), (False, "fail"), (None, "not_enough_data")]
)
def test_boundary(procedure, there, verdict):
    found = finding_of("BOUNDARY-DEFINED", procedure, V1, cluster={"has_boundary": there})
    assert found.verdict == verdict
    assert found.outcome.missing == (("facts.cluster.has_boundary",) if there is None else ())
