"""Each version of each rule speaks on its first and last day, and on no day beside."""

from datetime import date, timedelta

import pytest

from cluster_gis.domain.facts import PROCEDURES, Case
from cluster_gis.law.documents import VERSIONS
from cluster_gis.law.evaluation import evaluate
from cluster_gis.law.judge import judge, judge_case
from cluster_gis.law.procedure_steps import procedure_steps
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import DECIDING, Verdict
from cluster_gis.law.rules.procedure import deadlines_on

DAY = timedelta(days=1)
SPOKEN = [
    pytest.param(rule, version, procedure, id=f"{rule.id}-{version.effective_from}-{procedure}")
    for rule in RULES
    for version in rule.versions
    for procedure in rule.procedures_of(version)
    if procedure in PROCEDURES
]


def version_cited(rule, procedure, on):
    """The version of the finding of a rule on a case without facts; None without a finding."""
    findings = evaluate([rule], Case(procedure=procedure, on=on))
    return findings[0].version if findings else None


@pytest.mark.parametrize(("rule", "version", "procedure"), SPOKEN)
def test_a_version_speaks_from_its_first_to_its_last_day(rule, version, procedure):
    assert version_cited(rule, procedure, version.effective_from) is version
    if version.effective_to is None:
        assert version_cited(rule, procedure, date(2099, 1, 1)) is version
    else:
        assert version_cited(rule, procedure, version.effective_to) is version


@pytest.mark.parametrize(("rule", "version", "procedure"), SPOKEN)
def test_no_verdict_rests_on_a_version_outside_its_days(rule, version, procedure):
    days = [version.effective_from - DAY]
    if version.effective_to is not None:
        days.append(version.effective_to + DAY)
    for on in days:
        for finding in evaluate([rule], Case(procedure=procedure, on=on)):
            outside = finding.version is version or not finding.version.holds(on)
            if outside and not rule.local:
                assert finding.verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize(
    "on",
    [date(1990, 1, 1), date(2009, 10, 4)]
    + [day for law in VERSIONS for day in (law.effective_from, law.effective_to) if day]
    + [date(2027, 3, 1), date(2060, 1, 1)],
)
def test_no_day_passes_in_silence_and_no_case_without_facts_passes(procedure, on):
    judgement = judge_case(Case(procedure=procedure, on=on))
    assert judgement.verdict not in {Verdict.PASS, Verdict.NOT_APPLICABLE}
    if on < date(2009, 10, 5):
        assert judgement.law is None
        assert judgement.verdict is Verdict.NEEDS_REVIEW
        assert "before-every-version" in [notice.code for notice in judgement.notices]


def test_the_shape_of_the_answer_is_that_of_the_contract():
    answer = judge({"procedure": "expand", "on": "2024-05-01", "facts": {}})
    assert list(answer) == [
        *("procedure", "on", "law_version", "verdict", "findings", "deadlines", "notices")
    ]
    for finding in answer["findings"]:
        assert set(finding) >= {
            *("rule", "verdict", "citation", "confidence", "measured", "threshold", "unit"),
            *("message", "group", "inputs", "missing", "change", "operator"),
        }
        assert set(finding["citation"]) == {"document", "locator"}
        assert set(finding["message"]) == {"vi", "en"}
    assert answer["deadlines"][0] == {"rule": "PROC-NOTICE", "days": 5, "day_kind": "working"}


def test_rules_that_never_decide_do_not():
    judgement = judge_case(Case(procedure="operate", on=date(2026, 10, 1)))
    for finding in judgement.findings:
        assert finding.deciding == (finding.group in DECIDING)
    shown = {finding.group.value for finding in judgement.findings if not finding.deciding}
    assert {"information", "support"} <= shown


def test_a_text_that_was_not_verified_says_so():
    answer = judge({"procedure": "operate", "on": "2026-10-01"})
    [residents] = [f for f in answer["findings"] if f["rule"] == "NO-RESIDENTS"]
    assert residents["confidence"] == "memory"
    assert any("not verified" in remark["en"] for remark in residents["remarks"])


@pytest.mark.parametrize("procedure", ["establish", "expand"])
@pytest.mark.parametrize("law", VERSIONS[1:], ids=lambda law: law.id)
def test_the_limits_of_judge_are_those_of_the_clock(procedure, law):
    """The deadline clock keeps its own table of steps; both must say the same days."""
    for on in (law.effective_from, law.effective_to or date(2030, 1, 1)):
        steps = [
            (step.rule, step.days, step.day_kind.value) for step in procedure_steps(procedure, on)
        ]
        limits = [(d.rule, d.days, d.day_kind) for d in deadlines_on(procedure, on)]
        assert limits == steps
